#include "report/assessment/section.h"

/* assess/maturity.h in the words of somebody who reads the report. */
static const char *const rules[] = {
    "A requirement's level is claimed by a person. It is supported only as far as something shows "
    "it and nothing speaks against it. Where the two differ, both are printed: claimed 3, "
    "supported 2.",
    "Evidence counts while its file is present and unaltered, or it is a link to a record "
    "elsewhere; from the day on which it was collected up to the day before it expires. It shows "
    "the level that it is for.",
    "Levels are cumulative: level 3 is shown when something shows level 2 and something shows "
    "level 3.",
    "A signal is a named check over the packets that were seen. A signal that supports shows its "
    "level like a piece of evidence. A signal that contradicts rules its level out, and leaves the "
    "level below.",
    "A signal that had nothing to look at says so. Silence is never taken for good news.",
    "A compensating measure stands in for a requirement that one asset cannot meet. While it is "
    "tested, effective and in date, rows about that asset do not count against the requirement. "
    "On the day it expires they do again.",
    "What is not assessed counts as zero and is printed as such. Figures over assessed "
    "requirements alone stand beside it, never in its place.",
    "Not applicable needs a reason and an approver. Without both, the requirement counts as not "
    "assessed.",
    "An element is as high as its lowest applicable requirement. Nothing is averaged.",
    "A requirement is met when its supported level reaches its target.",
    "Conduits are judged per conversation: it passes when every kind of access seen in it is let "
    "through by a conduit from the zone that asks to the zone that answers, which has not expired.",
};

static void print_levels(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Level", "number" },           { "Name", NULL }, { "What must be true", NULL },
        { "Evidence to ask for", NULL }, { NULL, NULL },
    };
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("maturity"));

    if (!t)
        return;
    html_table(h, "Maturity levels, in our own words", columns);
    for (size_t i = 0; i < t->rows.count; i++) {
        const struct table_row *row = &t->rows.items[i];
        html_row(h, NULL);
        html_cell_text(h, "number", table_value(t, row, "level"));
        html_cell_text(h, NULL, table_value(t, row, "name"));
        html_cell_text(h, NULL, table_value(t, row, "what_must_be_true"));
        html_cell_text(h, NULL, table_value(t, row, "evidence_to_ask_for"));
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    say(h, "Requirements are named by their identifiers in the standard; titles are our own short "
           "wording. The text of the standard is not in this report: read it beside the report.");
    html_element(h, "h3", NULL, "Rules");
    html_open(h, "ol");
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        html_element(h, "li", NULL, "%s", rules[i]);
    html_close(h, "ol");
    html_element(h, "h3", NULL, "Levels");
    print_levels(h, page);
}

static void print_json(struct json *j, const struct page *page)
{
    (void)page;
    json_array(j, "rules");
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        json_string(j, NULL, rules[i]);
    json_array_end(j);
}

const struct section method_section = { "method", "Method", print_html, print_json };
