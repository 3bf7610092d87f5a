/*
 * program.c - the security program: elements, requirements, and one of them with
 * everything that speaks to it.
 */
#include <errno.h>

#include "api/change.h"
#include "api/explain.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

void json_requirement_counts(struct json *j, const char *key, const struct element_figure *e)
{
    json_object(j, key);
    json_unsigned(j, "total", e->total);
    for (int state = 0; state < REQUIREMENT_STATE_COUNT; state++)
        json_unsigned(j, requirement_state_name((enum requirement_state)state), e->states[state]);
    json_object_end(j);
}

static void print_distribution(struct json *j, const char *key, const uint32_t at[ML_MOST + 1])
{
    json_array(j, key);
    for (int level = 0; level <= ML_MOST; level++)
        json_unsigned(j, NULL, at[level]);
    json_array_end(j);
}

void json_element(struct json *j, const char *key, const struct element_figure *e)
{
    json_object(j, key);
    json_text(j, "id", e->id);
    json_unsigned(j, "number", e->number);
    json_text(j, "title", e->title);
    json_level(j, "claimed", e->claimed);
    json_level(j, "supported", e->supported);
    json_level(j, "target", e->target);
    json_level(j, "claimed_of_assessed", e->claimed_of_assessed);
    json_level(j, "supported_of_assessed", e->supported_of_assessed);
    json_requirement_counts(j, "counts", e);
    print_distribution(j, "claimed_distribution", e->claimed_at);
    print_distribution(j, "supported_distribution", e->supported_at);
    json_object_end(j);
}

static void print_counts(struct json *j, const struct requirement_figure *f)
{
    json_object(j, "evidence");
    json_unsigned(j, "total", f->evidence_total);
    json_unsigned(j, "counting", f->evidence_counting);
    json_date(j, "next_expiry", f->next_expiry);
    json_object_end(j);
    json_object(j, "measures");
    json_unsigned(j, "total", f->measures_total);
    json_unsigned(j, "counting", f->measures_counting);
    json_object_end(j);
    json_object(j, "signals");
    json_unsigned(j, "supporting", f->supporting);
    json_unsigned(j, "contradicting", f->contradicting);
    json_object_end(j);
}

static void print_requirement(struct json *j, const char *key, const struct requirement_figure *f)
{
    json_object(j, key);
    json_text(j, "id", f->requirement->id);
    json_text(j, "element", f->requirement->element);
    json_text(j, "group", f->requirement->group);
    json_text(j, "group_title", f->requirement->group_title);
    json_text(j, "title", f->requirement->title);
    json_level(j, "claimed", f->claimed);
    json_level(j, "supported", f->supported);
    json_level(j, "target", f->target);
    json_string(j, "state", requirement_state_name(f->state));
    json_text(j, "reason", f->reason);
    print_counts(j, f);
    json_object_end(j);
}

static int list_as_csv(struct request *r, const struct maturity *m)
{
    static const char *const columns[] = { "id",         "element",
                                           "group",      "group_title",
                                           "title",      "claimed",
                                           "supported",  "target",
                                           "state",      "reason",
                                           "evidence",   "evidence_counting",
                                           "measures",   "measures_counting",
                                           "supporting", "contradicting",
                                           NULL };
    struct listing t;

    listing_init(&t, "bulkhead-program/1", columns);
    for (ARRAY_EACH(const struct requirement_figure, f, &m->requirements)) {
        listing_text(&t, f->requirement->id);
        listing_text(&t, f->requirement->element);
        listing_text(&t, f->requirement->group);
        listing_text(&t, f->requirement->group_title);
        listing_text(&t, f->requirement->title);
        listing_unsigned(&t, f->claimed);
        listing_unsigned(&t, f->supported);
        listing_unsigned(&t, f->target);
        listing_string(&t, requirement_state_name(f->state));
        listing_text(&t, f->reason);
        listing_unsigned(&t, f->evidence_total);
        listing_unsigned(&t, f->evidence_counting);
        listing_unsigned(&t, f->measures_total);
        listing_unsigned(&t, f->measures_counting);
        listing_unsigned(&t, f->supporting);
        listing_unsigned(&t, f->contradicting);
    }
    return reply_listing(&r->reply, &t);
}

int program_get(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    const struct maturity *m = &r->view->assessment.maturity;
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, m);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_requirement_counts(&j, "counts", &m->overall);
    json_array(&j, "elements");
    for (ARRAY_EACH(const struct element_figure, e, &m->elements))
        json_element(&j, NULL, e);
    json_array_end(&j);
    json_array(&j, "requirements");
    for (ARRAY_EACH(const struct requirement_figure, f, &m->requirements))
        print_requirement(&j, NULL, f);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- one requirement ---- */

static void print_claim(struct json *j, const struct requirement_figure *f)
{
    static const struct claim unsaid = { .level = 0 };
    const struct claim *c = f->claim ? f->claim : &unsaid;

    json_object(j, "claim");
    json_text(j, "requirement", f->requirement->id);
    json_level(j, "level", c->level);
    json_level(j, "target", c->target);
    json_text(j, "narrative", c->narrative);
    json_text(j, "assessor", c->assessor);
    json_text(j, "method", c->method);
    json_date(j, "at", c->at);
    json_bool(j, "not_applicable", c->not_applicable);
    json_text(j, "reason", c->reason);
    json_text(j, "approver", c->approver);
    json_object_end(j);
}

static void print_related(struct json *j, struct text related)
{
    json_array(j, "related");
    while (related.length)
        json_text(j, NULL, text_trim(text_cut(&related, ';')));
    json_array_end(j);
}

static void print_hints(struct json *j, const struct requirement *r)
{
    json_text(j, "asked_first", r->asked_first);
    json_text_list(j, "hints", r->hints, REQUIREMENT_LEVELS);
}

static void print_rows(struct json *j, const struct plant_view *v, struct text requirement)
{
    json_array(j, "evidence");
    for (ARRAY_EACH(const struct evidence, e, &v->plant.program.evidence))
        if (text_equal(e->requirement, requirement))
            json_evidence(j, NULL, e, v);
    json_array_end(j);
    json_array(j, "measures");
    for (ARRAY_EACH(const struct measure, m, &v->plant.program.measures))
        if (text_equal(m->requirement, requirement))
            json_measure(j, NULL, m, v);
    json_array_end(j);
    json_array(j, "signals");
    for (ARRAY_EACH(const struct signal_result, s, &v->assessment.signals.results))
        if (signal_cites(s->signal, requirement))
            json_signal(j, NULL, s);
    json_array_end(j);
}

int requirement_get(struct request *r, struct problem *why)
{
    const struct requirement_figure *f =
        maturity_requirement(&r->view->assessment.maturity, r->path[0]);

    if (!f)
        return problem_set(why, -ENOENT, "IEC 62443-2-1 has no requirement \"%.*s\"",
                           SHOWN(r->path[0]));
    struct text figure = text_format(&r->arena, "requirement:%.*s", SHOWN(f->requirement->id));
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    print_requirement(&j, "requirement", f);
    json_text(&j, "element_title", f->requirement->element_title);
    print_related(&j, f->requirement->related);
    json_text(&j, "confidence", f->requirement->confidence);
    print_hints(&j, f->requirement);
    print_claim(&j, f);
    print_rows(&j, r->view, f->requirement->id);
    int rc = explain_print(&j, "explanation", r, figure, why);
    json_object_end(&j);
    return rc;
}

/* ---- claims ---- */

static bool read_method(struct text t, void *method)
{
    const char *const *words = ledger_field(&claim_ledger, TEXT("method"))->words;

    *(struct text *)method = (struct text){ 0 };
    for (size_t i = 0; words[i]; i++)
        if (text_is(t, words[i]))
            *(struct text *)method = text_of(words[i]);
    return text_equal(*(struct text *)method, t);
}

static const struct input_field claim_fields[] = {
    INPUT_NUMBER(struct claim, level, "level", 0, ML_MOST),
    INPUT_NUMBER(struct claim, target, "target", 0, ML_MOST),
    INPUT_TEXT(struct claim, narrative, "narrative", 0, 10000),
    INPUT_TEXT(struct claim, assessor, "assessor", 0, 200),
    INPUT_PARSED(struct claim, method, "method", read_method,
                 "must be document review, interview, record review, observation, configuration "
                 "inspection, sampling, screening or empty"),
    INPUT_DATE_OR_NULL(struct claim, at, "at"),
    INPUT_TRUTH(struct claim, not_applicable, "not_applicable"),
    INPUT_TEXT(struct claim, reason, "reason", 0, 2000),
    INPUT_TEXT(struct claim, approver, "approver", 0, 200),
};
const struct shape claim_edit = SHAPE(struct claim, claim_fields);

static bool says_nothing(const struct claim *c)
{
    return c->level == 0 && c->target == 0 && !c->not_applicable && c->narrative.length == 0 &&
           c->assessor.length == 0 && c->method.length == 0 && c->reason.length == 0 &&
           c->approver.length == 0;
}

static int judge_claim(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct assessment_run *run = v->assessment.maturity.run;
    struct claim *claim = r->input;
    struct program changed = v->plant.program;

    if (!requirement_find(v->assessment.requirements, r->path[0]))
        return problem_set(why, -ENOENT, "IEC 62443-2-1 has no requirement \"%.*s\"",
                           SHOWN(r->path[0]));
    if (claim->not_applicable && (!claim->reason.length || !claim->approver.length))
        return problem_set(why, -EINVAL,
                           "body: key \"not_applicable\": needs a reason and an approver");
    if (claim->not_applicable && claim->level)
        return problem_set(why, -EINVAL, "body: key \"level\": must be 0 where not applicable");
    claim->assessment = run ? text_copy(run->id, &r->arena) : (struct text){ 0 };
    claim->requirement = r->path[0];
    if (claim->at == 0 && !says_nothing(claim))
        claim->at = v->plant.today;
    size_t place = ledger_place(&claim_ledger, &changed, claim);
    PROGRAM_WITH(&changed, claims, place, claim, &r->arena);
    return change_fits(v, &changed, why);
}

/* A claim that says nothing is taken back; one that was never made is taken back already. */
static int store_claim(struct request *r, struct store *store, struct problem *why)
{
    const struct claim *claim = r->input;

    if (!says_nothing(claim))
        return store_put_entry(store, &claim_ledger, claim, why);
    int rc = store_remove_entry(store, &claim_ledger, claim, why);
    return rc == -ENOENT ? 0 : rc;
}

int claim_put(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_claim, store_claim, why);

    return rc < 0 ? rc : requirement_get(r, why);
}
