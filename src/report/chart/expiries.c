/*
 * expiries.c - what has lapsed and what will: half a year back, a year ahead.
 */
#include "report/chart/chart.h"
#include "report/words.h"

static const double width = 640, left = 90, right = 620, top = 40, lane = 46;
static const int64_t day_us = (int64_t)86400 * 1000000;

enum { DAYS_BACK = 182, DAYS_AHEAD = 365, DAYS = DAYS_BACK + DAYS_AHEAD, TABLE_DAYS = 90 };

static const struct {
    const char *title;
    enum mark mark;
    struct look look;
} lanes[EXPIRY_KIND_COUNT] = {
    [EXPIRY_evidence] = { "evidence", MARK_disc, { "good", "#00618a", "#00405c", 1, NULL } },
    [EXPIRY_measure] = { "measures",
                         MARK_triangle,
                         { "claimed", "#b35900", "#b35900", 1.5, NULL } },
    [EXPIRY_conduit] = { "conduits", MARK_diamond, { "target", "#6b4a8e", "#6b4a8e", 1, NULL } },
};

static int days_from(moment_us today, moment_us at)
{
    return (int)((at - today) / day_us);
}

static double x_of(int days)
{
    return left + (right - left) * (days + DAYS_BACK) / DAYS;
}

static void draw_axis(struct html *h, moment_us today, double bottom)
{
    static const struct look now = { "ink", "none", "#1b1f24", 1.6, "5 3" };

    for (int days = -180; days <= 360; days += 90) {
        char date[11];
        moment_format_date(today + days * day_us, date);
        svg_line(h, x_of(days), top, x_of(days), bottom, &look_faint);
        svg_label(h, x_of(days), bottom + 14, ANCHOR_middle, 9, "%s", date);
    }
    svg_line(h, x_of(0), top - 8, x_of(0), bottom, &now);
    svg_label(h, x_of(0), top - 13, ANCHOR_middle, 11, "day of this report");
}

/* Items of one day share a mark and show their number. */
static void draw_lane(struct html *h, const struct expiries *all, enum expiry_kind kind,
                      moment_us today, double y)
{
    svg_label(h, left - 12, y + 4, ANCHOR_end, 11, "%s", lanes[kind].title);
    svg_line(h, left, y, right, y, &look_faint);
    for (size_t i = 0; i < all->rows.count;) {
        const struct expiry *first = &all->rows.items[i];
        unsigned same = 0;
        for (; i < all->rows.count && all->rows.items[i].at == first->at; i++)
            same += all->rows.items[i].kind == kind;
        int days = days_from(today, first->at);
        if (!same || days < -DAYS_BACK || days > DAYS_AHEAD)
            continue;
        svg_mark(h, lanes[kind].mark, x_of(days), y, &lanes[kind].look);
        if (same > 1)
            svg_label(h, x_of(days), y - 8, ANCHOR_middle, 9, "%u", same);
    }
}

static void print_row(struct html *h, const struct expiry *e, moment_us today, struct arena *text)
{
    html_row(h, e->at <= today ? "bad" : NULL);
    html_cell(h, "date", "%s", date_words(e->at, text));
    html_cell(h, NULL, "%s", day_count_words(today, e->at, text));
    html_cell(h, NULL, "%s", expiry_kind_name(e->kind));
    html_cell_text(h, "name", e->id);
    html_cell_text(h, "name", e->requirement);
    html_cell_text(h, NULL, e->title);
    html_row_end(h);
}

static void print_table(struct html *h, const struct expiries *all, moment_us today)
{
    static const struct html_column columns[] = {
        { "Expires", NULL },     { "When", NULL },  { "What", NULL }, { "Id", NULL },
        { "Requirement", NULL }, { "Title", NULL }, { NULL, NULL },
    };
    struct arena text;
    unsigned later = 0;

    arena_create(&text, ARENA_TRUSTED);
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct expiry, e, &all->rows)) {
        if (days_from(today, e->at) <= TABLE_DAYS)
            print_row(h, e, today, &text);
        else
            later++;
    }
    html_table_end(h);
    html_element(h, "p", "note",
                 "The table ends %d days after the report; %u more expire later and stand in the "
                 "annex with their dates.",
                 TABLE_DAYS, later);
    arena_destroy(&text);
}

void chart_expiries(struct html *h, const struct expiries *all, moment_us today)
{
    double bottom = top + lane * EXPIRY_KIND_COUNT;

    chart_open(h, "chart-expiries", "What expires when",
               "Something that expires on a day counts up to the day before. Figures of this "
               "program fall on these days unless somebody renews.");
    svg_open(h, width, bottom + 24, "Expiry dates of evidence, measures and conduits");
    draw_axis(h, today, bottom);
    for (size_t i = 0; i < EXPIRY_KIND_COUNT; i++)
        draw_lane(h, all, (enum expiry_kind)i, today, top + lane * ((double)i + 0.5));
    svg_close(h);
    print_table(h, all, today);
    chart_close(h);
}
