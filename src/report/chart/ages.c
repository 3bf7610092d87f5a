/*
 * ages.c - how old the evidence is, and how much of it still counts.
 */
#include "report/chart/chart.h"

static const double width = 640, left = 40, top = 40, bottom = 210, step = 96, bar = 56;
static const int64_t month_us = (int64_t)30 * 86400 * 1000000;

static const struct {
    const char *title;
    int months; /* younger than */
} ages[] = {
    { "under 1 month", 1 },   { "1 to 3 months", 3 },    { "3 to 6 months", 6 },
    { "6 to 12 months", 12 }, { "12 to 24 months", 24 }, { "24 months and more", INT32_MAX },
};

enum { AGES = COUNT_OF(ages) };

struct age_counts {
    uint32_t counting[AGES], not_counting[AGES];
    uint32_t most;
};

static const struct look counting = { "level3", "#4a90c2", "#1b1f24", 0.8, NULL };
static const struct look not_counting = { "level0", "#ffffff", "#1b1f24", 0.8, NULL };
static const struct look lines = { "hatch", "none", "#1b1f24", 0.5, NULL };

static size_t age_of(const struct evidence *e, moment_us today)
{
    size_t i = 0;

    while (i < AGES - 1 && (today - e->collected) / month_us >= ages[i].months)
        i++;
    return i;
}

static struct age_counts count(const struct plant *plant)
{
    struct age_counts all = { .most = 1 };

    for (ARRAY_EACH(const struct evidence, e, &plant->program.evidence)) {
        size_t i = age_of(e, plant->today);
        if (evidence_state(e, plant->today) == EVIDENCE_counting)
            all.counting[i]++;
        else
            all.not_counting[i]++;
        if (all.counting[i] + all.not_counting[i] > all.most)
            all.most = all.counting[i] + all.not_counting[i];
    }
    return all;
}

static void draw_column(struct html *h, const struct age_counts *all, size_t i)
{
    double unit = (bottom - top - 14) / all->most;
    double x = left + 20 + step * (double)i, y = bottom - unit * all->counting[i];
    struct box counts = { x, y, bar, unit * all->counting[i] };
    struct box does_not = { x, y - unit * all->not_counting[i], bar, unit * all->not_counting[i] };

    if (all->counting[i])
        svg_rect(h, counts, &counting);
    if (all->not_counting[i]) {
        svg_rect(h, does_not, &not_counting);
        svg_hatch(h, does_not, HATCH_crossed, &lines);
    }
    svg_label(h, x + bar / 2, does_not.y - 5, ANCHOR_middle, 11, "%u",
              all->counting[i] + all->not_counting[i]);
    svg_label(h, x + bar / 2, bottom + 16, ANCHOR_middle, 9, "%s", ages[i].title);
}

static void draw_legend(struct html *h)
{
    struct box first = { left + 20, 8, 18, 14 }, second = { left + 140, 8, 18, 14 };

    svg_rect(h, first, &counting);
    svg_label(h, first.x + 24, 19, ANCHOR_start, 11, "counts");
    svg_rect(h, second, &not_counting);
    svg_hatch(h, second, HATCH_crossed, &lines);
    svg_label(h, second.x + 24, 19, ANCHOR_start, 11, "expired, missing or altered");
}

static void print_table(struct html *h, const struct age_counts *all)
{
    static const struct html_column columns[] = {
        { "Collected", NULL },
        { "Counts", "number" },
        { "Does not count", "number" },
        { NULL, NULL },
    };

    html_table(h, NULL, columns);
    for (size_t i = 0; i < AGES; i++) {
        html_row(h, NULL);
        html_cell(h, NULL, "%s ago", ages[i].title);
        html_cell(h, "number", "%u", all->counting[i]);
        html_cell(h, "number", "%u", all->not_counting[i]);
        html_row_end(h);
    }
    html_table_end(h);
}

void chart_ages(struct html *h, const struct plant *plant)
{
    struct age_counts all = count(plant);

    chart_open(h, "chart-ages", "Age of the evidence",
               "Months of 30 days between the day of collection and the day of this report.");
    svg_open(h, width, bottom + 26, "Number of pieces of evidence by age");
    draw_legend(h);
    svg_line(h, left, bottom, width - 10, bottom, &look_ink);
    for (size_t i = 0; i < AGES; i++)
        draw_column(h, &all, i);
    svg_close(h);
    print_table(h, &all);
    chart_close(h);
}
