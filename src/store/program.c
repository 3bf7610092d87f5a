/* All that people decided, read and replaced as one. */
#include <errno.h>

#include "store/plant.h"

static int replace_program(struct db *db, const void *about, struct problem *why)
{
    const struct program *p = about;
    int rc = zones_clear(db, why);

    if (rc == 0)
        rc = ledgers_clear(db, why);
    if (rc == 0)
        rc = settings_put(db, p, why);
    if (rc == 0)
        rc = zones_insert(db, p, why);
    if (rc == 0)
        rc = ledgers_insert(db, p, why);
    return rc < 0 ? rc : zones_check(db, why);
}

int store_replace_program(struct store *store, const struct program *p, struct problem *why)
{
    return store_change(store, replace_program, p, why);
}

struct merged {
    struct store *store;
    const struct program *program;
    uint64_t version;
};

static int replace_program_of(struct db *db, const void *about, struct problem *why)
{
    const struct merged *m = about;
    uint64_t version = 0;
    int rc = store_version(m->store, &version, why);

    if (rc == 0 && version != m->version)
        return problem_set(why, -EBUSY,
                           "the plant was changed by somebody else meanwhile; nothing was done");
    return rc < 0 ? rc : replace_program(db, m->program, why);
}

int store_replace_program_of(struct store *store, const struct program *p, uint64_t version,
                             struct problem *why)
{
    return store_change(store, replace_program_of, &(struct merged){ store, p, version }, why);
}

static int read_program(struct db *db, struct program *p, struct arena *into, struct problem *why)
{
    int rc = settings_read(db, p, into, why);

    if (rc == 0)
        rc = zones_read(db, p, into, why);
    return rc < 0 ? rc : ledgers_read(db, p, into, why);
}

int store_read_program(struct store *store, struct program *p, struct arena *into,
                       struct problem *why)
{
    int rc = db_begin_read(store->db, why);

    if (rc < 0)
        return rc;
    rc = read_program(store->db, p, into, why);
    db_rollback(store->db);
    return rc;
}
