/*
 * zones.c - the zones by Purdue level, the highest on top, with what may and what
 * does pass between them.
 *
 * A small layered layout of our own: a level is a row, zones keep the order of
 * the program.  Lines leave a zone below for lower rows and above for higher
 * ones, each from a port of its own; ports are in the order of the far ends, so
 * that lines of one zone do not cross at their start.  Where a line has to pass
 * a row it goes through the gap between two zones that is nearest.
 */
#include <math.h>
#include <stdlib.h>

#include "report/chart/chart.h"
#include "report/words.h"

static const double box_width = 138, box_height = 56, gap = 36, row_gap = 74, margin = 60,
                    legend_height = 36;

enum { LEVEL_NONE = -1, LEVEL_OUTSIDE = 1000 }; /* tenths; outside stands on top */

struct node {
    const struct map_zone *zone;
    int level;
    size_t row;
    double x, y; /* of the upper left corner */
};

struct line {
    const struct map_edge *edge;
    struct node *from, *to;
    double port_from, port_to; /* x */
};

struct drawing {
    ARRAY(struct node) nodes;
    ARRAY(struct line) lines;
    size_t rows;
    double width, height;
};

static const struct look line_looks[EDGE_STATE_COUNT] = {
    [EDGE_allowed_seen] = { "good", "none", "#00618a", 1.6, NULL },
    [EDGE_allowed_unseen] = { "idle", "none", "#5c6670", 1.2, "2 4" },
    [EDGE_seen_not_allowed] = { "bad", "none", "#b3261e", 2.2, "8 3" },
};

static const struct look head_looks[EDGE_STATE_COUNT] = {
    [EDGE_allowed_seen] = { "good-fill", "#00618a", "none", 0, NULL },
    [EDGE_allowed_unseen] = { "idle-fill", "#5c6670", "none", 0, NULL },
    [EDGE_seen_not_allowed] = { "bad-fill", "#b3261e", "none", 0, NULL },
};

static bool has_outside_edge(const struct map *m)
{
    for (ARRAY_EACH(const struct map_edge, e, &m->edges))
        if (!e->from || !e->to)
            return true;
    return false;
}

static void add_nodes(struct drawing *d, const struct map *m)
{
    for (ARRAY_EACH(const struct map_zone, z, &m->zones)) {
        if (!z->zone && !has_outside_edge(m) && !z->assets)
            continue;
        struct node *n = array_add(&d->nodes);
        n->zone = z;
        n->level = z->zone ? zone_level(z->zone) : LEVEL_OUTSIDE;
    }
}

/* Rows from the highest level down; what has no level comes last. */
static void place_rows(struct drawing *d)
{
    for (ARRAY_EACH(struct node, n, &d->nodes))
        for (ARRAY_EACH(const struct node, other, &d->nodes)) {
            bool first_of_level = true;
            for (const struct node *before = d->nodes.items; before < other; before++)
                first_of_level = first_of_level && before->level != other->level;
            n->row += first_of_level && other->level > n->level;
        }
    for (ARRAY_EACH(const struct node, n, &d->nodes))
        if (n->row + 1 > d->rows)
            d->rows = n->row + 1;
}

static double row_width(const struct drawing *d, size_t row)
{
    double width = -gap;

    for (ARRAY_EACH(const struct node, n, &d->nodes))
        width += n->row == row ? box_width + gap : 0;
    return width;
}

static void place_nodes(struct drawing *d)
{
    for (size_t row = 0; row < d->rows; row++)
        d->width = fmax(d->width, row_width(d, row));
    for (size_t row = 0; row < d->rows; row++) {
        double x = margin + (d->width - row_width(d, row)) / 2;
        for (ARRAY_EACH(struct node, n, &d->nodes)) {
            if (n->row != row)
                continue;
            n->x = x;
            n->y = legend_height + 30 + (box_height + row_gap) * (double)row;
            x += box_width + gap;
        }
    }
    d->width += 2 * margin;
    d->height = legend_height + 60 + (box_height + row_gap) * (double)d->rows - row_gap + 34;
}

static struct node *node_of(struct drawing *d, const struct zone *zone)
{
    for (ARRAY_EACH(struct node, n, &d->nodes))
        if (n->zone->zone == zone)
            return n;
    return NULL;
}

/* 0: leaves above; 1: leaves below.  Within a row lines hang below it. */
static size_t side_of_line(const struct node *from, const struct node *to)
{
    return to->row >= from->row;
}

static void add_lines(struct drawing *d, const struct map *m)
{
    for (ARRAY_EACH(const struct map_edge, e, &m->edges)) {
        struct line *line = array_add(&d->lines);
        *line = (struct line){ .edge = e, .from = node_of(d, e->from), .to = node_of(d, e->to) };
    }
}

/* One end of a line at a node's side, with where the line goes to. */
struct end {
    struct line *line;
    bool is_from;
    double far;
};

static int compare_ends(const void *left, const void *right)
{
    const struct end *a = left, *b = right;
    int order = (a->far > b->far) - (a->far < b->far);

    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void place_ports_of(struct drawing *d, const struct node *node, size_t side)
{
    ARRAY(struct end) ends = { 0 };

    for (ARRAY_EACH(struct line, line, &d->lines)) {
        if (line->from == node && side_of_line(line->from, line->to) == side)
            *array_add(&ends) = (struct end){ line, true, line->to->x };
        if (line->to == node && side_of_line(line->to, line->from) == side)
            *array_add(&ends) = (struct end){ line, false, line->from->x };
    }
    if (ends.count)
        qsort(ends.items, ends.count, sizeof *ends.items, compare_ends);
    for (size_t i = 0; i < ends.count; i++) {
        double x = node->x + box_width * (double)(i + 1) / (double)(ends.count + 1);
        *(ends.items[i].is_from ? &ends.items[i].line->port_from : &ends.items[i].line->port_to) =
            x;
    }
    array_free(&ends);
}

/* Where a line that would run through zones of a row passes it. */
static double gap_near(const struct drawing *d, size_t row, double x)
{
    double best = x, distance = INFINITY;
    bool blocked = false;

    for (ARRAY_EACH(const struct node, n, &d->nodes)) {
        if (n->row != row)
            continue;
        blocked = blocked || (x > n->x - 8 && x < n->x + box_width + 8);
        double sides[] = { n->x - gap / 2, n->x + box_width + gap / 2 };
        for (size_t i = 0; i < COUNT_OF(sides); i++)
            if (fabs(sides[i] - x) < distance) {
                distance = fabs(sides[i] - x);
                best = sides[i];
            }
    }
    return blocked ? best : x;
}

static void arrow(struct html *h, double x, double y, bool down, const struct look *look)
{
    struct buffer d = BUFFER_KEPT;
    double back = down ? -8 : 8;

    buffer_format(&d, "M%.1f %.1fL%.1f %.1fL%.1f %.1fZ", x, y, x - 4, y + back, x + 4, y + back);
    svg_path(h, &d, look);
    buffer_free(&d);
}

static void curve_to(struct buffer *d, double x0, double y0, double x1, double y1)
{
    double middle = (y0 + y1) / 2;

    buffer_format(d, "C%.1f %.1f %.1f %.1f %.1f %.1f", x0, middle, x1, middle, x1, y1);
}

/* Through the rows between, upright at each end and in each gap. */
static void draw_across(struct html *h, const struct drawing *d, const struct line *line)
{
    bool down = line->to->row > line->from->row;
    double x = line->port_from, y = line->from->y + (down ? box_height : 0);
    double end_y = line->to->y + (down ? 0 : box_height);
    struct buffer path = BUFFER_KEPT;

    buffer_format(&path, "M%.1f %.1f", x, y);
    for (size_t row = line->from->row; row != line->to->row;) {
        row = down ? row + 1 : row - 1;
        if (row == line->to->row)
            break;
        double top = legend_height + 30 + (box_height + row_gap) * (double)row;
        double share = fabs(top - y) / fabs(end_y - y);
        double next = gap_near(d, row, x + (line->port_to - x) * share);
        curve_to(&path, x, y, next, down ? top : top + box_height);
        y = down ? top + box_height : top;
        buffer_format(&path, "L%.1f %.1f", next, y);
        x = next;
    }
    curve_to(&path, x, y, line->port_to, end_y);
    svg_path(h, &path, &line_looks[line->edge->state]);
    arrow(h, line->port_to, end_y, down, &head_looks[line->edge->state]);
    buffer_free(&path);
}

static void draw_within(struct html *h, const struct line *line)
{
    double y = line->from->y + box_height;
    double sag = y + 22 + fabs(line->port_to - line->port_from) / 12;
    struct buffer path = BUFFER_KEPT;

    buffer_format(&path, "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", line->port_from, y,
                  line->port_from, sag, line->port_to, sag, line->port_to, y);
    svg_path(h, &path, &line_looks[line->edge->state]);
    arrow(h, line->port_to, y, false, &head_looks[line->edge->state]);
    buffer_free(&path);
}

static void draw_node(struct html *h, const struct node *n, struct arena *text)
{
    static const struct look plain = { "box", "#f4f7fa", "#1b1f24", 1.2, NULL };
    static const struct look safety = { "box", "#f4f7fa", "#1b1f24", 2.6, NULL };
    static const struct look outside = { "box", "#f4f7fa", "#1b1f24", 1.2, "5 3" };
    const struct zone *zone = n->zone->zone;
    double middle = n->x + box_width / 2;
    struct text name = zone_words(zone);

    svg_rect(h, (struct box){ n->x, n->y, box_width, box_height },
             !zone || zone->business ? &outside
             : zone->safety          ? &safety
                                     : &plain);
    svg_label(h, middle, n->y + 18, ANCHOR_middle, 12, "%.*s",
              name.length > 18 ? 18 : (int)name.length, name.at);
    if (zone && !text_equal(zone->name, zone->id))
        svg_label(h, middle, n->y + 33, ANCHOR_middle, 9, "%.*s%s",
                  zone->name.length > 24 ? 23 : (int)zone->name.length, zone->name.at,
                  zone->name.length > 24 ? "..." : "");
    svg_label(h, middle, n->y + 48, ANCHOR_middle, 9, "%s%s",
              count_words(n->zone->assets, "asset", "assets", text),
              zone && zone->safety     ? ", safety"
              : zone && zone->business ? ", business"
                                       : "");
}

static void draw_levels(struct html *h, const struct drawing *d)
{
    for (size_t row = 0; row < d->rows; row++)
        for (ARRAY_EACH(const struct node, n, &d->nodes)) {
            if (n->row != row)
                continue;
            if (n->level == LEVEL_OUTSIDE)
                svg_label(h, 6, n->y + 32, ANCHOR_start, 10, "outside");
            else if (n->level == LEVEL_NONE)
                svg_label(h, 6, n->y + 32, ANCHOR_start, 10, "no level");
            else
                svg_label(h, 6, n->y + 32, ANCHOR_start, 10, "level %.*s",
                          SHOWN(n->zone->zone->level));
            break;
        }
}

static void draw_legend(struct html *h)
{
    double x = 6;

    for (size_t i = 0; i < EDGE_STATE_COUNT; i++) {
        svg_line(h, x, 14, x + 40, 14, &line_looks[i]);
        svg_label(h, x + 46, 18, ANCHOR_start, 11, "%s", edge_state_word((enum edge_state)i));
        x += 178;
    }
}

static void draw(struct html *h, struct drawing *d)
{
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    draw_legend(h);
    draw_levels(h, d);
    for (ARRAY_EACH(const struct line, line, &d->lines)) {
        if (line->from->row == line->to->row)
            draw_within(h, line);
        else
            draw_across(h, d, line);
    }
    for (ARRAY_EACH(const struct node, n, &d->nodes))
        draw_node(h, n, &text);
    arena_destroy(&text);
}

void chart_zones(struct html *h, const struct assessment *a)
{
    struct drawing d = { 0 };

    add_nodes(&d, &a->map);
    place_rows(&d);
    place_nodes(&d);
    add_lines(&d, &a->map);
    for (ARRAY_EACH(const struct node, n, &d.nodes)) {
        place_ports_of(&d, n, 0);
        place_ports_of(&d, n, 1);
    }
    chart_open(h, "chart-zones", "Zones by level",
               "An arrow leads from the zone that asks to the zone that answers. The table under "
               "the matrix has the same lines with their services.");
    svg_open(h, fmax(d.width, 560), d.height, "Drawing of the zones and what passes between them");
    draw(h, &d);
    svg_close(h);
    chart_close(h);
    array_free(&d.nodes);
    array_free(&d.lines);
}
