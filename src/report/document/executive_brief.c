/*
 * executive_brief.c - two pages for those who decide: where the program stands,
 * what is worst, what lapses soon, and which decisions are wanted.
 */
#include "assess/roadmap.h"
#include "report/chart/chart.h"
#include "report/document.h"

enum { WORST_MOST = 8, EXPIRIES_MOST = 8, DAYS_AHEAD = 90 };

static const int64_t day_us = (int64_t)86400 * 1000000;

static void print_worst(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "No.", "number" },       { "Severity", NULL }, { "What", "wide-column" },
        { "Requirement", "code" }, { "Row", "code" },    { NULL, NULL },
    };
    unsigned number = 0;

    document_section(h, "worst", "What weighs most");
    if (!page->findings.rows.count)
        say_empty(h, "Nothing speaks against the claims. Load a capture of the plant if there is "
                     "none yet: traffic is what contradicts.");
    else
        html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct concern, f, &page->findings.rows)) {
        if (f->compensated.length || number == WORST_MOST)
            continue;
        html_row(h, f->severity == SEVERITY_high ? "bad" : NULL);
        html_cell(h, "number", "%u", ++number);
        html_cell(h, NULL, "%s", severity_word(f->severity));
        html_cell_text(h, NULL, f->sentence);
        html_cell_text(h, "code", f->requirement);
        html_cell_text(h, "code", f->source);
        html_row_end(h);
    }
    if (page->findings.rows.count)
        html_table_end(h);
    document_section_end(h);
}

static void print_expiries(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Expires", "date" },     { "When", NULL },  { "What", NULL }, { "Id", "code" },
        { "Requirement", "code" }, { "Title", NULL }, { NULL, NULL },
    };
    moment_us today = page->plant->today;
    unsigned soon = 0;

    document_section(h, "expiring", "What lapses in the next 90 days");
    for (ARRAY_EACH(const struct expiry, e, &page->expiries.rows))
        if (e->at > today && e->at <= today + DAYS_AHEAD * day_us && soon++ == 0)
            html_table(h, NULL, columns);
    if (!soon)
        say_empty(h, "Nothing that has a date lapses in the next 90 days.");
    unsigned shown = 0;
    for (ARRAY_EACH(const struct expiry, e, &page->expiries.rows)) {
        if (e->at <= today || e->at > today + DAYS_AHEAD * day_us || shown++ >= EXPIRIES_MOST)
            continue;
        html_row(h, NULL);
        html_cell(h, "date", "%s", date_words(e->at, page->text));
        html_cell(h, NULL, "%s", day_count_words(today, e->at, page->text));
        html_cell(h, NULL, "%s", expiry_kind_name(e->kind));
        html_cell_text(h, "code", e->id);
        html_cell_text(h, "code", e->requirement);
        html_cell_text(h, NULL, e->title);
        html_row_end(h);
    }
    if (soon)
        html_table_end(h);
    if (soon > EXPIRIES_MOST)
        html_element(h, "p", "note", "%u more lapse in these days.", soon - EXPIRIES_MOST);
    document_section_end(h);
}

static void print_decision(struct html *h, const struct roadmap_step *s, const struct page *page)
{
    const struct action *a = s->action;

    html_row(h, s->overdue || a->cannot_wait ? "bad" : NULL);
    html_cell_text(h, "code", a->id);
    html_cell_text(h, NULL, a->title);
    html_cell(h, "name", "%s", words_or_dash(a->owner, page->text));
    html_cell(h, "date", "%s", date_words(a->due, page->text));
    html_cell(h, "number", "%llu", (unsigned long long)a->cost);
    html_cell(h, NULL, "%s", words_or_dash(a->outage, page->text));
    html_cell(h, NULL, "%s%s", roadmap_phase_name(s->phase), s->proposed ? ", proposed" : "");
    html_row_end(h);
}

static void print_decisions(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Action", "code" }, { "What is to be decided", "wide-column" },
        { "Owner", NULL },    { "Due", "date" },
        { "Cost", "number" }, { "Outage", NULL },
        { "Within", NULL },   { NULL, NULL },
    };
    struct roadmap r;

    roadmap_make(&r, page->plant, page->text);
    document_section(h, "decisions", "Decisions wanted");
    if (r.steps.count) {
        html_table(h, NULL, columns);
        for (ARRAY_EACH(const struct roadmap_step, s, &r.steps))
            print_decision(h, s, page);
        html_table_end(h);
    } else {
        say_empty(h, "There are no open actions. Turn the findings above into actions with an "
                     "owner, a price and a date under Ledgers, Actions.");
    }
    document_section_end(h);
    roadmap_finish(&r);
}

static void print_html(struct html *h, const struct page *page)
{
    document_head(h, page, verdict_sentence(page));
    chart_radar(h, &page->a->maturity);
    print_decisions(h, page);
    print_worst(h, page);
    print_expiries(h, page);
    document_foot(h, page);
}

const struct document executive_brief_document = {
    .name = "executive-brief",
    .title = "Executive brief",
    .about = "Where the program stands, what weighs most, what lapses and which decisions are "
             "wanted; for those who decide.",
    .class = "brief",
    .html = print_html,
};
