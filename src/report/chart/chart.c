#include "report/chart/chart.h"

/* Light to dark, so that the order survives a photocopier; the hatch tells neighbours apart. */
const struct look level_looks[ML_MOST + 1] = {
    { "level0", "#ffffff", "#1b1f24", 0.8, NULL }, { "level1", "#d7e7f4", "#1b1f24", 0.8, NULL },
    { "level2", "#9cc5e3", "#1b1f24", 0.8, NULL }, { "level3", "#4a90c2", "#1b1f24", 0.8, NULL },
    { "level4", "#0b4f7d", "#1b1f24", 0.8, NULL },
};

static const enum hatch level_hatches[ML_MOST + 1] = {
    HATCH_crossed, HATCH_none, HATCH_rising, HATCH_level, HATCH_none,
};

void chart_level_fill(struct html *h, struct box in, unsigned level)
{
    struct look lines = level_looks[level];

    svg_rect(h, in, &level_looks[level]);
    lines.class = "hatch";
    lines.fill = "none";
    lines.width = 0.5;
    svg_hatch(h, in, level_hatches[level], &lines);
}

void chart_open(struct html *h, const char *id, const char *title, const char *note)
{
    html_open(h, "figure");
    html_attribute(h, "id", "%s", id);
    html_open(h, "figcaption");
    html_element(h, "strong", NULL, "%s.", title);
    html_say(h, " %s", note);
    html_close(h, "figcaption");
}

void chart_close(struct html *h)
{
    html_close(h, "figure");
}
