/*
 * standing.h - which evidence and which compensating measures count on a day.
 *
 * Evidence counts while it is present and in date; a measure while it is tested,
 * effective and in date.  What expires on a day counts up to the day before.
 */
#pragma once

#include "model/plant.h"
#include "model/program.h"

enum evidence_state {
    EVIDENCE_counting,
    EVIDENCE_expired,
    EVIDENCE_not_yet,
    EVIDENCE_file_missing, /* or neither file nor link */
    EVIDENCE_file_altered,
    EVIDENCE_STATE_COUNT
};

enum measure_state {
    MEASURE_counting,
    MEASURE_expired,
    MEASURE_untested,
    MEASURE_ineffective,
    MEASURE_STATE_COUNT
};

enum evidence_state evidence_state(const struct evidence *e, moment_us today);
enum measure_state measure_state(const struct measure *m, moment_us today);

/* The measure that counts today for a requirement and an asset; NULL: none. */
const struct measure *measure_for(const struct plant *plant, struct text requirement,
                                  const struct address *asset);

/*
 * Whether a piece of evidence speaks of a requirement in a scope: what is shown for
 * a scope counts for whatever lies in it, and what names no scope counts everywhere.
 * An empty scope is the whole, for which all evidence counts.
 */
bool evidence_is_for(const struct program *p, const struct evidence *e, struct text requirement,
                     struct text scope);

const char *evidence_state_name(enum evidence_state state); /* "file_missing" */
const char *measure_state_name(enum measure_state state);   /* "counting" */

/*
 * How a row of any ledger stands today: evidence and measures as above; whatever
 * else has an expiry, "counting" or "expired"; NULL where no day decides.
 */
const char *row_standing(const struct ledger *l, const void *row, moment_us today);
