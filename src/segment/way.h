/*
 * way.h - which conduits lead from one zone to another, found once per pair of
 * zones however many dialogues go there.
 *
 * A conduit names a zone and thereby the zones inside it; one that expired still
 * leads.  Ownership: owns its lists; zones and conduits are the program's.
 */
#pragma once

#include "base/index.h"
#include "model/program.h"

/* The conduits of one pair, in the order of the program. */
struct way {
    const struct zone *from, *to;
    ARRAY(const struct conduit *) conduits;
};

/* What a conduit joins; NULL where it names no zone. */
struct conduit_ends {
    const struct zone *from, *to;
};

struct ways {
    const struct program *program;
    ARRAY(struct conduit_ends) ends; /* one per conduit */
    ARRAY(struct way) rows;
    struct index by_pair;
};

void ways_open(struct ways *w, const struct program *p);
void ways_finish(struct ways *w);

/* Good until another pair is asked for. */
const struct way *ways_between(struct ways *w, const struct zone *from, const struct zone *to);
