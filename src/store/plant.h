/*
 * plant.h - what the files of store/ share: the open plant, how a change is made,
 * and the relations of each aggregate.
 */
#pragma once

#include <sys/stat.h>
#include <time.h>

#include "base/index.h"
#include "store/list.h"
#include "store/recorder.h"
#include "store/store.h"

/* A file behind evidence as it was when it was read. */
struct known_file {
    struct text digest; /* that names it */
    enum evidence_file state;
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct known_files {
    struct arena text;
    ARRAY(struct known_file) rows;
    struct index by_digest;
};

void known_files_finish(struct known_files *known);

struct store {
    struct db *db;
    char *folder;
    struct known_files files;
    struct recorder recorder;
    struct signer signer;
    bool signs; /* the plant has its secret key */
    struct arena text;
    struct actor actor;
};

/*
 * One write transaction around `work`.  0: committed, and the version rises;
 * anything else is returned and leaves everything as it was.
 */
typedef int store_work(struct db *db, const void *about, struct problem *why);
MUST_USE int store_change(struct store *store, store_work *work, const void *about,
                          struct problem *why);

/* The same for one row of one relation. */
MUST_USE int store_put_row(struct store *store, const struct relation *r, const void *row,
                           struct problem *why);
/* `what` and `name` are for the sentence when it is not there. */
MUST_USE int store_remove_row(struct store *store, const struct relation *r, const void *row,
                              const char *what, struct text name, struct problem *why);

/* "EV-001" after none, "EV-008" after "EV-007"; inside the transaction that uses it. */
MUST_USE int next_row_id(struct statement *ids, const char *prefix, struct arena *into,
                         struct text *id, struct problem *why);

/* The table of a ledger, and all of them. */
const struct relation *ledger_relation(const struct ledger *l);
MUST_USE int ledgers_clear(struct db *db, struct problem *why);
MUST_USE int ledgers_insert(struct db *db, const struct program *p, struct problem *why);
MUST_USE int ledgers_read(struct db *db, struct program *p, struct arena *into,
                          struct problem *why);

/* The row, and the file behind it where no other row names it. */
MUST_USE int evidence_remove(struct store *store, const struct evidence *row, struct problem *why);

/* Observed rows: `captures` has the number in the database per index in `o`, 0 for known ones. */
struct observed_work {
    const struct observed *o;
    const uint32_t *captures;
};
MUST_USE int captures_number(struct db *db, const struct observed *o, uint32_t *captures,
                             struct problem *why);
MUST_USE int captures_insert(struct db *db, const struct observed_work *w, struct problem *why);
MUST_USE int traffic_insert(struct db *db, const struct observed_work *w, struct problem *why);
MUST_USE int facts_insert(struct db *db, const struct observed_work *w, struct problem *why);
MUST_USE int captures_read(struct db *db, struct observed *o, struct problem *why);
MUST_USE int traffic_read(struct db *db, struct observed *o, struct problem *why);
MUST_USE int facts_read(struct db *db, struct observed *o, struct problem *why);

/* A live capture: inserted while *number is 0, replaced later. */
MUST_USE int capture_keep(struct db *db, const struct capture *c, uint32_t *number,
                          struct problem *why);
/* When the last run of this interface ended; 0: there was none. */
MUST_USE int capture_last_listened(struct db *db, struct text interface, moment_us *to,
                                   struct problem *why);
MUST_USE int last_conversation(struct db *db, uint32_t *id, struct problem *why);
MUST_USE int conversation_keep(struct db *db, const struct conversation *c, uint32_t id,
                               uint32_t capture, struct problem *why);
MUST_USE int conversation_drop(struct db *db, uint32_t id, struct problem *why);
/* In the transaction in which what they were derived from changes. */
MUST_USE int assets_are_old(struct db *db, struct problem *why);
extern const struct relation skip_relation, protocol_relation, binding_relation, fact_relation;

/* Zones with their prefixes and members, conduits with their services. */
MUST_USE int zones_clear(struct db *db, struct problem *why);
MUST_USE int zones_insert(struct db *db, const struct program *p, struct problem *why);
MUST_USE int zones_read(struct db *db, struct program *p, struct arena *into, struct problem *why);
/* What model/program_check.h says of them, as they are in the database. */
MUST_USE int zones_check(struct db *db, struct problem *why);

/* The settings of a struct program, as a store_work. */
MUST_USE int settings_put(struct db *db, const void *program, struct problem *why);
MUST_USE int settings_read(struct db *db, struct program *p, struct arena *into,
                           struct problem *why);
