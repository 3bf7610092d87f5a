#include "report/assessment/section.h"

static bool is_legacy(const struct registered *r, moment_us today)
{
    return r->legacy || (r->support_ends && r->support_ends <= today);
}

static void print_legacy(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Asset", NULL },
        { "Role", NULL },
        { "Owner", NULL },
        { "Marked legacy", NULL },
        { "Support ends", "date" },
        { "Measures that count", NULL },
        { NULL, NULL },
    };
    const struct program *p = &page->plant->program;

    html_table(h, "Assets that cannot be updated any more", columns);
    for (ARRAY_EACH(const struct registered, r, &p->registered)) {
        struct joined measures = { BUFFER_KEPT, ", " };
        if (!is_legacy(r, page->plant->today))
            continue;
        for (ARRAY_EACH(const struct measure, m, &p->measures))
            if (measure_for(&page->a->proofs, m->requirement, &r->address) == m)
                join(&measures, "%.*s", SHOWN(m->id));
        html_row(h, NULL);
        html_cell(h, "name", "%s", sight_name(&page->sight, &r->address));
        html_cell_text(h, NULL, r->role);
        html_cell_text(h, NULL, r->owner);
        html_cell(h, NULL, "%s", r->legacy ? "yes" : "no");
        html_cell(h, "date", "%s", date_words(r->support_ends, page->text));
        html_cell(h, "name", "%s", joined_words(&measures, "none", page->text));
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_measure(struct html *h, const struct measure *m, const struct page *page)
{
    enum measure_state state = measure_state(&page->a->proofs, m);
    struct arena *t = page->text;

    html_row(h, state == MEASURE_counting ? NULL : "bad");
    html_open(h, "td");
    html_element(h, "strong", "name", "%.*s", SHOWN(m->id));
    html_say(h, " %.*s", SHOWN(m->title));
    if (m->argument.length)
        html_element(h, "div", "aside", "Why it is equivalent: %.*s", SHOWN(m->argument));
    if (m->exit_plan.length)
        html_element(h, "div", "aside", "Way out: %.*s", SHOWN(m->exit_plan));
    html_close(h, "td");
    html_open(h, "td");
    requirement_link(h, m->requirement, page);
    html_close(h, "td");
    html_cell(h, "name", "%s",
              m->asset.kind == ADDRESS_NONE ? "-" : sight_name(&page->sight, &m->asset));
    html_cell(h, NULL, "%s, %s", date_words(m->tested, t),
              !m->tested     ? "never tested"
              : m->effective ? "effective"
                             : "not effective");
    html_cell(h, "date", "%s", date_words(m->expires, t));
    html_cell(h, "number", "%u", m->renewals);
    html_cell_text(h, NULL, m->approver);
    html_cell(h, NULL, "%s, %s", measure_state_word(state),
              day_count_words(page->plant->today, m->expires, t));
    html_row_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Measure", "wide-column" },
        { "Require\xc2\xadment", NULL },
        { "Asset", NULL },
        { "Last tested", NULL },
        { "Expires", "date" },
        { "Renewed", "number" },
        { "Approver", NULL },
        { "State", NULL },
        { NULL, NULL },
    };

    say(h, "A measure counts up to the day before it expires, and only while its last test showed "
           "that it works. A measure that is renewed again and again is a decision that nobody "
           "takes: the number of renewals is printed.");
    print_legacy(h, page);
    if (!page->plant->program.measures.count) {
        say(h, "There are no compensating measures.");
        return;
    }
    html_table(h, "Compensating measures", columns);
    for (ARRAY_EACH(const struct measure, m, &page->plant->program.measures))
        print_measure(h, m, page);
    html_table_end(h);
}

static void print_json(struct json *j, const struct page *page)
{
    json_array(j, "measures");
    for (ARRAY_EACH(const struct measure, m, &page->plant->program.measures)) {
        json_object(j, NULL);
        json_text(j, "id", m->id);
        json_text(j, "title", m->title);
        json_text(j, "requirement", m->requirement);
        json_string(j, "asset", address_words(&m->asset, page->text));
        json_string(j, "state", measure_state_name(measure_state(&page->a->proofs, m)));
        json_string(j, "tested", m->tested ? date_words(m->tested, page->text) : NULL);
        json_bool(j, "effective", m->effective);
        json_string(j, "expires", date_words(m->expires, page->text));
        json_unsigned(j, "renewals", m->renewals);
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section measures_section = { "measures", "Legacy and compensating measures",
                                          print_html, print_json };
