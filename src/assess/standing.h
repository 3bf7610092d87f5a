/*
 * standing.h - which evidence counts on a day.
 *
 * Evidence counts while it is present and in date.  What expires on a day counts
 * up to the day before.
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

enum evidence_state evidence_state(const struct evidence *e, moment_us today);

/*
 * Whether a piece of evidence speaks of a requirement in a scope: what is shown for
 * a scope counts for whatever lies in it, and what names no scope counts everywhere.
 * An empty scope is the whole, for which all evidence counts.
 */
bool evidence_is_for(const struct program *p, const struct evidence *e, struct text requirement,
                     struct text scope);

const char *evidence_state_name(enum evidence_state state); /* "file_missing" */
