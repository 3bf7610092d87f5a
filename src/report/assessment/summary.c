#include "report/assessment/section.h"
#include "report/chart/chart.h"

static void print_element(struct html *h, const struct element_figure *e, const struct page *page)
{
    html_row(h, e->id.length ? NULL : "sum");
    html_open(h, "td");
    if (e->id.length)
        html_link(h, html_anchor(page->text, "element-", e->id), "%.*s", SHOWN(e->id));
    html_say(h, "%s%.*s", e->id.length ? " " : "", SHOWN(e->title));
    html_close(h, "td");
    html_cell(h, "number", "%u", e->total);
    html_cell(h, "number", "%u", e->assessed);
    html_cell(h, "number", "%u", e->claimed);
    html_cell(h, e->supported < e->claimed ? "number short" : "number", "%u", e->supported);
    html_cell(h, "number", "%u", e->target);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_at_target]);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_below_target]);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_not_applicable]);
    html_cell(h, "number", "%u", e->states[REQUIREMENT_not_assessed]);
    html_cell(h, "number", "%u", e->overclaimed);
    html_cell(h, "number", "%u", e->evidence_expired);
    html_row_end(h);
}

static void print_elements(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Program element", NULL },
        { "Require\xc2\xadments", "number" },
        { "Assessed", "number" },
        { "Claimed (min)", "number" },
        { "Supported (min)", "number" },
        { "Target (max)", "number" },
        { "Met", "number" },
        { "Below target", "number" },
        { "N/A, justified", "number" },
        { "Not assessed", "number" },
        { "Over\xc2\xad"
          "claimed",
          "number" },
        { "Expired evidence", "number" },
        { NULL, NULL },
    };

    html_table(h, "Program elements", columns);
    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements))
        print_element(h, e, page);
    print_element(h, &page->a->maturity.overall, page);
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    const struct element_figure *all = &page->a->maturity.overall;

    html_element(h, "p", "verdict", "%.*s", SHOWN(verdict_sentence(page)));
    print_elements(h, page);
    if (all->refused_exclusions)
        say(h,
            "Called not applicable without reason or approver, and therefore counted under not "
            "assessed: %s.",
            count_words(all->refused_exclusions, "requirement", "requirements", page->text));
    chart_radar(h, &page->a->maturity);
    chart_levels(h, &page->a->maturity);
    chart_pairs(h, &page->a->maturity);
    chart_ages(h, page->plant);
    chart_expiries(h, &page->expiries, page->plant->today);
}

static void json_counts(struct json *j, const char *key, const uint32_t counts[ML_MOST + 1])
{
    json_array(j, key);
    for (unsigned level = 0; level <= ML_MOST; level++)
        json_unsigned(j, NULL, counts[level]);
    json_array_end(j);
}

static void json_element(struct json *j, const char *key, const struct element_figure *e)
{
    json_object(j, key);
    if (e->id.length)
        json_text(j, "id", e->id);
    json_text(j, "title", e->title);
    json_unsigned(j, "requirements", e->total);
    json_unsigned(j, "applicable", e->applicable);
    json_unsigned(j, "assessed", e->assessed);
    json_unsigned(j, "claimed", e->claimed);
    json_unsigned(j, "supported", e->supported);
    json_unsigned(j, "claimed_of_assessed", e->claimed_of_assessed);
    json_unsigned(j, "supported_of_assessed", e->supported_of_assessed);
    json_unsigned(j, "target", e->target);
    for (size_t i = 0; i < REQUIREMENT_STATE_COUNT; i++)
        json_unsigned(j, requirement_state_name((enum requirement_state)i), e->states[i]);
    json_counts(j, "claimed_at", e->claimed_at);
    json_counts(j, "supported_at", e->supported_at);
    json_unsigned(j, "overclaimed", e->overclaimed);
    json_unsigned(j, "refused_exclusions", e->refused_exclusions);
    json_unsigned(j, "evidence_expired", e->evidence_expired);
    json_object_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_element(j, "overall", &page->a->maturity.overall);
    json_array(j, "elements");
    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements))
        json_element(j, NULL, e);
    json_array_end(j);
    json_array(j, "expiries");
    for (ARRAY_EACH(const struct expiry, e, &page->expiries.rows)) {
        json_object(j, NULL);
        json_string(j, "date", date_words(e->at, page->text));
        json_string(j, "kind", expiry_kind_name(e->kind));
        json_text(j, "id", e->id);
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section summary_section = { "summary", "Result summary", print_html, print_json };
