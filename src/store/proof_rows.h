/*
 * proof_rows.h - the rows of all tables held against their seals, and against
 * what the trail says of them.
 */
#pragma once

#include "base/problems.h"
#include "store/db.h"

/* Every row against the seals: what was added, changed or removed past the program. */
MUST_USE int proof_rows(struct db *db, struct problems *found, uint64_t *rows, uint64_t *tables,
                        struct problem *why);

/* Every row that people decide against its last entry, for when the seals say nothing. */
MUST_USE int proof_rows_against_trail(struct db *db, struct problems *found, struct problem *why);
