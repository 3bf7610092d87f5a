/*
 * store.h - a plant's folder: PLANT/plant.db and PLANT/evidence/.
 *
 * Everything here is one transaction: it happens whole or not at all, also when
 * the process is killed.  Rows come back in one order (observed_sort; ids by
 * bytes), so that the same plant gives the same bytes.
 * Ownership: what is read belongs to the caller, its text to the arena given or
 * to the struct's own.
 * Errors: 0 or more is done; negative is a code and a sentence.  -EEXIST: there
 * already; -ENOENT: not there; -EINVAL: breaks a rule; -EBUSY: another program
 * was writing for too long; -EPROTONOSUPPORT: made by a newer program.
 * One thread per open store; any number of them may be open on one plant.
 */
#pragma once

#include "base/problem.h"
#include "model/asset.h"
#include "model/observed.h"
#include "model/program.h"
#include "model/role.h"

struct store;

/* Makes the folder and an empty plant in it; refuses where there is one. */
MUST_USE int store_create(const char *plant, struct problem *why);
/* Opens a plant and brings its schema up to date. */
MUST_USE int store_open(struct store **store, const char *plant, struct problem *why);
void store_close(struct store *store);

/*
 * Who changes things through this handle, and by what, until it is said again:
 * "ann", "bulkhead import".  Without it the trail says "local".  `often`: a
 * sensor, whose observations come every few seconds (store/recorder.h).
 */
void store_act_as(struct store *store, struct text who, struct text through, bool often);

/* Rises with every change, by whichever process. */
MUST_USE int store_version(struct store *store, uint64_t *version, struct problem *why);
/* Reads the whole database for damage; changes nothing. */
MUST_USE int store_check(struct store *store, struct problem *why);

/* What was observed.  A capture whose digest is known changes nothing. */
enum { STORE_ADDED = 0, STORE_ALREADY_THERE = 1 };
MUST_USE int store_add_observed(struct store *store, const struct observed *o, struct problem *why);

/* One run of a live interface, as far as the plant holds it.  Zeroed, it holds nothing. */
struct live_run {
    uint32_t capture;              /* its number in the plant; 0: none yet */
    struct observed kept;          /* sorted */
    ARRAY(uint32_t) conversations; /* their numbers in the database, as in kept */
};

/*
 * What the run has come to, sorted, with one capture: what changed since the last
 * time goes into the plant as one transaction, and `now` into the run, left empty.
 * On an error both stay, and the next call brings what is missing.
 */
MUST_USE int store_keep_live(struct store *store, struct live_run *run, struct observed *now,
                             struct problem *why);
/* The run is over, and only now known: how it was listened to. */
MUST_USE int store_keep_listening(struct store *store, struct live_run *run,
                                  const struct listening *live, struct problem *why);
void live_run_finish(struct live_run *run);

/* 1: a capture with this digest is there. */
MUST_USE int store_has_capture(struct store *store, struct text digest, struct problem *why);
/* Into a fresh struct (observed_init); captures are in the order in which they were added. */
MUST_USE int store_read_observed(struct store *store, struct observed *o, struct problem *why);

/* What was derived from it. */
MUST_USE int store_replace_assets(struct store *store, const struct assets *a, struct problem *why);
/* 1: derived from every capture there is; 0: a load was interrupted before it came to that. */
MUST_USE int store_assets_are_current(struct store *store, struct problem *why);
MUST_USE int store_read_assets(struct store *store, struct assets *a, struct problem *why);

/* What people decided: all of it, into a zeroed struct. */
MUST_USE int store_read_program(struct store *store, struct program *p, struct arena *into,
                                struct problem *why);
MUST_USE int store_replace_program(struct store *store, const struct program *p,
                                   struct problem *why);
/* The same, when the plant is still of this version; -EBUSY: somebody was faster. */
MUST_USE int store_replace_program_of(struct store *store, const struct program *p,
                                      uint64_t version, struct problem *why);

/* One row: added, or put in the place of the row with the same key. */
MUST_USE int store_put_settings(struct store *store, const struct program *p, struct problem *why);
MUST_USE int store_put_zone(struct store *store, const struct zone *zone, struct problem *why);
MUST_USE int store_put_conduit(struct store *store, const struct conduit *c, struct problem *why);

/* One row of a ledger (model/ledger.h): added, or put in the place of the row with the same key. */
MUST_USE int store_put_entry(struct store *store, const struct ledger *l, const void *row,
                             struct problem *why);
/*
 * A new row.  Where the ledger gives ids and the row has none, its id is set to the
 * next free one ("EV-001") in the arena.  -EEXIST: there is one with this key.
 */
MUST_USE int store_add_entry(struct store *store, const struct ledger *l, void *row,
                             struct arena *into, struct problem *why);
/* By the keys of `row`; with the file behind a piece of evidence, when no other row names it. */
MUST_USE int store_remove_entry(struct store *store, const struct ledger *l, const void *row,
                                struct problem *why);

/* Several rows of ledgers as one change: all of them or none. */
struct entry_change {
    enum { ENTRY_add, ENTRY_put, ENTRY_remove } kind;
    const struct ledger *ledger; /* evidence is removed by itself: a file goes with it */
    void *row;                   /* one that is added gets its id, as above */
};
MUST_USE int store_change_entries(struct store *store, const struct entry_change *changes,
                                  size_t count, struct arena *into, struct problem *why);

/*
 * A new assessment with the claims of `copied_from` (empty: the standing ones), as
 * one change; its id is set in the arena.
 */
MUST_USE int store_copy_assessment(struct store *store, struct assessment_run *run,
                                   struct arena *into, struct problem *why);

/* -ENOENT when it is not there; a zone that something names stays. */
MUST_USE int store_remove_zone(struct store *store, struct text id, struct problem *why);
MUST_USE int store_remove_conduit(struct store *store, struct text id, struct problem *why);

/* Files behind evidence, named by their SHA-256.  Keeping one sets the digest of the row. */
enum { EVIDENCE_FILE_MOST = 64 << 20 };
MUST_USE int store_keep_evidence_file(struct store *store, struct text id, struct text content,
                                      struct problem *why);
/* Refuses a file that is not any more what its digest says. */
MUST_USE int store_read_evidence_file(struct store *store, struct text digest, struct arena *into,
                                      struct text *content, struct problem *why);

/*
 * Sets `file` of every row with a digest.  A file is read the first time since the
 * store was opened, and again when something was written to it.
 */
void store_look_up_files(struct store *store, struct program *p);

/* Who may log in. */
struct user {
    struct text name;
    struct text password; /* an argon2id string, made by the caller */
    moment_us created;
    enum role role;
};

struct users {
    ARRAY(struct user) rows;
};

MUST_USE int store_put_user(struct store *store, const struct user *user, struct problem *why);
MUST_USE int store_remove_user(struct store *store, struct text name, struct problem *why);
/* 1: found; 0: there is none of this name. */
MUST_USE int store_find_user(struct store *store, struct text name, struct user *user,
                             struct arena *into, struct problem *why);
MUST_USE int store_read_users(struct store *store, struct users *users, struct arena *into,
                              struct problem *why);
