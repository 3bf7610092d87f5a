/*
 * action_sheets.c - a page for each open action, to hand to whoever does it.
 */
#include "assess/roadmap.h"
#include "report/document.h"

static const struct finding *finding_of(const struct action *a, const struct page *page)
{
    return a->finding.length ? ledger_named(&finding_ledger, page->program, a->finding) : NULL;
}

static void print_finding(struct html *h, const struct action *a, const struct page *page)
{
    const struct finding *f = finding_of(a, page);

    html_element(h, "h3", NULL, "Why");
    if (!f) {
        say(h, "%s",
            a->lesson.length ? "It answers a lesson of an incident."
                             : "No finding is named: it stands for the requirements below.");
        return;
    }
    say(h, "%.*s, %.*s: %.*s. %.*s", SHOWN(f->id), SHOWN(f->grade), SHOWN(f->title),
        SHOWN(f->objective));
    if (f->cause.length)
        say(h, "Cause: %.*s", SHOWN(f->cause));
    if (f->consequence.length)
        say(h, "Consequence: %.*s", SHOWN(f->consequence));
}

static void print_requirements(struct html *h, const struct action *a, const struct page *page)
{
    html_element(h, "h3", NULL, "What it closes");
    if (!a->requirements.length) {
        say_empty(h, "No requirement is named; add them to the action so that its effect shows.");
        return;
    }
    html_open(h, "ul");
    for (struct text rest = a->requirements, id; list_next(&rest, &id);) {
        const struct requirement_figure *f = maturity_requirement(&page->a->maturity, id);
        if (f)
            html_element(h, "li", NULL, "%.*s %.*s: supported %u, target %u. %.*s", SHOWN(id),
                         SHOWN(f->requirement->title), f->supported, f->target, SHOWN(f->reason));
    }
    html_close(h, "ul");
}

static void print_facts(struct html *h, const struct roadmap_step *s, const struct page *page)
{
    const struct action *a = s->action;
    struct arena *t = page->text;

    html_open_class(h, "dl", "facts");
    document_fact(h, "Owner", NULL, words_or_dash(a->owner, t));
    document_fact(h, "Done by", NULL, words_or_dash(a->party, t));
    document_fact(h, "Within", NULL, roadmap_phase_name(s->phase));
    document_fact(h, "Due", NULL, date_words(a->due, t));
    document_fact(h, "State", NULL, words_or_dash(a->state, t));
    document_fact(h, "Cost", NULL,
                  text_string(text_format(t, "%llu", (unsigned long long)a->cost), t));
    document_fact(
        h, "Outage", NULL,
        text_string(text_format(t, "%s, %u hours", words_or_dash(a->outage, t), a->outage_hours),
                    t));
    document_fact(h, "After", NULL, list_words(a->depends, t));
    html_close(h, "dl");
}

static void print_signing(struct html *h, const struct action *a)
{
    static const char *const lines[] = { "Done on", "Done by", "Result", "Verified by" };

    html_element(h, "h3", NULL, "How one knows that it worked");
    if (a->verification.length)
        say(h, "%.*s", SHOWN(a->verification));
    else
        say(h, "Nothing is written down yet. Say here what would show it, before the work begins:");
    html_open_class(h, "div", "signing");
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        html_element(h, "p", NULL, "%s", lines[i]);
    html_close(h, "div");
}

static void print_sheet(struct html *h, const struct roadmap_step *s, const struct page *page)
{
    html_open_class(h, "section", "sheet");
    html_attribute(h, "id", "%.*s", SHOWN(html_anchor(page->text, "action-", s->action->id)));
    html_element(h, "p", "kind", "%.*s%s", SHOWN(s->action->id),
                 s->overdue               ? ", overdue"
                 : s->action->cannot_wait ? ", cannot wait"
                                          : "");
    html_element(h, "h2", NULL, "%.*s", SHOWN(s->action->title));
    print_facts(h, s, page);
    print_finding(h, s->action, page);
    print_requirements(h, s->action, page);
    print_signing(h, s->action);
    html_close(h, "section");
}

static void print_list(struct html *h, const struct roadmap *r, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Action", "code" }, { "What", "wide-column" }, { "Owner", NULL },
        { "Due", "date" },    { "Within", NULL },        { NULL, NULL },
    };

    html_table(h, "Actions", columns);
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps)) {
        const struct action *a = s->action;
        if (page->in->subject.length && !text_equal(a->id, page->in->subject))
            continue;
        html_row(h, s->overdue ? "bad" : NULL);
        html_open_class(h, "td", "code");
        html_link(h, html_anchor(page->text, "action-", a->id), "%.*s", SHOWN(a->id));
        html_close(h, "td");
        html_cell_text(h, NULL, a->title);
        html_cell(h, NULL, "%s", words_or_dash(a->owner, page->text));
        html_cell(h, "date", "%s", date_words(a->due, page->text));
        html_cell(h, NULL, "%s", roadmap_phase_name(s->phase));
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    struct roadmap r;

    roadmap_make(&r, page->plant, page->text);
    document_head(h, page,
                  text_format(page->text, "%s, a page for each.",
                              count_words(page->in->subject.length ? 1 : r.steps.count,
                                          "open action", "open actions", page->text)));
    if (r.steps.count)
        print_list(h, &r, page);
    else
        say_empty(h, "There is no open action. Add one under Ledgers, Actions; a finding is where "
                     "to begin.");
    document_foot(h, page);
    for (ARRAY_EACH(const struct roadmap_step, s, &r.steps))
        if (!page->in->subject.length || text_equal(s->action->id, page->in->subject))
            print_sheet(h, s, page);
    roadmap_finish(&r);
}

const struct document action_sheets_document = {
    .name = "action-sheets",
    .title = "Action sheets",
    .about = "A page to tear out for each open action, for whoever does it: why, what it closes, "
             "and how one knows that it worked.",
    .class = "sheets",
    .subject = SUBJECT_action,
    .html = print_html,
};
