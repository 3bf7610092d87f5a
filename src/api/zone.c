/*
 * zone.c - one zone from the inside: its assets, and what passes between them
 * and their neighbours.
 */
#include <errno.h>
#include <stdlib.h>

#include "api/route.h"
#include "api/rows.h"

enum { ASSETS_SHOWN = 200, ASSETS_MOST = 1000 };

struct zone_query {
    uint64_t limit;
};
static const struct input_field query_fields[] = {
    INPUT_NUMBER(struct zone_query, limit, "limit", 1, ASSETS_MOST),
};
static const struct zone_query query_defaults = { ASSETS_SHOWN };
const struct shape zone_query = { .fields = query_fields,
                                  .count = COUNT_OF(query_fields),
                                  .size = sizeof query_defaults,
                                  .defaults = &query_defaults };

static const struct zone *find(struct request *r, struct problem *why)
{
    const struct zone *zone = program_zone(&r->view->plant.program, r->path[0]);

    if (!zone)
        problem_set(why, -ENOENT, "there is no zone \"%.*s\"", SHOWN(r->path[0]));
    return zone;
}

/* The zone's assets that are shown, and for each row of the inventory whether it is one. */
struct interior {
    const struct plant_view *view;
    const struct zone *zone;
    const struct inventory_row **shown;
    size_t shown_count, total;
    bool *is_shown;
};

static int compare_packets(const void *left, const void *right)
{
    const struct inventory_row *a = *(const struct inventory_row *const *)left;
    const struct inventory_row *b = *(const struct inventory_row *const *)right;
    uint64_t of_a = a->asset ? a->asset->packets : 0, of_b = b->asset ? b->asset->packets : 0;

    if (of_a != of_b)
        return of_a < of_b ? 1 : -1;
    return a < b ? -1 : a > b;
}

static struct interior look_inside(const struct plant_view *v, const struct zone *zone,
                                   uint64_t limit, struct arena *into)
{
    const struct inventory *all = &v->inventory;
    struct interior in = { .view = v, .zone = zone };

    in.shown = arena_array(into, const struct inventory_row *, all->rows.count);
    in.is_shown = arena_array(into, bool, all->rows.count);
    for (ARRAY_EACH(const struct inventory_row, row, &all->rows))
        if (row->placement.zone == zone)
            in.shown[in.total++] = row;
    if (in.total)
        qsort(in.shown, in.total, sizeof *in.shown, compare_packets);
    in.shown_count = in.total < limit ? in.total : (size_t)limit;
    for (size_t i = 0; i < in.shown_count; i++)
        in.is_shown[in.shown[i] - all->rows.items] = true;
    return in;
}

static bool is_shown(const struct interior *in, const struct talk_end *end)
{
    return end->row && in->is_shown[end->row - in->view->inventory.rows.items];
}

static bool is_inside(const struct interior *in, const struct talk_end *end)
{
    return text_equal(end->zone, in->zone->id);
}

/* Both ends can be drawn: a shown asset, or somebody in another zone.  The leg of a router in
 * this zone may be somebody else's asset, and the other way round. */
static bool is_drawn(const struct interior *in, const struct talk *talk)
{
    bool from = is_shown(in, &talk->client), to = is_shown(in, &talk->server);

    return !talk->client.is_group && !talk->server.is_group && (from || to) &&
           (from || !is_inside(in, &talk->client)) && (to || !is_inside(in, &talk->server));
}

static int compare_edges(const void *left, const void *right)
{
    const struct talk *a = *(const struct talk *const *)left;
    const struct talk *b = *(const struct talk *const *)right;
    int order = text_compare(a->client.id, b->client.id);

    if (order == 0)
        order = text_compare(a->server.id, b->server.id);
    if (order == 0)
        order = (int)a->passage->state - (int)b->passage->state;
    return order ? order : text_compare(a->dialogue->protocol, b->dialogue->protocol);
}

static bool same_edge(const struct talk *a, const struct talk *b)
{
    return text_equal(a->client.id, b->client.id) && text_equal(a->server.id, b->server.id) &&
           a->passage->state == b->passage->state;
}

static const struct talk **edges_of(const struct interior *in, struct arena *into, size_t *count)
{
    const struct talks *all = &in->view->talks;
    const struct talk **found = arena_array(into, const struct talk *, all->rows.count);

    *count = 0;
    for (ARRAY_EACH(const struct talk, talk, &all->rows))
        if (is_drawn(in, talk))
            found[(*count)++] = talk;
    if (*count)
        qsort(found, *count, sizeof *found, compare_edges);
    return found;
}

/* talks: one edge, sorted by protocol. */
static void print_edge(struct json *j, const struct talk *const *talks, size_t count)
{
    uint64_t packets = 0;
    uint8_t access = 0;

    json_object(j, NULL);
    json_text(j, "from", talks[0]->client.id);
    json_text(j, "to", talks[0]->server.id);
    json_string(j, "state", passage_state_name(talks[0]->passage->state));
    json_array(j, "protocols");
    for (size_t i = 0; i < count; i++) {
        const struct dialogue *d = talks[i]->dialogue;
        packets += d->packets;
        access |= d->access;
        if (i == 0 || !text_equal(d->protocol, talks[i - 1]->dialogue->protocol))
            json_text(j, NULL, d->protocol);
    }
    json_array_end(j);
    json_access_list(j, "access", access);
    json_unsigned(j, "packets", packets);
    json_unsigned(j, "conversations", count);
    json_object_end(j);
}

static void print_edges(struct json *j, const struct talk *const *talks, size_t count)
{
    json_array(j, "edges");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && same_edge(talks[from], talks[to]); to++)
            ;
        print_edge(j, &talks[from], to - from);
    }
    json_array_end(j);
}

static int compare_ends(const void *left, const void *right)
{
    return text_compare((*(const struct talk_end *const *)left)->id,
                        (*(const struct talk_end *const *)right)->id);
}

static void print_neighbours(struct json *j, const struct interior *in,
                             const struct talk *const *talks, size_t count, struct arena *into)
{
    const struct talk_end **ends = arena_array(into, const struct talk_end *, count * 2);
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_shown(in, &talks[i]->client))
            ends[found++] = &talks[i]->client;
        if (!is_shown(in, &talks[i]->server))
            ends[found++] = &talks[i]->server;
    }
    if (found)
        qsort(ends, found, sizeof *ends, compare_ends);
    json_array(j, "neighbours");
    for (size_t i = 0; i < found; i++)
        if (i == 0 || !text_equal(ends[i]->id, ends[i - 1]->id))
            json_end(j, NULL, ends[i]);
    json_array_end(j);
}

static void print_conduits(struct json *j, const struct program *p, const struct zone *zone)
{
    json_array(j, "conduits");
    for (ARRAY_EACH(const struct conduit, c, &p->conduits))
        if (text_equal(c->from, zone->id) || text_equal(c->to, zone->id))
            json_conduit(j, NULL, c);
    json_array_end(j);
}

int zone_get(struct request *r, struct problem *why)
{
    const struct zone_query *q = r->input;
    const struct zone *zone = find(r, why);
    size_t count;

    if (!zone)
        return why->code;
    const struct interior in = look_inside(r->view, zone, q->limit, &r->arena);
    const struct talk **talks = edges_of(&in, &r->arena, &count);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_zone(&j, "zone", zone);
    json_unsigned(&j, "assets_total", in.total);
    json_array(&j, "assets");
    for (size_t i = 0; i < in.shown_count; i++)
        json_asset_row(&j, NULL, in.shown[i]);
    json_array_end(&j);
    print_neighbours(&j, &in, talks, count, &r->arena);
    print_edges(&j, talks, count);
    print_conduits(&j, &r->view->plant.program, zone);
    json_object_end(&j);
    return 0;
}
