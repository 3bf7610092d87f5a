/* All that people decided, read and replaced as one. */
#include <stdlib.h>

#include "store/plant.h"

static const struct {
    const struct relation *relation;
    size_t array;
} parts[] = {
    { &registered_relation, offsetof(struct program, registered) },
    { &claim_relation, offsetof(struct program, claims) },
    { &evidence_relation, offsetof(struct program, evidence) },
    { &measure_relation, offsetof(struct program, measures) },
};

static int clear_program(struct db *db, struct problem *why)
{
    int rc = zones_clear(db, why);

    for (size_t i = 0; rc == 0 && i < COUNT_OF(parts); i++)
        rc = record_clear(db, parts[i].relation, why);
    return rc;
}

static int replace_program(struct db *db, const void *about, struct problem *why)
{
    const struct program *p = about;
    int rc = clear_program(db, why);

    if (rc == 0)
        rc = settings_put(db, p, why);
    if (rc == 0)
        rc = zones_insert(db, p, why);
    for (size_t i = 0; rc == 0 && i < COUNT_OF(parts); i++)
        rc = rows_insert(db, parts[i].relation, (const char *)about + parts[i].array, why);
    return rc < 0 ? rc : zones_check(db, why);
}

int store_replace_program(struct store *store, const struct program *p, struct problem *why)
{
    return store_change(store, replace_program, p, why);
}

static int compare_registered(const void *left, const void *right)
{
    const struct registered *a = left, *b = right;

    return address_compare(&a->address, &b->address);
}

static int read_program(struct db *db, struct program *p, struct arena *into, struct problem *why)
{
    int rc = settings_read(db, p, into, why);

    if (rc == 0)
        rc = zones_read(db, p, into, why);
    for (size_t i = 0; rc == 0 && i < COUNT_OF(parts); i++)
        rc = rows_read(db, parts[i].relation, (char *)p + parts[i].array, into, why);
    if (rc == 0 && p->registered.count)
        qsort(p->registered.items, p->registered.count, sizeof *p->registered.items,
              compare_registered);
    return rc;
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
