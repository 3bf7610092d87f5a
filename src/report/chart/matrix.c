/*
 * matrix.c - from every zone (rows) to every zone (columns): what may pass, what
 * does, and what does although it may not.
 */
#include "report/chart/chart.h"
#include "report/words.h"

static const double left = 120, top = 96, cell = 62, cell_height = 40;

static const struct {
    enum mark mark;
    struct look look;
    double aside; /* from the middle of its cell: all three fit beside each other */
} marks[EDGE_STATE_COUNT] = {
    [EDGE_allowed_seen] = { MARK_disc, { "good", "#00618a", "#00618a", 1.5, NULL }, -17 },
    [EDGE_allowed_unseen] = { MARK_ring, { "idle", "#5c6670", "#5c6670", 1.5, NULL }, 0 },
    [EDGE_seen_not_allowed] = { MARK_cross, { "bad", "none", "#b3261e", 2.4, NULL }, 17 },
};

/* Zones in the order of the program; behind them the place for what is in none. */
static size_t place_of(const struct assessment *a, const struct zone *zone)
{
    const struct program *p = &a->plant->program;

    return zone ? (size_t)(zone - p->zones.items) : p->zones.count;
}

static void draw_grid(struct html *h, const struct assessment *a, size_t count)
{
    double right = left + cell * (double)count, bottom = top + cell_height * (double)count;

    for (size_t i = 0; i <= count; i++) {
        svg_line(h, left, top + cell_height * (double)i, right, top + cell_height * (double)i,
                 &look_faint);
        svg_line(h, left + cell * (double)i, top, left + cell * (double)i, bottom, &look_faint);
    }
    for (size_t i = 0; i < count; i++) {
        const struct map_zone *z = &a->map.zones.items[i];
        struct text name = zone_words(z->zone);
        double x = left + cell * ((double)i + 0.5), y = top + cell_height * ((double)i + 0.5);
        int shown = name.length > 14 ? 14 : (int)name.length;
        svg_label(h, left - 8, y + 4, ANCHOR_end, 11, "%.*s", shown, name.at);
        svg_label(h, x, top - 8 - (i % 2 ? 15 : 0), ANCHOR_middle, 11, "%.*s", shown, name.at);
        svg_rect(
            h, (struct box){ x - cell / 2 + 1, y - cell_height / 2 + 1, cell - 2, cell_height - 2 },
            &(struct look){ "blank", "#eceff2", "none", 0, NULL });
    }
}

static void draw_edge(struct html *h, const struct assessment *a, const struct map_edge *e)
{
    double x = left + cell * ((double)place_of(a, e->to) + 0.5) + marks[e->state].aside;
    double y = top + cell_height * ((double)place_of(a, e->from) + 0.5);

    svg_mark(h, marks[e->state].mark, x, y - 4, &marks[e->state].look);
    if (e->conversations)
        svg_label(h, x, y + 14, ANCHOR_middle, 9, "%u", (unsigned)e->conversations);
}

static void draw_legend(struct html *h)
{
    double x = left;

    for (size_t i = 0; i < EDGE_STATE_COUNT; i++) {
        svg_mark(h, marks[i].mark, x, 14, &marks[i].look);
        svg_label(h, x + 12, 18, ANCHOR_start, 11, "%s", edge_state_word((enum edge_state)i));
        x += 150;
    }
    svg_label(h, left, 42, ANCHOR_start, 10,
              "rows ask, columns answer; the number counts conversations");
}

static void print_edge(struct html *h, const struct assessment *a, const struct map_edge *e,
                       struct arena *text)
{
    struct joined protocols = { BUFFER_KEPT, ", " };

    for (ARRAY_EACH(const struct text, name, &e->protocols))
        join(&protocols, "%.*s", SHOWN(*name));
    html_row(h, e->state == EDGE_seen_not_allowed ? "bad" : NULL);
    html_cell_text(h, "name", zone_words(e->from));
    html_cell_text(h, "name", zone_words(e->to));
    html_cell(h, NULL, "%s", edge_state_word(e->state));
    html_cell(h, NULL, "%s", joined_words(&protocols, "-", text));
    html_cell_text(h, NULL, access_names(e->access, text));
    html_cell(h, "number", "%u", (unsigned)e->conversations);
    html_cell_text(h, NULL, map_edge_reason(e, &a->passages, text));
    html_row_end(h);
}

static void print_table(struct html *h, const struct assessment *a)
{
    static const struct html_column columns[] = {
        { "From", NULL },      { "To", NULL },     { "State", NULL },
        { "Protocols", NULL }, { "Access", NULL }, { "Conversations", "number" },
        { "Why", NULL },       { NULL, NULL },
    };
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct map_edge, e, &a->map.edges))
        print_edge(h, a, e, &text);
    html_table_end(h);
    arena_destroy(&text);
}

void chart_matrix(struct html *h, const struct assessment *a)
{
    size_t count = a->map.zones.count; /* with the row for no zone */

    chart_open(h, "chart-matrix", "What passes between zones",
               "Conduits that are in force today, held against everything that was seen.");
    svg_open(h, left + cell * (double)count + 20, top + cell_height * (double)count + 6,
             "Matrix of zones: allowed and seen, allowed but never seen, seen but not allowed");
    draw_legend(h);
    draw_grid(h, a, count);
    for (ARRAY_EACH(const struct map_edge, e, &a->map.edges))
        draw_edge(h, a, e);
    svg_close(h);
    print_table(h, a);
    chart_close(h);
}
