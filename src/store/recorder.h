/*
 * recorder.h - what one transaction changes, for the trail: it is told of every
 * row, whichever way it was written, and at the end renews the seals and adds
 * the entries inside the same transaction.
 *
 * Rows that people decide get an entry each, when they are different at the end.
 * Rows that the program fills (observations, assets) are in the seals, and one
 * entry says how many there are.  A new table is the first kind unless it is
 * named in recorder.c.
 */
#pragma once

#include "base/index.h"
#include "store/chain.h"
#include "store/seal.h"

enum table_class {
    TABLE_decided,  /* an entry per row */
    TABLE_listed,   /* the same, though the program fills it: captures */
    TABLE_observed, /* sealed only */
    TABLE_counter,  /* the same, and no part of the state: it rises when nothing else changes */
    TABLE_own       /* the trail's and SQLite's own: neither */
};

enum table_class table_class(struct text table);

/* Who changes, and by what; texts are lent. */
struct actor {
    struct text who, through;
    bool often; /* a sensor: observations get an entry an hour, seals at once */
};

struct table_state;
struct row_change;

struct recorder {
    struct db *db;
    struct db_tables tables;
    struct arena names;
    struct table_state *states; /* as in tables */
    bool active;
    struct arena work;
    struct buffer scratch;
    struct index by_name;
    ARRAY(struct row_change) changes;
};

/* Reads which tables there are and watches them from now on. */
MUST_USE int recorder_open(struct recorder *r, struct db *db, struct problem *why);
void recorder_close(struct recorder *r);

/* Around a write transaction. */
void recorder_begin(struct recorder *r);
MUST_USE int recorder_finish(struct recorder *r, const struct actor *actor,
                             const struct signer *signer, struct problem *why);
void recorder_forget(struct recorder *r);

/*
 * Seals every row that there is, as an entry `verb` of kind "schema": a plant that is made or
 * brought up to date.  `before` says what it was, `name` what it is.
 */
MUST_USE int recorder_seal_all(struct recorder *r, const struct audit_entry *entry,
                               const struct signer *signer, struct problem *why);

/* {"id":"Z-1","name":"Cell"}, without empty columns; a password is shown as a digest. */
void row_print(const struct db_table *table, const struct db_value *values, struct buffer *out);

/* The digests over the seals of all tables as they are kept. */
struct state_digests {
    char decided[TRAIL_HASH_TEXT], observed[TRAIL_HASH_TEXT];
};
MUST_USE int state_read(struct db *db, struct state_digests *state, struct problem *why);
