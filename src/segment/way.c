#include "segment/way.h"

#include "base/hash.h"
#include "model/program_check.h"

void ways_open(struct ways *w, const struct program *p)
{
    *w = (struct ways){ .program = p };
    for (ARRAY_EACH(const struct conduit, c, &p->conduits))
        *array_add(&w->ends) =
            (struct conduit_ends){ program_zone(p, c->from), program_zone(p, c->to) };
}

void ways_finish(struct ways *w)
{
    for (ARRAY_EACH(struct way, way, &w->rows))
        array_free(&way->conduits);
    array_free(&w->rows);
    array_free(&w->ends);
    index_free(&w->by_pair);
}

static bool same_pair(const void *owner, const void *key, uint32_t item)
{
    const struct way *a = key, *b = &((const struct ways *)owner)->rows.items[item];

    return a->from == b->from && a->to == b->to;
}

static void find_conduits(const struct ways *w, struct way *way)
{
    for (size_t i = 0; i < w->ends.count; i++) {
        const struct conduit_ends *ends = &w->ends.items[i];
        if (ends->from && ends->to && program_zone_within(w->program, way->from, ends->from) &&
            program_zone_within(w->program, way->to, ends->to))
            *array_add(&way->conduits) = &w->program->conduits.items[i];
    }
}

const struct way *ways_between(struct ways *w, const struct zone *from, const struct zone *to)
{
    const struct way pair = { .from = from, .to = to };
    uint64_t hash = hash_mix((uintptr_t)from, (uintptr_t)to);
    uint32_t place = index_find(&w->by_pair, hash, same_pair, w, &pair);

    if (place == INDEX_NONE) {
        place = (uint32_t)w->rows.count;
        *array_add(&w->rows) = pair;
        index_insert(&w->by_pair, hash, place);
        find_conduits(w, &w->rows.items[place]);
    }
    return &w->rows.items[place];
}
