#include "assess/roadmap.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/index.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static const char *const phase_names[] = {
    [PHASE_30_days] = "30 days",
    [PHASE_6_months] = "6 months",
    [PHASE_18_months] = "18 months",
};

const char *roadmap_phase_name(enum roadmap_phase phase)
{
    return phase_names[phase];
}

bool action_is_open(const struct action *a)
{
    return text_is(a->state, "open") || text_is(a->state, "in work");
}

static uint64_t value_of(const struct action *a)
{
    return (uint64_t)a->reduction * 1000 * 1000 / (a->cost + 1000);
}

static int compare_values(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a < b) - (a > b);
}

/* The value that parts the better half from the rest. */
static uint64_t middle_value(const struct program *p)
{
    ARRAY(uint64_t) values = { 0 };

    for (ARRAY_EACH(const struct action, a, &p->actions))
        if (action_is_open(a) && a->reduction)
            *array_add(&values) = value_of(a);
    if (values.count)
        qsort(values.items, values.count, sizeof *values.items, compare_values);
    uint64_t middle = values.count ? values.items[values.count / 2] : 0;
    array_free(&values);
    return middle;
}

static bool set_phase(const struct action *a, enum roadmap_phase *phase)
{
    for (int i = 0; i < PHASE_COUNT; i++)
        if (text_is(a->phase, phase_names[i]))
            return *phase = (enum roadmap_phase)i, true;
    return false;
}

static void propose(struct roadmap_step *s, uint64_t middle, struct arena *into)
{
    const struct action *a = s->action;
    bool outage = a->outage.length && !text_is(a->outage, "no outage");

    s->proposed = true;
    if (a->cannot_wait) {
        s->phase = PHASE_30_days;
        s->why = TEXT("It cannot wait.");
    } else if (text_is(a->outage, "planned shutdown")) {
        s->phase = PHASE_18_months;
        s->why = TEXT("It needs a planned shutdown.");
    } else if (a->reduction == 0) {
        s->phase = PHASE_18_months;
        s->why = TEXT("Nobody has said how much risk it takes away.");
    } else if (s->value >= middle && !outage) {
        s->phase = PHASE_30_days;
        s->why = text_format(into, "It takes away %u of 100 for %llu, without an outage.",
                             a->reduction, (unsigned long long)a->cost);
    } else {
        s->phase = PHASE_6_months;
        s->why = text_format(into, "It takes away %u of 100 for %llu%s%.*s.", a->reduction,
                             (unsigned long long)a->cost, outage ? ", and needs: " : "",
                             SHOWN(outage ? a->outage : (struct text){ 0 }));
    }
}

/* The steps by the ids of their actions, while the order stays. */
struct places {
    struct roadmap *map;
    struct index by_id;
};

static bool has_id(const void *owner, const void *key, uint32_t item)
{
    const struct places *places = owner;

    return text_equal(places->map->steps.items[item].action->id, *(const struct text *)key);
}

static uint32_t place_of(const struct places *places, struct text id)
{
    return index_find(&places->by_id, hash_bytes(id.at, id.length), has_id, places, &id);
}

static void find_places(struct places *places)
{
    for (uint32_t i = 0; i < places->map->steps.count; i++) {
        struct text id = places->map->steps.items[i].action->id;
        if (place_of(places, id) == INDEX_NONE)
            index_insert(&places->by_id, hash_bytes(id.at, id.length), i);
    }
}

/* Who waits for whom. */
struct wait {
    uint32_t first, then;
};
struct waits {
    ARRAY(struct wait) rows;
};

static int compare_waits(const void *left, const void *right)
{
    const struct wait *a = left, *b = right;

    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->then > b->then) - (a->then < b->then);
}

static void find_waits(const struct places *places, struct waits *waits)
{
    for (uint32_t i = 0; i < places->map->steps.count; i++) {
        struct text rest = places->map->steps.items[i].action->depends, id;
        while (list_next(&rest, &id)) {
            uint32_t first = place_of(places, id);
            if (first != INDEX_NONE)
                *array_add(&waits->rows) = (struct wait){ first, i };
        }
    }
    if (waits->rows.count)
        qsort(waits->rows.items, waits->rows.count, sizeof *waits->rows.items, compare_waits);
}

static const struct wait *waits_after(const struct waits *waits, uint32_t first)
{
    size_t low = 0, high = waits->rows.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (waits->rows.items[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return waits->rows.items + low;
}

/*
 * Whatever waits for a step is not before it.  Begun with the last phase, so that
 * a step moves once, at most.
 */
static void move_waiting(struct roadmap *r, const struct waits *waits, enum roadmap_phase phase,
                         struct arena *into)
{
    ARRAY(uint32_t) moved = { 0 };

    for (uint32_t i = 0; i < r->steps.count; i++)
        if (r->steps.items[i].phase == phase)
            *array_add(&moved) = i;
    for (size_t at = 0; at < moved.count; at++) {
        uint32_t number = moved.items[at];
        const struct wait *end = waits->rows.items + waits->rows.count;
        for (const struct wait *w = waits_after(waits, number); w < end && w->first == number;
             w++) {
            struct roadmap_step *step = &r->steps.items[w->then];
            if (!step->proposed || step->phase >= phase)
                continue;
            step->phase = phase;
            step->why =
                text_format(into, "It waits for %.*s.", SHOWN(r->steps.items[number].action->id));
            *array_add(&moved) = w->then;
        }
    }
    array_free(&moved);
}

static void tell_contradictions(struct roadmap *r, const struct waits *waits, struct arena *into)
{
    for (ARRAY_EACH(const struct wait, w, &waits->rows)) {
        const struct roadmap_step *before = &r->steps.items[w->first];
        struct roadmap_step *step = &r->steps.items[w->then];
        if (before->phase > step->phase)
            step->late = text_format(into, "%.*s%s%.*s", SHOWN(step->late),
                                     step->late.length ? ", " : "", SHOWN(before->action->id));
    }
}

static void wait_for_others(struct roadmap *r, struct arena *into)
{
    struct places places = { .map = r };
    struct waits waits = { 0 };

    find_places(&places);
    find_waits(&places, &waits);
    for (int phase = PHASE_COUNT - 1; phase > 0; phase--)
        move_waiting(r, &waits, (enum roadmap_phase)phase, into);
    tell_contradictions(r, &waits, into);
    array_free(&waits.rows);
    index_free(&places.by_id);
}

static int compare_steps(const void *left, const void *right)
{
    const struct roadmap_step *a = left, *b = right;

    if (a->phase != b->phase)
        return a->phase < b->phase ? -1 : 1;
    if (a->action->cannot_wait != b->action->cannot_wait)
        return a->action->cannot_wait ? -1 : 1;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return text_compare_numbered(a->action->id, b->action->id);
}

static void add_step(struct roadmap *r, const struct plant *plant, const struct action *a,
                     uint64_t middle, struct arena *into)
{
    struct roadmap_step *s = array_add(&r->steps);

    s->action = a;
    s->value = value_of(a);
    s->overdue = a->due && a->due < plant->today;
    if (set_phase(a, &s->phase))
        s->why = TEXT("Set by hand.");
    else
        propose(s, middle, into);
}

void roadmap_make(struct roadmap *r, const struct plant *plant, struct arena *into)
{
    uint64_t middle = middle_value(&plant->program);

    *r = (struct roadmap){ 0 };
    for (ARRAY_EACH(const struct action, a, &plant->program.actions))
        if (action_is_open(a))
            add_step(r, plant, a, middle, into);
    wait_for_others(r, into);
    if (r->steps.count)
        qsort(r->steps.items, r->steps.count, sizeof *r->steps.items, compare_steps);
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps)) {
        r->cost[s->phase] += s->action->cost;
        r->outage_hours[s->phase] += s->action->outage_hours;
    }
}

void roadmap_finish(struct roadmap *r)
{
    array_free(&r->steps);
}
