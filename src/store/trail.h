/*
 * trail.h - the audit trail: one entry per row that people changed, one per
 * change of what was observed, each with the hash of the one before it.
 *
 * An entry's hash is a BLAKE2b-256 over its fields from `sequence` to
 * `previous`, numbers as 8 bytes, the lowest first, texts behind 4 bytes of
 * length.  The last entry of a transaction is a checkpoint: it has digests of
 * all seals (store/seal.h), and an Ed25519 signature over its hash.
 *
 * Ownership: texts live in the arena given.
 * Source: RFC 7693 (BLAKE2), RFC 8032 (Ed25519).
 */
#pragma once

#include "base/array.h"
#include "base/moment.h"
#include "base/problem.h"
#include "base/text.h"

struct store;

enum { TRAIL_HASH_TEXT = 65 };

struct audit_entry {
    uint64_t sequence; /* from 1 */
    moment_us at;
    struct text who, through;  /* "ann", "bulkhead import" */
    struct text verb;          /* add, change, remove, observe, upgrade */
    struct text kind, name;    /* the table and the key of the row: "claims", "/NET 1.1" */
    struct text before, after; /* the row as a JSON object without its empty columns, or empty */
    struct text decided, observed; /* of a checkpoint */
    struct text previous, hash;
    struct text signer, signature;
};

struct trail {
    ARRAY(struct audit_entry) rows;
};

void audit_entry_hash(const struct audit_entry *e, char out[TRAIL_HASH_TEXT]);

/* What is empty or 0 does not narrow. */
struct trail_filter {
    struct text who, kind, name, verb;
    struct text holds;  /* in who, kind, name, before or after; by bytes */
    moment_us from, to; /* to: exclusive */
};

/* The newest first, `limit` of them after `offset`; `total` is how many there are. */
MUST_USE int store_read_trail(struct store *store, const struct trail_filter *filter,
                              uint64_t offset, uint64_t limit, struct trail *trail, uint64_t *total,
                              struct arena *into, struct problem *why);
