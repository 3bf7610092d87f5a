/*
 * roadmap.c - the open actions by phase, with what each costs, stops and closes.
 */
#include "assess/roadmap.h"

#include "report/chart/chart.h"
#include "report/document.h"

static void print_step(struct html *h, const struct roadmap_step *s, const struct page *page)
{
    const struct action *a = s->action;

    html_row(h, s->overdue ? "bad" : NULL);
    html_cell_text(h, "code", a->id);
    html_open(h, "td");
    html_text(h, a->title);
    html_element(h, "div", "aside", "%.*s%s%.*s", SHOWN(s->why),
                 s->late.length ? " It waits for what comes later: " : "", SHOWN(s->late));
    html_close(h, "td");
    html_cell(h, "code", "%s", list_words(a->requirements, page->text));
    html_cell(h, NULL, "%s", words_or_dash(a->owner, page->text));
    html_cell(h, "date", "%s%s", date_words(a->due, page->text), s->overdue ? ", overdue" : "");
    html_cell(h, "number", "%llu", (unsigned long long)a->cost);
    html_cell(h, NULL, "%s", words_or_dash(a->outage, page->text));
    html_cell(h, "number", "%u", a->outage_hours);
    html_cell(h, "number", "%u", a->reduction);
    html_cell(h, "code", "%s", list_words(a->depends, page->text));
    html_row_end(h);
}

static void print_phase(struct html *h, const struct roadmap *r, enum roadmap_phase phase,
                        const struct page *page)
{
    static const struct html_column columns[] = {
        { "Action", "code" },
        { "What, and why here", "wide-column" },
        { "Closes", "code" },
        { "Owner", NULL },
        { "Due", "date" },
        { "Cost", "number" },
        { "Outage", NULL },
        { "Hours", "number" },
        { "Risk reduction", "number" },
        { "After", "code" },
        { NULL, NULL },
    };
    const char *title =
        text_string(text_format(page->text, "Within %s", roadmap_phase_name(phase)), page->text);
    unsigned count = 0;

    document_section(h, text_string(html_anchor(page->text, "phase-", text_of(title)), page->text),
                     title);
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps))
        count += s->phase == phase;
    if (!count) {
        say_empty(h, "Nothing is planned for this phase.");
    } else {
        say(h, "%s; cost %llu, outage %u hours.",
            count_words(count, "action", "actions", page->text), (unsigned long long)r->cost[phase],
            r->outage_hours[phase]);
        html_table(h, NULL, columns);
        for (ARRAY_EACH(const struct roadmap_step, s, &r->steps))
            if (s->phase == phase)
                print_step(h, s, page);
        html_table_end(h);
    }
    document_section_end(h);
}

static struct text verdict(const struct roadmap *r, const struct page *page)
{
    uint64_t cost = 0;
    uint32_t hours = 0;
    unsigned overdue = 0;

    if (!r->steps.count)
        return TEXT("There is no open action, so there is no way from here to the targets.");
    for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
        cost += r->cost[phase];
        hours += r->outage_hours[phase];
    }
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps))
        overdue += s->overdue;
    return text_format(page->text, "%s, %llu in all, %u hours of outage; %u overdue.",
                       count_words(r->steps.count, "open action", "open actions", page->text),
                       (unsigned long long)cost, hours, overdue);
}

static void print_html(struct html *h, const struct page *page)
{
    struct roadmap r;

    roadmap_make(&r, page->plant, page->text);
    document_head(h, page, verdict(&r, page));
    if (r.steps.count) {
        say(h, "What cannot wait comes first, then what reduces most risk for its price, and "
               "nothing before what it waits for. Cost and risk reduction are the plant's own "
               "figures, in its currency and on a scale from 0 to 100.");
        chart_schedule(h, &r, page->plant->today);
        for (unsigned phase = 0; phase < PHASE_COUNT; phase++)
            print_phase(h, &r, (enum roadmap_phase)phase, page);
    } else {
        say_empty(h, "Add actions with an owner, a price and what they close under Ledgers, "
                     "Actions; findings of the assessment report are where to begin.");
    }
    document_foot(h, page);
    roadmap_finish(&r);
}

const struct document roadmap_document = {
    .name = "roadmap",
    .title = "Roadmap",
    .about = "The open actions in 30 days, 6 months and 18 months: cost, outage, what each closes "
             "and what it waits for.",
    .class = "wide-page",
    .html = print_html,
};
