/*
 * svg.h - the few shapes that our charts are drawn with.
 *
 * Colours stand twice: as attributes, for print, and as a class, for which the
 * style sheet has others on a dark screen.  Nothing is told by colour alone:
 * fills have hatches, lines have dashes, points have shapes.
 * Hatches are drawn line by line, since not every renderer knows patterns.
 * Units: user units of the drawing, a pixel on screen; y grows downwards.
 */
#pragma once

#include "report/html.h"

struct look {
    const char *class, *fill, *stroke;
    double width;     /* of the stroke */
    const char *dash; /* "6 3"; NULL: none */
};

enum hatch { HATCH_none, HATCH_level, HATCH_rising, HATCH_falling, HATCH_crossed };
enum anchor { ANCHOR_start, ANCHOR_middle, ANCHOR_end };

struct box {
    double x, y, width, height;
};

extern const struct look look_ink, look_faint, look_paper;

/* A drawing with its title for those who cannot see it. */
void svg_open(struct html *h, double width, double height, const char *title);
void svg_close(struct html *h);

void svg_rect(struct html *h, struct box at, const struct look *look);
void svg_line(struct html *h, double x1, double y1, double x2, double y2, const struct look *look);
void svg_circle(struct html *h, double x, double y, double radius, const struct look *look);
void svg_path(struct html *h, const struct buffer *d, const struct look *look);
void svg_hatch(struct html *h, struct box in, enum hatch hatch, const struct look *look);
void svg_label(struct html *h, double x, double y, enum anchor anchor, double size,
               const char *format, ...) PRINTF_LIKE(6, 7);
/* The same on a patch of paper, to be read over hatches. */
void svg_patch_label(struct html *h, double x, double y, double size, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* Point shapes that differ in black and white. */
enum mark { MARK_disc, MARK_ring, MARK_triangle, MARK_diamond, MARK_cross };
void svg_mark(struct html *h, enum mark mark, double x, double y, const struct look *look);
