/*
 * oscal_assessment_results.c - the figures as OSCAL assessment results: evidence and signals are
 * observations, requirements are findings, what speaks against them are risks.
 */
#include "report/oscal/oscal.h"

static void begin_array(struct json *j, const char *key, bool *any)
{
    if (!*any)
        json_array(j, key);
    *any = true;
}

static void print_method(struct json *j, const char *method)
{
    json_array(j, "methods");
    json_string(j, NULL, method);
    json_array_end(j);
}

static void print_evidence(struct json *j, const struct evidence *e, const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "evidence", e->id);
    oscal_text(j, "title", e->title, "Evidence", page);
    oscal_text(j, "description",
               text_format(page->text, "%.*s shows level %u of %.*s: %s", SHOWN(e->id), e->level,
                           SHOWN(e->requirement),
                           evidence_state_word(evidence_state(e, page->plant->today))),
               "-", page);
    json_array(j, "props");
    oscal_prop(j, "id", e->id, page);
    oscal_prop(j, "maturity-level", text_format(page->text, "%u", e->level), page);
    oscal_prop(j, "sha-256", e->digest, page);
    json_array_end(j);
    print_method(j, "EXAMINE");
    oscal_day(j, "collected", e->collected ? e->collected : page->plant->today, page);
    if (e->expires)
        oscal_day(j, "expires", e->expires, page);
    json_object_end(j);
}

static void print_signal(struct json *j, const struct signal_result *r, const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "signal", text_of(r->signal->id));
    oscal_text(j, "title", text_of(r->signal->title), "Signal", page);
    oscal_text(j, "description", r->sentence, "-", page);
    json_array(j, "props");
    oscal_prop(j, "id", text_of(r->signal->id), page);
    oscal_prop(j, "effect", text_of(signal_state_word(r)), page);
    oscal_prop(j, "maturity-level", text_format(page->text, "%u", r->signal->level), page);
    json_array_end(j);
    print_method(j, "TEST");
    oscal_day(j, "collected", page->plant->today, page);
    json_object_end(j);
}

static void print_observations(struct json *j, const struct page *page)
{
    bool any = false;

    for (ARRAY_EACH(const struct evidence, e, &page->program->evidence)) {
        begin_array(j, "observations", &any);
        print_evidence(j, e, page);
    }
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results)) {
        if (r->state != SIGNAL_found)
            continue;
        begin_array(j, "observations", &any);
        print_signal(j, r, page);
    }
    if (any)
        json_array_end(j);
}

static void refer(struct json *j, const struct page *page, const char *kind, struct text id,
                  bool *any)
{
    begin_array(j, "related-observations", any);
    json_object(j, NULL);
    oscal_uuid(j, "observation-uuid", page, kind, id);
    json_object_end(j);
}

static void print_related(struct json *j, struct text requirement, const struct page *page)
{
    bool any = false;

    for (ARRAY_EACH(const struct evidence, e, &page->program->evidence))
        if (text_equal(e->requirement, requirement))
            refer(j, page, "evidence", e->id, &any);
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results))
        if (r->state == SIGNAL_found && signal_cites(r->signal, requirement))
            refer(j, page, "signal", text_of(r->signal->id), &any);
    if (any)
        json_array_end(j);
}

static void print_target(struct json *j, const struct requirement_figure *f,
                         const struct page *page)
{
    bool met = f->state == REQUIREMENT_at_target;

    json_object(j, "target");
    json_string(j, "type", "statement-id");
    json_text(j, "target-id", oscal_statement(f->requirement->id, page->text));
    json_object(j, "status");
    json_string(j, "state", met ? "satisfied" : "not-satisfied");
    json_string(j, "reason", met ? "pass" : "fail");
    json_string(j, "remarks", requirement_state_word(f->state));
    json_object_end(j);
    json_object_end(j);
}

static void print_finding(struct json *j, const struct requirement_figure *f,
                          const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "finding", f->requirement->id);
    oscal_text(j, "title",
               text_format(page->text, "%.*s %.*s", SHOWN(f->requirement->id),
                           SHOWN(f->requirement->title)),
               "-", page);
    oscal_text(j, "description", f->reason, "Nothing limits it.", page);
    json_array(j, "props");
    oscal_prop(j, "claimed-ml", text_format(page->text, "%u", f->claimed), page);
    oscal_prop(j, "supported-ml", text_format(page->text, "%u", f->supported), page);
    oscal_prop(j, "target-ml", text_format(page->text, "%u", f->target), page);
    json_array_end(j);
    print_target(j, f, page);
    print_related(j, f->requirement->id, page);
    json_object_end(j);
}

static void print_findings(struct json *j, const struct page *page)
{
    bool any = false;

    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements)) {
        if (f->state == REQUIREMENT_not_applicable)
            continue;
        begin_array(j, "findings", &any);
        print_finding(j, f, page);
    }
    if (any)
        json_array_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    oscal_begin(j, page, "assessment-results", "Assessment results");
    json_object(j, "import-ap");
    json_string(j, "href", "oscal-assessment-plan.json");
    json_object_end(j);
    json_array(j, "results");
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "result", text_of(date_words(page->plant->today, page->text)));
    json_string(j, "title", "IEC 62443-2-1, supported maturity");
    oscal_text(j, "description", verdict_sentence(page), "-", page);
    oscal_day(j, "start", page->plant->today, page);
    oscal_reviewed(j, page);
    print_observations(j, page);
    oscal_risks(j, page);
    print_findings(j, page);
    json_object_end(j);
    json_array_end(j);
    oscal_end(j);
}

const struct document oscal_assessment_results_document = {
    .name = "oscal-assessment-results",
    .title = "OSCAL assessment results",
    .about = "Evidence and signals as observations, requirements as findings, contradictions as "
             "risks.",
    .json = print_json,
};
