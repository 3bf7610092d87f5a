/*
 * readiness_dossier.c - what an evaluator would be shown: what must hold first, the
 * document and the record behind each requirement, what is open, and what would
 * be sampled.
 *
 * Source: public pages of ISASecure ACSSA 1.0.0; our own words.
 */
#include "assess/readiness.h"
#include "report/document.h"

static const char *const state_words[READINESS_STATE_COUNT] = {
    [READINESS_ready] = "ready",
    [READINESS_documented] = "documented, not shown",
    [READINESS_open] = "open",
    [READINESS_excluded] = "not applicable, justified",
};

static void print_items(struct html *h, const struct readiness *r)
{
    static const struct html_column columns[] = {
        { "What must hold", NULL },
        { "Holds", NULL },
        { "What was found", "wide-column" },
        { NULL, NULL },
    };

    document_section(h, "eligibility", "What must hold before an evaluation");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct readiness_item, item, &r->items)) {
        html_row(h, item->holds ? NULL : "bad");
        html_cell(h, NULL, "%s", item->title);
        html_cell(h, NULL, "%s", item->holds ? "\xe2\x9c\x93 yes" : "\xe2\x9c\x97 no");
        html_cell_text(h, NULL, item->sentence);
        html_row_end(h);
    }
    html_table_end(h);
    document_section_end(h);
}

static void print_samples(struct html *h, const struct readiness *r)
{
    static const struct html_column columns[] = {
        { "Zone", "code" },
        { "Name", NULL },
        { "Highest SL-T", "number" },
        { "Why this one", "wide-column" },
        { NULL, NULL },
    };

    document_section(h, "samples", "Zones that an evaluator would look at first");
    if (r->samples.count)
        html_table(h, NULL, columns);
    else
        say_empty(h, "There are no zones to sample. Describe them under Zones and conduits.");
    for (ARRAY_EACH(const struct zone_sample, s, &r->samples)) {
        html_row(h, NULL);
        html_cell_text(h, "code", s->zone->id);
        html_cell_text(h, NULL, s->zone->name);
        html_cell(h, "number", "%u", s->level);
        html_cell(h, NULL, "%s", s->why);
        html_row_end(h);
    }
    if (r->samples.count)
        html_table_end(h);
    document_section_end(h);
}

static void print_piece(struct html *h, const struct evidence *e, const struct page *page)
{
    html_open(h, "td");
    if (e) {
        html_element(h, "strong", "name", "%.*s", SHOWN(e->id));
        html_say(h, " %.*s", SHOWN(e->title));
        html_element(h, "div", "aside", "of %s%s%s", date_words(e->collected, page->text),
                     e->expires ? ", to " : "",
                     e->expires ? date_words(e->expires, page->text) : "");
    } else {
        html_say(h, "none that counts");
    }
    html_close(h, "td");
}

static void print_row(struct html *h, const struct readiness_row *row, const struct page *page)
{
    html_row(h, NULL);
    html_cell_text(h, "code", row->figure->requirement->id);
    html_cell_text(h, NULL, row->figure->requirement->title);
    html_cell(h, row->state == READINESS_open ? "short" : NULL, "%s", state_words[row->state]);
    print_piece(h, row->document, page);
    print_piece(h, row->practice, page);
    html_cell(h, NULL, "%s", words_or_dash(row->missing, page->text));
    html_row_end(h);
}

static void print_rows(struct html *h, const struct readiness *r, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },
        { "Requirement", "wide-column" },
        { "State", NULL },
        { "Document (level 2)", NULL },
        { "Record (level 3)", NULL },
        { "What comes next", NULL },
        { NULL, NULL },
    };

    document_section(h, "requirements", "Requirement by requirement");
    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements)) {
        html_element(h, "h3", NULL, "%.*s  %.*s", SHOWN(e->id), SHOWN(e->title));
        html_table(h, NULL, columns);
        for (ARRAY_EACH(const struct readiness_row, row, &r->rows))
            if (text_equal(row->figure->requirement->element, e->id))
                print_row(h, row, page);
        html_table_end(h);
    }
    document_section_end(h);
}

static void print_findings(struct html *h, const struct readiness *r, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },          { "Grade", NULL }, { "Finding", "wide-column" },
        { "Requirement", "code" }, { "Due", "date" }, { NULL, NULL },
    };

    document_section(h, "nonconformities", "Open nonconformities");
    if (r->nonconformities)
        html_table(h, NULL, columns);
    else
        say_empty(h, "None is open.");
    for (ARRAY_EACH(const struct finding, f, &page->program->findings)) {
        if (!finding_is_open(f) || !text_contains(f->grade, "nonconformity"))
            continue;
        html_row(h, NULL);
        html_cell_text(h, "code", f->id);
        html_cell_text(h, NULL, f->grade);
        html_cell_text(h, NULL, f->title);
        html_cell_text(h, "code", f->requirement);
        html_cell(h, "date", "%s", date_words(f->due, page->text));
        html_row_end(h);
    }
    if (r->nonconformities)
        html_table_end(h);
    document_section_end(h);
}

static struct text verdict(const struct readiness *r, const struct page *page)
{
    return text_format(
        page->text,
        "%s Of the requirements %u are ready, %u are documented and not shown in "
        "practice, %u are open and %u do not apply; %s open.",
        r->ready ? "Everything that was checked holds." : "Not ready.", r->counts[READINESS_ready],
        r->counts[READINESS_documented], r->counts[READINESS_open], r->counts[READINESS_excluded],
        count_words(r->nonconformities, "nonconformity is", "nonconformities are", page->text));
}

static void print_html(struct html *h, const struct page *page)
{
    struct readiness r;

    readiness_judge(&r, page->a, page->text);
    document_head(h, page, verdict(&r, page));
    html_element(h, "p", "note",
                 "This is readiness as the owner sees it: a self-assessment, and no certificate.");
    print_items(h, &r);
    print_findings(h, &r, page);
    print_samples(h, &r);
    print_rows(h, &r, page);
    document_foot(h, page);
    readiness_finish(&r);
}

const struct document readiness_dossier_document = {
    .name = "readiness-dossier",
    .title = "Readiness dossier",
    .about = "What an evaluation asks first: eligibility, the document and the record behind each "
             "requirement, and zones to sample.",
    .class = "wide-page",
    .html = print_html,
};
