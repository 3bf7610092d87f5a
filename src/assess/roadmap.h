/*
 * roadmap.h - the open actions in an order that makes sense: what cannot wait first,
 * then what reduces most risk for its price, and nothing before what it waits for.
 *
 * A phase that people set stays, also where it contradicts the order: that is said.
 * The figures are theirs: risk reduction 0..100 by judgement, cost in their currency.
 */
#pragma once

#include "model/plant.h"

enum roadmap_phase { PHASE_30_days, PHASE_6_months, PHASE_18_months, PHASE_COUNT };

struct roadmap_step {
    const struct action *action;
    enum roadmap_phase phase;
    bool proposed;    /* by the rule below, not set by people */
    bool overdue;     /* due before today */
    uint64_t value;   /* thousandths of risk reduction per 1000 of cost */
    struct text why;  /* in a sentence */
    struct text late; /* ids that it waits for and that come in a later phase; empty: none */
};

/*
 * Proposed phases: what cannot wait in 30 days; what needs a planned shutdown in 18
 * months, and so does what has no risk reduction; the rest, by value, the better half
 * in 30 days unless it needs an outage, else in 6 months.  What waits for another
 * action comes no earlier than that.
 */
struct roadmap {
    ARRAY(struct roadmap_step) steps; /* by phase, value, id */
    uint64_t cost[PHASE_COUNT];
    uint32_t outage_hours[PHASE_COUNT];
};

void roadmap_make(struct roadmap *r, const struct plant *plant, struct arena *into);
void roadmap_finish(struct roadmap *r);

bool action_is_open(const struct action *a);              /* to be done: open or in work */
const char *roadmap_phase_name(enum roadmap_phase phase); /* "30 days" */
