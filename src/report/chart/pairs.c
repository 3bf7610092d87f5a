/*
 * pairs.c - how many requirements of each element are said to be practised, and
 * for how many of them that is supported.
 */
#include "report/chart/chart.h"

static const double width = 640, left = 70, bar_width = 480, row_height = 44, top = 40;
static const struct look claimed = { "claimed-fill", "#f5d9b8", "#b35900", 1, NULL };
static const struct look supported = { "supported-fill", "#4a90c2", "#00405c", 1, NULL };
static const struct look hatch = { "hatch", "none", "#b35900", 0.6, NULL };

enum { PRACTISED = 3 }; /* the level from which a rule is also lived */

static uint32_t at_or_above(const uint32_t counts[ML_MOST + 1], unsigned level)
{
    uint32_t sum = 0;

    for (; level <= ML_MOST; level++)
        sum += counts[level];
    return sum;
}

static void draw_pair(struct html *h, const struct element_figure *e, double y)
{
    uint32_t said = at_or_above(e->claimed_at, PRACTISED);
    uint32_t shown = at_or_above(e->supported_at, PRACTISED);
    double unit = e->applicable ? bar_width / e->applicable : 0;
    struct box upper = { left, y, unit * said, 14 }, lower = { left, y + 15, unit * shown, 14 };

    svg_label(h, left - 8, y + 19, ANCHOR_end, 12, "%.*s", SHOWN(e->id));
    svg_rect(h, upper, &claimed);
    svg_hatch(h, upper, HATCH_rising, &hatch);
    svg_rect(h, lower, &supported);
    svg_line(h, left + bar_width, y - 2, left + bar_width, y + 31, &look_faint);
    svg_label(h, left + upper.width + 6, y + 11, ANCHOR_start, 10, "%u", said);
    svg_label(h, left + lower.width + 6, y + 26, ANCHOR_start, 10, "%u", shown);
    svg_label(h, left + bar_width + 8, y + 19, ANCHOR_start, 11, "of %u", e->applicable);
}

static void draw_legend(struct html *h)
{
    struct box first = { left, 8, 18, 14 }, second = { left + 200, 8, 18, 14 };

    svg_rect(h, first, &claimed);
    svg_hatch(h, first, HATCH_rising, &hatch);
    svg_label(h, left + 24, 19, ANCHOR_start, 11, "claimed at 3 or 4");
    svg_rect(h, second, &supported);
    svg_label(h, left + 224, 19, ANCHOR_start, 11, "supported at 3 or 4");
}

static void print_table(struct html *h, const struct maturity *m)
{
    static const struct html_column columns[] = {
        { "Element", NULL },
        { "Applicable", "number" },
        { "Claimed at 3 or 4", "number" },
        { "Supported at 3 or 4", "number" },
        { "Claimed above what is supported", "number" },
        { NULL, NULL },
    };

    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct element_figure, e, &m->elements)) {
        html_row(h, NULL);
        html_cell(h, NULL, "%.*s %.*s", SHOWN(e->id), SHOWN(e->title));
        html_cell(h, "number", "%u", e->applicable);
        html_cell(h, "number", "%u", at_or_above(e->claimed_at, PRACTISED));
        html_cell(h, "number", "%u", at_or_above(e->supported_at, PRACTISED));
        html_cell(h, "number", "%u", e->overclaimed);
        html_row_end(h);
    }
    html_table_end(h);
}

void chart_pairs(struct html *h, const struct maturity *m)
{
    double y = top;

    chart_open(h, "chart-pairs", "Practised, as claimed and as supported",
               "Requirements said to be practised (level 3 or more), and those for which evidence "
               "and traffic carry that. The gap is what an auditor would not accept today.");
    svg_open(h, width, top + row_height * (double)m->elements.count,
             "Requirements claimed and supported at level 3 or more, per program element");
    draw_legend(h);
    for (ARRAY_EACH(const struct element_figure, e, &m->elements)) {
        draw_pair(h, e, y);
        y += row_height;
    }
    svg_close(h);
    print_table(h, m);
    chart_close(h);
}
