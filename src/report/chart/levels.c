/*
 * levels.c - how many requirements of each element are supported at which level.
 */
#include "report/chart/chart.h"

static const double width = 640, left = 70, bar_width = 500, row_height = 30, bar_height = 20,
                    top = 40;

static void draw_legend(struct html *h)
{
    static const char *const titles[ML_MOST + 1] = {
        "0 or not assessed", "level 1", "level 2", "level 3", "level 4",
    };
    double x = left;

    for (unsigned level = 0; level <= ML_MOST; level++) {
        chart_level_fill(h, (struct box){ x, 8, 18, 14 }, level);
        svg_label(h, x + 24, 19, ANCHOR_start, 11, "%s", titles[level]);
        x += level == 0 ? 150 : 85;
    }
}

static void draw_bar(struct html *h, const struct element_figure *e, double y)
{
    double x = left;

    svg_label(h, left - 8, y + 14, ANCHOR_end, 12, "%.*s", SHOWN(e->id));
    for (unsigned level = 0; level <= ML_MOST; level++) {
        uint32_t count = e->supported_at[level];
        if (!count)
            continue;
        double part = bar_width * count / e->applicable;
        chart_level_fill(h, (struct box){ x, y, part, bar_height }, level);
        svg_patch_label(h, x + part / 2, y + 14, 10, "%u", count);
        x += part;
    }
    svg_label(h, left + bar_width + 8, y + 14, ANCHOR_start, 11, "of %u", e->applicable);
}

static void print_row(struct html *h, const struct element_figure *e)
{
    html_row(h, NULL);
    html_cell(h, NULL, "%.*s %.*s", SHOWN(e->id), SHOWN(e->title));
    html_cell(h, "number", "%u", e->applicable);
    for (unsigned level = 0; level <= ML_MOST; level++)
        html_cell(h, "number", "%u", e->supported_at[level]);
    html_row_end(h);
}

static void print_table(struct html *h, const struct maturity *m)
{
    static const struct html_column columns[] = {
        { "Element", NULL },  { "Applicable", "number" },
        { "At 0", "number" }, { "At 1", "number" },
        { "At 2", "number" }, { "At 3", "number" },
        { "At 4", "number" }, { NULL, NULL },
    };

    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct element_figure, e, &m->elements))
        print_row(h, e);
    print_row(h, &m->overall);
    html_table_end(h);
}

void chart_levels(struct html *h, const struct maturity *m)
{
    double y = top;

    chart_open(h, "chart-levels", "Distribution of supported levels",
               "Applicable requirements of each element by the level that is supported.");
    svg_open(h, width, top + row_height * (double)m->elements.count + 4,
             "Number of requirements at each supported level, per program element");
    draw_legend(h);
    for (ARRAY_EACH(const struct element_figure, e, &m->elements)) {
        draw_bar(h, e, y);
        y += row_height;
    }
    svg_close(h);
    print_table(h, m);
    chart_close(h);
}
