/*
 * schedule.c - the roadmap on a line of time: a row for each action, from today to
 * the end of its phase, with its due date.
 */
#include "report/chart/chart.h"
#include "report/words.h"

static const double left = 90, right = 640, top = 44, row_height = 24, bar_height = 13;
static const int64_t day_us = (int64_t)86400 * 1000000;

enum { DAYS = 548 };

/* How many days the phase leaves; the hatch tells them apart without colour. */
static const struct {
    int days;
    enum hatch hatch;
} phases[PHASE_COUNT] = {
    [PHASE_30_days] = { 30, HATCH_crossed },
    [PHASE_6_months] = { 182, HATCH_rising },
    [PHASE_18_months] = { DAYS, HATCH_none },
};

static double x_of(int64_t days)
{
    if (days < 0)
        days = 0;
    return left + (right - left) * (double)(days > DAYS ? DAYS : days) / DAYS;
}

static void draw_axis(struct html *h, double bottom)
{
    static const int ends[] = { 0, 30, 182, DAYS };
    static const char *const names[] = { "today", "30 days", "6 months", "18 months" };

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        svg_line(h, x_of(ends[i]), top - 8, x_of(ends[i]), bottom, &look_faint);
        svg_label(h, x_of(ends[i]), i == 1 ? top - 14 : top - 26,
                  i == COUNT_OF(ends) - 1 ? ANCHOR_end : ANCHOR_start, 10, "%s", names[i]);
    }
}

static void draw_step(struct html *h, const struct roadmap_step *s, moment_us today, double y)
{
    static const struct look bar = { "level2", "#9cc5e3", "#1b1f24", 0.8, NULL };
    static const struct look lines = { "hatch", "none", "#1b1f24", 0.5, NULL };
    static const struct look due = { "bad", "#b3261e", "#7a1a14", 1, NULL };
    struct box box = { left, y, x_of(phases[s->phase].days) - left, bar_height };

    svg_label(h, left - 8, y + bar_height - 2, ANCHOR_end, 11, "%.*s", SHOWN(s->action->id));
    svg_rect(h, box, &bar);
    svg_hatch(h, box, phases[s->phase].hatch, &lines);
    if (s->action->due)
        svg_mark(h, s->overdue ? MARK_cross : MARK_diamond, x_of((s->action->due - today) / day_us),
                 y + bar_height / 2, &due);
}

void chart_schedule(struct html *h, const struct roadmap *r, moment_us today)
{
    double y = top;

    chart_open(h, "chart-schedule", "Schedule",
               "A bar ends where the phase of its action ends; a diamond is its due date, a cross "
               "one that has passed. The tables below have the same actions.");
    svg_open(h, right + 10, top + row_height * (double)r->steps.count + 4,
             "Open actions by the end of their phase, with due dates");
    draw_axis(h, top + row_height * (double)r->steps.count);
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps)) {
        draw_step(h, s, today, y);
        y += row_height;
    }
    svg_close(h);
    chart_close(h);
}
