#include "report/chart/svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct look look_ink = { "ink", "none", "#1b1f24", 1, NULL };
const struct look look_faint = { "faint", "none", "#b8bec6", 0.7, NULL };
const struct look look_paper = { "paper", "#ffffff", "none", 0, NULL };

enum { LABEL_MOST = 200, CLASS_MOST = 40 };

static void number(struct html *h, const char *name, double value)
{
    html_attribute(h, name, "%.1f", value);
}

static void dress(struct html *h, const struct look *look)
{
    html_attribute(h, "class", "%s", look->class);
    html_attribute(h, "fill", "%s", look->fill);
    if (strcmp(look->stroke, "none") == 0)
        return;
    html_attribute(h, "stroke", "%s", look->stroke);
    number(h, "stroke-width", look->width);
    if (look->dash)
        html_attribute(h, "stroke-dasharray", "%s", look->dash);
}

void svg_open(struct html *h, double width, double height, const char *title)
{
    html_open(h, "svg");
    html_attribute(h, "viewBox", "0 0 %.0f %.0f", width, height);
    html_attribute(h, "width", "%.0f", width);
    html_attribute(h, "height", "%.0f", height);
    html_attribute(h, "role", "img");
    html_attribute(h, "font-family", "DejaVu Sans, Verdana, sans-serif");
    html_element(h, "title", NULL, "%s", title);
}

void svg_close(struct html *h)
{
    html_close(h, "svg");
}

void svg_rect(struct html *h, struct box at, const struct look *look)
{
    html_open(h, "rect");
    number(h, "x", at.x);
    number(h, "y", at.y);
    number(h, "width", at.width);
    number(h, "height", at.height);
    dress(h, look);
    html_close(h, "rect");
}

void svg_line(struct html *h, double x1, double y1, double x2, double y2, const struct look *look)
{
    html_open(h, "line");
    number(h, "x1", x1);
    number(h, "y1", y1);
    number(h, "x2", x2);
    number(h, "y2", y2);
    dress(h, look);
    html_close(h, "line");
}

void svg_circle(struct html *h, double x, double y, double radius, const struct look *look)
{
    html_open(h, "circle");
    number(h, "cx", x);
    number(h, "cy", y);
    number(h, "r", radius);
    dress(h, look);
    html_close(h, "circle");
}

void svg_path(struct html *h, const struct buffer *d, const struct look *look)
{
    html_open(h, "path");
    html_attribute(h, "d", "%.*s", SHOWN(buffer_view(d)));
    dress(h, look);
    html_close(h, "path");
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

enum { HATCH_STEP = 5 };

static void level_lines(struct buffer *d, struct box in)
{
    for (double y = in.y + HATCH_STEP; y < in.y + in.height; y += HATCH_STEP)
        buffer_format(d, "M%.1f %.1fH%.1f", in.x, y, in.x + in.width);
}

/* Lines at 45 degrees, cut at the box: along the line x runs from x0 to x0 + height. */
static void slanted_lines(struct buffer *d, struct box in, bool rising)
{
    for (double t = HATCH_STEP; t < in.width + in.height; t += HATCH_STEP) {
        double from = most(0, t - in.height), to = least(in.width, t);
        double y_from = t - from, y_to = t - to; /* from the top, when rising */
        double bottom = in.y + in.height;
        buffer_format(d, "M%.1f %.1fL%.1f %.1f", in.x + from,
                      rising ? in.y + y_from : bottom - y_from, in.x + to,
                      rising ? in.y + y_to : bottom - y_to);
    }
}

void svg_hatch(struct html *h, struct box in, enum hatch hatch, const struct look *look)
{
    struct buffer d = BUFFER_KEPT;

    if (hatch == HATCH_level)
        level_lines(&d, in);
    if (hatch == HATCH_rising || hatch == HATCH_crossed)
        slanted_lines(&d, in, true);
    if (hatch == HATCH_falling || hatch == HATCH_crossed)
        slanted_lines(&d, in, false);
    if (d.length)
        svg_path(h, &d, look);
    buffer_free(&d);
}

static void label(struct html *h, double x, double y, enum anchor anchor, double size,
                  const char *words)
{
    static const char *const anchors[] = {
        [ANCHOR_start] = "start",
        [ANCHOR_middle] = "middle",
        [ANCHOR_end] = "end",
    };

    html_open(h, "text");
    number(h, "x", x);
    number(h, "y", y);
    number(h, "font-size", size);
    html_attribute(h, "text-anchor", "%s", anchors[anchor]);
    html_attribute(h, "class", "words");
    html_attribute(h, "fill", "#1b1f24");
    html_say(h, "%s", words);
    html_close(h, "text");
}

void svg_label(struct html *h, double x, double y, enum anchor anchor, double size,
               const char *format, ...)
{
    char words[LABEL_MOST];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    label(h, x, y, anchor, size, words);
}

void svg_patch_label(struct html *h, double x, double y, double size, const char *format, ...)
{
    char words[LABEL_MOST];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    double width = size * 0.65 * (double)strlen(words) + 4;
    svg_rect(h, (struct box){ x - width / 2, y - size * 0.95, width, size * 1.25 }, &look_paper);
    label(h, x, y, ANCHOR_middle, size, words);
}

static void closed_shape(struct html *h, const double (*points)[2], size_t count, double x,
                         double y, const struct look *look)
{
    struct buffer d = BUFFER_KEPT;

    for (size_t i = 0; i < count; i++)
        buffer_format(&d, "%s%.1f %.1f", i ? "L" : "M", x + points[i][0], y + points[i][1]);
    buffer_char(&d, 'Z');
    svg_path(h, &d, look);
    buffer_free(&d);
}

void svg_mark(struct html *h, enum mark mark, double x, double y, const struct look *look)
{
    static const double triangle[][2] = { { 0, -5.5 }, { 5, 4 }, { -5, 4 } };
    static const double diamond[][2] = { { 0, -5.5 }, { 5.5, 0 }, { 0, 5.5 }, { -5.5, 0 } };
    char solid_class[CLASS_MOST], hollow_class[CLASS_MOST];
    struct look solid = *look, hollow = *look;

    snprintf(solid_class, sizeof solid_class, "%s solid", look->class);
    snprintf(hollow_class, sizeof hollow_class, "%s hollow", look->class);
    solid.class = solid_class;
    hollow.class = hollow_class;
    hollow.fill = look_paper.fill;
    switch (mark) {
    case MARK_disc:
        svg_circle(h, x, y, 4.2, &solid);
        break;
    case MARK_ring:
        svg_circle(h, x, y, 6, &hollow);
        break;
    case MARK_triangle:
        closed_shape(h, triangle, COUNT_OF(triangle), x, y, &hollow);
        break;
    case MARK_diamond:
        closed_shape(h, diamond, COUNT_OF(diamond), x, y, &solid);
        break;
    case MARK_cross:
        svg_line(h, x - 4.5, y - 4.5, x + 4.5, y + 4.5, look);
        svg_line(h, x - 4.5, y + 4.5, x + 4.5, y - 4.5, look);
        break;
    }
}
