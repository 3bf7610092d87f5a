/* All that people decided, read and replaced as one. */
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
