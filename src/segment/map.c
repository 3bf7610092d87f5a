#include "segment/map.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/index.h"

#define SHOWN(t)      (int)(t).length, (t).at ? (t).at : ""
#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

static const char *const states[EDGE_STATE_COUNT] = {
    [EDGE_allowed_seen] = "allowed_seen",
    [EDGE_allowed_unseen] = "allowed_unseen",
    [EDGE_seen_not_allowed] = "seen_not_allowed",
};

const char *edge_state_name(enum edge_state state)
{
    return states[state];
}

const struct map_edge *map_find(const struct map *m, const struct zone *from, const struct zone *to,
                                enum edge_state state)
{
    for (ARRAY_EACH(const struct map_edge, e, &m->edges))
        if (e->from == from && e->to == to && e->state == state)
            return e;
    return NULL;
}

/* While edges are drawn: where each stands. */
struct drawing {
    struct map *map;
    struct index places;
};

static bool same_edge(const void *owner, const void *key, uint32_t item)
{
    const struct map_edge *a = key, *b = &((const struct map *)owner)->edges.items[item];

    return a->from == b->from && a->to == b->to && a->state == b->state;
}

static struct map_edge *find_or_add(struct drawing *d, const struct zone *from,
                                    const struct zone *to, enum edge_state state)
{
    const struct map_edge like = { .from = from, .to = to, .state = state };
    uint64_t hash = hash_mix((uintptr_t)from, (uintptr_t)to) + state;
    uint32_t place = index_find(&d->places, hash, same_edge, d->map, &like);

    if (place == INDEX_NONE) {
        place = (uint32_t)d->map->edges.count;
        *array_add(&d->map->edges) = like;
        index_insert(&d->places, hash, place);
    }
    return &d->map->edges.items[place];
}

static void note_protocol(struct map_edge *e, struct text name)
{
    for (ARRAY_EACH(const struct text, known, &e->protocols))
        if (text_equal(*known, name))
            return;
    *array_add(&e->protocols) = name;
}

static void note_conduit(struct map_edge *e, const struct conduit *conduit)
{
    for (ARRAY_EACH(const struct conduit *, known, &e->conduits))
        if (*known == conduit)
            return;
    *array_add(&e->conduits) = conduit;
}

static void add_seen(struct drawing *m, const struct traffic *traffic,
                     const struct passages *passages)
{
    for (uint32_t i = 0; i < passages->rows.count; i++) {
        const struct passage *p = &passages->rows.items[i];
        const struct dialogue *d = &traffic->dialogues.items[i];
        if (p->state == PASSAGE_inside_zone || p->state == PASSAGE_not_judged ||
            (!p->from && !p->to))
            continue;
        struct map_edge *e =
            find_or_add(m, p->from, p->to,
                        p->state == PASSAGE_allowed ? EDGE_allowed_seen : EDGE_seen_not_allowed);
        e->access |= d->access;
        e->packets += d->packets;
        e->bytes += d->bytes;
        e->conversations++;
        *array_add(&e->dialogues) = i;
        note_protocol(e, d->protocol);
        if (p->conduit)
            note_conduit(e, p->conduit);
    }
}

static void add_unseen(struct drawing *m, const struct plant *plant,
                       const struct passages *passages)
{
    const struct conduit *first = plant->program.conduits.items;

    for (ARRAY_EACH(const struct conduit, c, &plant->program.conduits)) {
        const struct zone *from = program_zone(&plant->program, c->from);
        const struct zone *to = program_zone(&plant->program, c->to);
        if (!from || !to || conduit_is_expired(c, plant->today) || passages->used.items[c - first])
            continue;
        struct map_edge *e = find_or_add(m, from, to, EDGE_allowed_unseen);
        note_conduit(e, c);
        for (ARRAY_EACH(const struct service, s, &c->services)) {
            e->access |= s->access;
            if (s->protocol.length)
                note_protocol(e, s->protocol);
        }
    }
}

static int compare_zones(const struct zone *a, const struct zone *b)
{
    if (!a || !b)
        return !a - !b;
    return text_compare(a->id, b->id);
}

static int compare_edges(const void *left, const void *right)
{
    const struct map_edge *a = left, *b = right;
    int order = compare_zones(a->from, b->from);

    order = order ? order : compare_zones(a->to, b->to);
    return order ? order : NUMBERS(a->state, b->state);
}

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

static void sort_edges(struct map *m)
{
    if (m->edges.count)
        qsort(m->edges.items, m->edges.count, sizeof *m->edges.items, compare_edges);
    for (ARRAY_EACH(struct map_edge, e, &m->edges))
        if (e->protocols.count)
            qsort(e->protocols.items, e->protocols.count, sizeof *e->protocols.items,
                  compare_texts);
}

/* The row of a zone; the last one stands for no zone. */
static struct map_zone *zone_row(struct map *m, const struct plant *plant, const struct zone *zone)
{
    size_t none = m->zones.count - 1;

    return &m->zones.items[zone ? (size_t)(zone - plant->program.zones.items) : none];
}

static void count_assets(struct map *m, const struct plant *plant)
{
    for (ARRAY_EACH(const struct asset, asset, &plant->assets.items)) {
        struct placement at = zone_of_asset(&plant->program, asset);
        struct map_zone *row = zone_row(m, plant, at.zone);
        row->assets++;
        row->by_class[asset->class]++;
        row->unregistered += !plant_registered_asset(plant, asset);
        row->disputed += at.how == PLACED_disputed;
    }
}

void map_draw(struct map *m, const struct plant *plant, const struct traffic *traffic,
              const struct passages *passages)
{
    *m = (struct map){ 0 };
    for (ARRAY_EACH(const struct zone, zone, &plant->program.zones))
        array_add(&m->zones)->zone = zone;
    (void)array_add(&m->zones);
    count_assets(m, plant);
    for (ARRAY_EACH(const struct passage, p, &passages->rows))
        if (p->state == PASSAGE_inside_zone)
            zone_row(m, plant, p->from)->conversations_inside++;
    struct drawing drawing = { .map = m };
    add_seen(&drawing, traffic, passages);
    add_unseen(&drawing, plant, passages);
    index_free(&drawing.places);
    sort_edges(m);
}

void map_finish(struct map *m)
{
    for (ARRAY_EACH(struct map_edge, e, &m->edges)) {
        array_free(&e->protocols);
        array_free(&e->conduits);
        array_free(&e->dialogues);
    }
    array_free(&m->edges);
    array_free(&m->zones);
}

struct text map_edge_reason(const struct map_edge *e, const struct passages *passages,
                            struct arena *into)
{
    const struct passage *first;

    switch (e->state) {
    case EDGE_allowed_unseen:
        return text_format(into, "Conduit \"%.*s\" is open and nothing was seen to use it.",
                           SHOWN(e->conduits.items[0]->id));
    case EDGE_allowed_seen:
        return text_format(
            into, "Conduit \"%.*s\"%s let%s all of it through.", SHOWN(e->conduits.items[0]->id),
            e->conduits.count > 1 ? " and others" : "", e->conduits.count > 1 ? "" : "s");
    default:
        first = &passages->rows.items[e->dialogues.items[0]];
        if (e->conversations == 1)
            return first->reason;
        return text_format(into, "%" PRIu64 " conversations; of the first: %.*s", e->conversations,
                           SHOWN(first->reason));
    }
}
