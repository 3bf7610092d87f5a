/*
 * chain.h - the trail as the rest of store/ writes and checks it.
 */
#pragma once

#include "store/record.h"
#include "store/signer.h"
#include "store/trail.h"

enum { CHAIN_BYTES = 32 };

extern const struct relation audit_relation;

struct chain_head {
    uint64_t sequence; /* 0: there is no entry yet */
    moment_us at;
    struct text hash;
};

MUST_USE int chain_head(struct db *db, struct chain_head *head, struct arena *into,
                        struct problem *why);
/* Gives the entry its place and hash; a checkpoint is signed where there is a signer. */
MUST_USE int chain_append(struct db *db, struct chain_head *head, struct audit_entry *e,
                          const struct signer *signer, struct arena *into, struct problem *why);
