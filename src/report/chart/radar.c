/*
 * radar.c - one axis per program element, from 0 in the middle to 4.
 */
#include <math.h>

#include "report/chart/chart.h"

static const double width = 640, height = 340, centre_x = 235, centre_y = 170, radius = 135;
static const double whole_turn = 6.283185307179586;

struct series {
    const char *title;
    struct look line, point;
    enum mark mark;
    uint8_t (*level)(const struct element_figure *e);
};

static uint8_t level_claimed(const struct element_figure *e)
{
    return e->claimed;
}

static uint8_t level_supported(const struct element_figure *e)
{
    return e->supported;
}

static uint8_t level_target(const struct element_figure *e)
{
    return e->target;
}

static const struct series series[3] = {
    { "target (highest set)",
      { "target", "none", "#6b4a8e", 1.2, "2 3" },
      { "target", "#6b4a8e", "#6b4a8e", 1.2, NULL },
      MARK_triangle,
      level_target },
    { "claimed (minimum)",
      { "claimed", "none", "#b35900", 1.8, "7 4" },
      { "claimed", "#b35900", "#b35900", 1.5, NULL },
      MARK_ring,
      level_claimed },
    { "supported (minimum)",
      { "supported", "none", "#00618a", 2.4, NULL },
      { "supported", "#00618a", "#00618a", 1.5, NULL },
      MARK_disc,
      level_supported },
};

static double angle_of(size_t i, size_t count)
{
    return whole_turn * ((double)i / (double)count - 0.25);
}

static double x_at(double angle, double level)
{
    return centre_x + cos(angle) * radius * level / ML_MOST;
}

static double y_at(double angle, double level)
{
    return centre_y + sin(angle) * radius * level / ML_MOST;
}

static void draw_web(struct html *h, const struct maturity *m)
{
    size_t count = m->elements.count;

    for (unsigned level = 1; level <= ML_MOST; level++) {
        struct buffer d = BUFFER_KEPT;
        for (size_t i = 0; i < count; i++)
            buffer_format(&d, "%s%.1f %.1f", i ? "L" : "M", x_at(angle_of(i, count), level),
                          y_at(angle_of(i, count), level));
        buffer_char(&d, 'Z');
        svg_path(h, &d, &look_faint);
        buffer_free(&d);
    }
    for (size_t i = 0; i < count; i++) {
        double angle = angle_of(i, count), aside = cos(angle);
        svg_line(h, centre_x, centre_y, x_at(angle, ML_MOST), y_at(angle, ML_MOST), &look_faint);
        svg_label(h, x_at(angle, 4.35), y_at(angle, 4.35) + 4,
                  aside > 0.3    ? ANCHOR_start
                  : aside < -0.3 ? ANCHOR_end
                                 : ANCHOR_middle,
                  12, "%.*s", SHOWN(m->elements.items[i].id));
    }
    for (unsigned level = 1; level <= ML_MOST; level++)
        svg_label(h, centre_x + 5, y_at(-whole_turn / 4, level) + 11, ANCHOR_start, 9, "%u", level);
}

static void draw_series(struct html *h, const struct maturity *m, const struct series *s)
{
    size_t count = m->elements.count;
    struct buffer d = BUFFER_KEPT;

    for (size_t i = 0; i < count; i++)
        buffer_format(&d, "%s%.1f %.1f", i ? "L" : "M",
                      x_at(angle_of(i, count), s->level(&m->elements.items[i])),
                      y_at(angle_of(i, count), s->level(&m->elements.items[i])));
    buffer_char(&d, 'Z');
    svg_path(h, &d, &s->line);
    buffer_free(&d);
    for (size_t i = 0; i < count; i++)
        svg_mark(h, s->mark, x_at(angle_of(i, count), s->level(&m->elements.items[i])),
                 y_at(angle_of(i, count), s->level(&m->elements.items[i])), &s->point);
}

static void draw_legend(struct html *h)
{
    const double x = 470;
    double y = 40;

    for (size_t i = 0; i < COUNT_OF(series); i++, y += 26) {
        svg_line(h, x, y, x + 34, y, &series[i].line);
        svg_mark(h, series[i].mark, x + 17, y, &series[i].point);
        svg_label(h, x + 44, y + 4, ANCHOR_start, 11, "%s", series[i].title);
    }
}

static void print_table(struct html *h, const struct maturity *m)
{
    static const struct html_column columns[] = {
        { "Element", NULL },
        { "Claimed", "number" },
        { "Supported", "number" },
        { "Target", "number" },
        { "Claimed, assessed only", "number" },
        { "Supported, assessed only", "number" },
        { NULL, NULL },
    };

    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct element_figure, e, &m->elements)) {
        html_row(h, NULL);
        html_cell(h, NULL, "%.*s %.*s", SHOWN(e->id), SHOWN(e->title));
        html_cell(h, "number", "%u", e->claimed);
        html_cell(h, "number", "%u", e->supported);
        html_cell(h, "number", "%u", e->target);
        html_cell(h, "number", "%u", e->claimed_of_assessed);
        html_cell(h, "number", "%u", e->supported_of_assessed);
        html_row_end(h);
    }
    html_table_end(h);
}

void chart_radar(struct html *h, const struct maturity *m)
{
    chart_open(h, "chart-radar", "Levels of the program elements",
               "An element is as high as its lowest applicable requirement; what is not assessed "
               "counts as zero. The last two columns leave the unassessed out, for comparison.");
    svg_open(h, width, height, "Claimed, supported and target level of each program element");
    draw_web(h, m);
    for (size_t i = 0; i < COUNT_OF(series); i++)
        draw_series(h, m, &series[i]);
    draw_legend(h);
    svg_close(h);
    print_table(h, m);
    chart_close(h);
}
