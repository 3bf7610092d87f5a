/*
 * proof.h - is a plant what its trail says: every entry, every signature, every
 * row of every table, and where not, what is different.
 *
 * Reads one state of the database and writes nothing.
 */
#pragma once

#include "base/problems.h"
#include "store/signer.h"
#include "store/trail.h"

struct db;
struct store;

struct trail_proof {
    struct problems found; /* each one thing that is not as the trail says, with its place */
    struct problems notes; /* what is no alteration, but should be known */
    uint64_t entries, checkpoints, rows, tables, captures;
    struct audit_entry last; /* its texts in the arena */
    struct text signer;      /* the key that everything was held against */
};

struct trail_trust {
    const char *public; /* 64 hex digits; NULL: PLANT/keys/plant.pub, which is in the same hands */
    uint64_t
        sequence; /* a checkpoint that the auditor kept: its entry must still be there; 0: none */
    struct text hash;
};

/* Negative only when it could not be read; what is wrong is in `found`. */
MUST_USE int store_prove(struct store *store, const struct trail_trust *trust,
                         struct trail_proof *proof, struct arena *into, struct problem *why);
void trail_proof_finish(struct trail_proof *proof);

/* The short question, before the schema changes: do all seals hold? */
MUST_USE int proof_rows_are_sealed(struct db *db, bool *sealed, struct problem *why);
