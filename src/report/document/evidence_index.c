/*
 * evidence_index.c - everything that is shown for a claim: what it is, where it
 * lies, whether it counts today, and which requirements have nothing.
 */
#include "report/chart/chart.h"
#include "report/document.h"

static unsigned counting(const struct page *page)
{
    unsigned count = 0;

    for (ARRAY_EACH(const struct evidence, e, &page->program->evidence))
        count += evidence_state(e, page->plant->today) == EVIDENCE_counting;
    return count;
}

static void print_place(struct html *h, const struct evidence *e)
{
    html_open_class(h, "td", "digest");
    if (e->digest.length)
        html_say(h, "sha256 %.*s", SHOWN(e->digest));
    if (e->digest.length && e->link.length)
        html_say(h, " ");
    html_text(h, e->link);
    html_close(h, "td");
}

static void print_row(struct html *h, const struct evidence *e, const struct page *page)
{
    enum evidence_state state = evidence_state(e, page->plant->today);

    html_row(h, state == EVIDENCE_counting ? NULL : "bad");
    html_cell_text(h, "code", e->id);
    html_cell_text(h, NULL, e->title);
    html_cell_text(h, NULL, e->kind);
    html_cell_text(h, "code", e->requirement);
    html_cell(h, "number", "%u", e->level);
    html_cell(h, NULL, "%s", words_or_dash(e->scope, page->text));
    html_cell(h, NULL, "%s", words_or_dash(e->custodian, page->text));
    html_cell(h, "date", "%s", date_words(e->collected, page->text));
    html_cell(h, "date", "%s", e->expires ? date_words(e->expires, page->text) : "never");
    html_cell(h, NULL, "%s", evidence_state_word(state));
    print_place(h, e);
    html_row_end(h);
}

static void print_evidence(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },          { "Title", "wide-column" }, { "Kind", NULL },
        { "Requirement", "code" }, { "Level", "number" },      { "Scope", NULL },
        { "Custodian", NULL },     { "Collected", "date" },    { "Expires", "date" },
        { "State", NULL },         { "Where", NULL },          { NULL, NULL },
    };

    document_section(h, "evidence", "Evidence");
    if (!page->program->evidence.count) {
        say_empty(h, "No evidence is kept yet. Keep a file or a link for each requirement under "
                     "Program; a claim without evidence supports nothing above level 1.");
    } else {
        html_table(h, NULL, columns);
        for (ARRAY_EACH(const struct evidence, e, &page->program->evidence))
            print_row(h, e, page);
        html_table_end(h);
    }
    document_section_end(h);
}

static void print_bare(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },        { "Requirement", "wide-column" },
        { "Claimed", "number" }, { "Evidence, none of which counts", "number" },
        { NULL, NULL },
    };
    unsigned count = 0;

    document_section(h, "bare", "Claims that no evidence carries");
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements)) {
        if (!f->claimed || f->evidence_counting || f->state == REQUIREMENT_not_applicable)
            continue;
        if (count++ == 0)
            html_table(h, NULL, columns);
        html_row(h, NULL);
        html_cell_text(h, "code", f->requirement->id);
        html_cell_text(h, NULL, f->requirement->title);
        html_cell(h, "number", "%u", f->claimed);
        html_cell(h, "number", "%u", f->evidence_total);
        html_row_end(h);
    }
    if (count)
        html_table_end(h);
    else
        say_empty(h, "Every claim has at least one piece that counts.");
    document_section_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    document_head(h, page,
                  text_format(page->text, "%s kept; %u count today.",
                              count_words(page->program->evidence.count, "piece is", "pieces are",
                                          page->text),
                              counting(page)));
    print_evidence(h, page);
    print_bare(h, page);
    if (page->program->evidence.count)
        chart_ages(h, page->plant);
    document_foot(h, page);
}

const struct document evidence_index_document = {
    .name = "evidence-index",
    .title = "Evidence index",
    .about = "All evidence with its digest or link, dates and custodian, whether it counts today, "
             "and which claims have none.",
    .class = "wide-page",
    .html = print_html,
};
