#include "assess/roadmap.h"

#include <stdlib.h>

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

static bool is_open(const struct action *a)
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
        if (is_open(a) && a->reduction)
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

static struct roadmap_step *step_of(struct roadmap *r, struct text id)
{
    for (ARRAY_EACH(struct roadmap_step, s, &r->steps))
        if (text_equal(s->action->id, id))
            return s;
    return NULL;
}

/* Later, if something that it waits for is later; true when anything moved. */
static bool wait_for_others(struct roadmap *r, struct arena *into)
{
    bool moved = false;

    for (ARRAY_EACH(struct roadmap_step, s, &r->steps)) {
        struct text rest = s->action->depends, id;
        while (s->proposed && list_next(&rest, &id)) {
            const struct roadmap_step *before = step_of(r, id);
            if (!before || before->phase <= s->phase)
                continue;
            s->phase = before->phase;
            s->why = text_format(into, "It waits for %.*s.", SHOWN(id));
            moved = true;
        }
    }
    return moved;
}

static void tell_contradictions(struct roadmap *r, struct arena *into)
{
    for (ARRAY_EACH(struct roadmap_step, s, &r->steps)) {
        struct text rest = s->action->depends, id;
        while (list_next(&rest, &id)) {
            const struct roadmap_step *before = step_of(r, id);
            if (before && before->phase > s->phase)
                s->late = text_format(into, "%.*s%s%.*s", SHOWN(s->late),
                                      s->late.length ? ", " : "", SHOWN(id));
        }
    }
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
        if (is_open(a))
            add_step(r, plant, a, middle, into);
    while (wait_for_others(r, into))
        ;
    tell_contradictions(r, into);
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
