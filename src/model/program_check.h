/*
 * program_check.h - whether what people say about the plant fits together.
 *
 * A complaint names the row it is about, so that whoever read the row can say
 * where it stood.  Nothing is repaired and nothing is chosen silently.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/attributes.h"
#include "base/text.h"
#include "model/program.h"
#include "model/requirement.h"

enum program_part { PART_zone, PART_conduit, PART_ledger };

struct complaint {
    enum program_part part;
    const struct ledger *ledger; /* of PART_ledger */
    uint32_t row;                /* index into that part's array */
    struct text sentence;        /* the thing and the rule */
};

struct complaints {
    ARRAY(struct complaint) rows;
};

/* Adds what is wrong, in the order of the rows; sentences live in `into`. */
void program_check(const struct program *p, const struct requirements *requirements,
                   struct arena *into, struct complaints *out);

/* Zones and conduits alone. */
void program_check_zones(const struct program *p, struct arena *into, struct complaints *out);

/* True when `inner` is `outer` or lies in it through its parents. */
bool program_zone_within(const struct program *p, const struct zone *inner,
                         const struct zone *outer);

/* ---- for the checks of ledgers ---- */

struct row_check;

const struct program *check_program(const struct row_check *c);
/* The rule that the row breaks, to stand behind its name: `evidence "EV-1": expires before ...`. */
void check_fails(const struct row_check *c, const char *rule);
