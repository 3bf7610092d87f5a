/*
 * statement_of_applicability.c - for every requirement whether it applies, why,
 * and how it stands; and which technical requirements each zone's target selects.
 *
 * Source: IEC 62443-2-1:2024 (the owner decides and justifies what is not
 * applicable); IEC 62443-3-3 (levels at which SR and RE are selected).
 */
#include "report/document.h"
#include "report/selection.h"

static const char *applies_word(const struct requirement_figure *f)
{
    if (f->state == REQUIREMENT_not_applicable)
        return "no";
    return f->refused_exclusion ? "not decided" : "yes";
}

static void print_why(struct html *h, const struct requirement_figure *f)
{
    const struct claim *c = f->claim;

    html_open(h, "td");
    if (f->refused_exclusion)
        html_say(h, "Called not applicable without reason or approver: it counts as applicable "
                    "and not assessed.");
    else if (f->state == REQUIREMENT_not_applicable)
        html_say(h, "%.*s Approved by %.*s.", SHOWN(c->reason), SHOWN(c->approver));
    else if (c && c->narrative.length)
        html_text(h, c->narrative);
    else
        html_say(h, "%s", c ? "Claimed without a statement." : "Nobody has said anything yet.");
    html_close(h, "td");
}

static void print_evidence(struct html *h, const struct requirement_figure *f,
                           const struct page *page)
{
    struct joined ids = { BUFFER_KEPT, ", " };

    for (ARRAY_EACH(const struct evidence, e, &page->program->evidence))
        if (text_equal(e->requirement, f->requirement->id) &&
            evidence_state(e, page->plant->today) == EVIDENCE_counting)
            join(&ids, "%.*s", SHOWN(e->id));
    html_cell(h, NULL, "%s", joined_words(&ids, "none that counts", page->text));
}

static void print_row(struct html *h, const struct requirement_figure *f, const struct page *page)
{
    html_row(h, f->refused_exclusion ? "bad" : NULL);
    html_cell_text(h, "code", f->requirement->id);
    html_cell_text(h, NULL, f->requirement->title);
    html_cell(h, NULL, "%s", applies_word(f));
    print_why(h, f);
    html_cell(h, "number", f->state == REQUIREMENT_not_applicable ? "-" : "%u", f->supported);
    html_cell(h, "number", f->target ? "%u" : "-", f->target);
    html_cell(h, NULL, "%s", requirement_state_word(f->state));
    print_evidence(h, f, page);
    html_row_end(h);
}

static void print_requirements(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },
        { "Requirement", "wide-column" },
        { "Applies", NULL },
        { "Why, and how", "wide-column" },
        { "Supported", "number" },
        { "Target", "number" },
        { "State", NULL },
        { "Evidence", NULL },
        { NULL, NULL },
    };

    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements)) {
        html_open(h, "h3");
        html_attribute(h, "id", "%.*s", SHOWN(html_anchor(page->text, "element-", e->id)));
        html_say(h, "%.*s  %.*s", SHOWN(e->id), SHOWN(e->title));
        html_close(h, "h3");
        html_table(h, NULL, columns);
        for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements))
            if (text_equal(f->requirement->element, e->id))
                print_row(h, f, page);
        html_table_end(h);
    }
}

static void print_element(struct html *h, const struct element_figure *e, const struct page *page)
{
    html_row(h, e->id.length ? NULL : "sum");
    html_open(h, "td");
    if (e->id.length)
        html_link(h, html_anchor(page->text, "element-", e->id), "%.*s %.*s", SHOWN(e->id),
                  SHOWN(e->title));
    else
        html_text(h, e->title);
    html_close(h, "td");
    html_cell(h, "number", "%u", e->total);
    html_cell(h, "number", "%u", e->applicable);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_not_applicable]);
    html_cell(h, e->refused_exclusions ? "number short" : "number", "%u", e->refused_exclusions);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_not_assessed]);
    html_row_end(h);
}

static void print_elements(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Program element", NULL },
        { "Requirements", "number" },
        { "Applicable", "number" },
        { "Not applicable, justified", "number" },
        { "Exclusion refused", "number" },
        { "Not assessed", "number" },
        { NULL, NULL },
    };

    html_table(h, "Program elements", columns);
    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements))
        print_element(h, e, page);
    print_element(h, &page->a->maturity.overall, page);
    html_table_end(h);
}

/* ---- technical requirements ---- */

static size_t zones_with_target(const struct program *p)
{
    size_t count = 0;

    for (ARRAY_EACH(const struct zone, z, &p->zones))
        count += zone_highest_target(z) > 0;
    return count;
}

static struct html_column *zone_columns(const struct page *page)
{
    size_t count = zones_with_target(page->program), n = 2;
    struct html_column *columns = arena_array(page->text, struct html_column, count + 3);

    columns[0] = (struct html_column){ "Id", "code" };
    columns[1] = (struct html_column){ "System requirement", "wide-column" };
    for (ARRAY_EACH(const struct zone, z, &page->program->zones))
        if (zone_highest_target(z))
            columns[n++] = (struct html_column){ text_string(z->id, page->text), "mark" };
    columns[n] = (struct html_column){ NULL, NULL };
    return columns;
}

static void print_systems(struct html *h, const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("3-3"));

    html_table(h, "Technical requirements by zone", zone_columns(page));
    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        html_row(h, NULL);
        html_cell_text(h, "code", table_value(t, row, "id"));
        html_cell_text(h, NULL, table_value(t, row, "title"));
        for (ARRAY_EACH(const struct zone, z, &page->program->zones))
            if (zone_highest_target(z))
                html_cell(h, "mark", "%s",
                          system_requirement_applies(t, row, z) ? "yes" : "\xe2\x80\x93");
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_technical(struct html *h, const struct page *page)
{
    document_section(h, "technical", "Technical requirements that the zones' targets select");
    if (!zones_with_target(page->program)) {
        say_empty(h, "No zone has a target level yet. Give each zone its SL-T under Zones and "
                     "conduits; this table then lists what they select.");
    } else {
        say(h, "IEC 62443-3-3: a row applies in a zone when the zone's target for its foundational "
               "requirement reaches the level at which the row is selected.");
        print_systems(h, page);
    }
    document_section_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    const struct element_figure *all = &page->a->maturity.overall;

    document_head(
        h, page,
        text_format(page->text,
                    "Of %u requirements, %u apply, %u are excluded with reason and approver, and "
                    "the exclusion of %u more is not accepted because one of the two is missing.",
                    all->total, all->applicable, all->states[REQUIREMENT_not_applicable],
                    all->refused_exclusions));
    print_elements(h, page);
    document_section(h, "requirements", "Requirements of IEC 62443-2-1");
    if (!page->program->claims.count)
        say_empty(h, "Nobody has claimed anything yet, so all of them count as applicable. Record "
                     "a level, or an exclusion with its reason and approver, under Program.");
    print_requirements(h, page);
    document_section_end(h);
    print_technical(h, page);
    document_foot(h, page);
}

const struct document statement_of_applicability_document = {
    .name = "statement-of-applicability",
    .title = "Statement of applicability",
    .about = "For each requirement whether it applies, why, how it stands and what shows it; for "
             "auditors and the management system.",
    .class = "wide-page",
    .html = print_html,
};
