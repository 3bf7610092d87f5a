/*
 * interim_report.c - what cannot wait for the report: grave contradictions, lapsed
 * measures, major nonconformities, and actions that are urgent or overdue.
 */
#include "assess/readiness.h"
#include "assess/roadmap.h"
#include "report/document.h"

static bool concern_is_urgent(const struct concern *f)
{
    return f->severity == SEVERITY_high && !f->compensated.length;
}

static bool finding_is_urgent(const struct finding *f)
{
    return finding_is_open(f) && text_is(f->grade, "major nonconformity");
}

static bool step_is_urgent(const struct roadmap_step *s)
{
    return s->overdue || s->action->cannot_wait;
}

static void print_concerns(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "What", "wide-column" },
        { "Requirement", "code" },
        { "Row", "code" },
        { "Seen or since", NULL },
        { NULL, NULL },
    };
    unsigned count = 0;

    document_section(h, "contradictions", "Grave contradictions and lapsed protection");
    for (ARRAY_EACH(const struct concern, f, &page->findings.rows)) {
        if (!concern_is_urgent(f))
            continue;
        if (count++ == 0)
            html_table(h, NULL, columns);
        html_row(h, NULL);
        html_open(h, "td");
        html_element(h, "strong", NULL, "%s. ", concern_kind_title(f->kind));
        html_text(h, f->sentence);
        html_close(h, "td");
        html_cell_text(h, "code", f->requirement);
        html_cell_text(h, "code", f->source);
        html_cell(h, NULL, "%s",
                  f->kind == CONCERN_contradiction ? seen_at(page, f->capture, f->frame)
                                                   : date_words(f->since, page->text));
        html_row_end(h);
    }
    if (count)
        html_table_end(h);
    else
        say_empty(h, "None of high severity that no measure takes out.");
    document_section_end(h);
}

static void print_findings(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },          { "Finding", "wide-column" },
        { "Requirement", "code" }, { "Consequence", NULL },
        { "Due", "date" },         { NULL, NULL },
    };
    unsigned count = 0;

    document_section(h, "nonconformities", "Open major nonconformities");
    for (ARRAY_EACH(const struct finding, f, &page->program->findings)) {
        if (!finding_is_urgent(f))
            continue;
        if (count++ == 0)
            html_table(h, NULL, columns);
        html_row(h, NULL);
        html_cell_text(h, "code", f->id);
        html_cell(h, NULL, "%.*s. %.*s", SHOWN(f->title), SHOWN(f->objective));
        html_cell_text(h, "code", f->requirement);
        html_cell(h, NULL, "%s", words_or_dash(f->consequence, page->text));
        html_cell(h, "date", "%s", date_words(f->due, page->text));
        html_row_end(h);
    }
    if (count)
        html_table_end(h);
    else
        say_empty(h, "None is open.");
    document_section_end(h);
}

static void print_step(struct html *h, const struct roadmap_step *s, const struct page *page)
{
    const struct action *a = s->action;

    html_row(h, s->overdue ? "bad" : NULL);
    html_cell_text(h, "code", a->id);
    html_cell_text(h, NULL, a->title);
    html_cell(h, NULL, "%s", s->overdue ? "overdue" : "cannot wait");
    html_cell(h, NULL, "%s", words_or_dash(a->owner, page->text));
    html_cell(h, "date", "%s", date_words(a->due, page->text));
    html_cell(h, NULL, "%s", words_or_dash(a->outage, page->text));
    html_row_end(h);
}

static void print_actions(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },  { "Action", "wide-column" }, { "Why now", NULL }, { "Owner", NULL },
        { "Due", "date" }, { "Outage", NULL },          { NULL, NULL },
    };
    struct roadmap r;
    unsigned count = 0;

    roadmap_make(&r, page->plant, page->text);
    document_section(h, "actions", "Actions that cannot wait");
    for (ARRAY_EACH(const struct roadmap_step, s, &r.steps)) {
        if (!step_is_urgent(s))
            continue;
        if (count++ == 0)
            html_table(h, NULL, columns);
        print_step(h, s, page);
    }
    if (count)
        html_table_end(h);
    else
        say_empty(h, "No open action is overdue or marked as one that cannot wait. What stands "
                     "above needs one: add it under Ledgers, Actions.");
    document_section_end(h);
    roadmap_finish(&r);
}

static struct text verdict(const struct page *page)
{
    struct roadmap r;
    unsigned concerns = 0, findings = 0, actions = 0;

    for (ARRAY_EACH(const struct concern, f, &page->findings.rows))
        concerns += concern_is_urgent(f);
    for (ARRAY_EACH(const struct finding, f, &page->program->findings))
        findings += finding_is_urgent(f);
    roadmap_make(&r, page->plant, page->text);
    for (ARRAY_EACH(const struct roadmap_step, s, &r.steps))
        actions += step_is_urgent(s);
    roadmap_finish(&r);
    if (!concerns && !findings && !actions)
        return TEXT("Nothing that is known today has to be done before the report.");
    return text_format(
        page->text, "%s, %s and %s cannot wait for the report.",
        count_words(concerns, "grave contradiction or lapse", "grave contradictions or lapses",
                    page->text),
        count_words(findings, "major nonconformity", "major nonconformities", page->text),
        count_words(actions, "action", "actions", page->text));
}

static void print_html(struct html *h, const struct page *page)
{
    document_head(h, page, verdict(page));
    print_concerns(h, page);
    print_findings(h, page);
    print_actions(h, page);
    document_foot(h, page);
}

const struct document interim_report_document = {
    .name = "interim-report",
    .title = "Interim report: what cannot wait",
    .about = "Grave contradictions, lapsed protection and urgent actions, handed over while the "
             "assessment still runs.",
    .html = print_html,
};
