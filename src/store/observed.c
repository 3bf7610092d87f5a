/* A capture and all that was seen in it come and go as one. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/plant.h"

/* Rows name their capture by index: a bug of ours if it is none. */
#define ASSERT_CAPTURES(o, rows)                                                                   \
    for (size_t i = 0; i < (o)->rows.count; i++)                                                   \
    assert((o)->rows.items[i].capture < (o)->captures.count)

static void assert_captures(const struct observed *o)
{
    ASSERT_CAPTURES(o, skips);
    ASSERT_CAPTURES(o, bindings);
    ASSERT_CAPTURES(o, facts);
    ASSERT_CAPTURES(o, conversations);
    ASSERT_CAPTURES(o, protocols);
}

static int add_numbered(struct db *db, const struct observed_work *w, struct problem *why)
{
    int rc = captures_insert(db, w, why);

    if (rc == 0)
        rc = traffic_insert(db, w, why);
    return rc < 0 ? rc : facts_insert(db, w, why);
}

static int add_observed(struct db *db, const void *about, struct problem *why)
{
    const struct observed *o = about;
    ARRAY(uint32_t) captures = { 0 };

    for (size_t i = 0; i < o->captures.count; i++)
        *array_add(&captures) = 0;
    int rc = captures_number(db, o, captures.items, why);
    if (rc == 0)
        rc = add_numbered(db, &(struct observed_work){ o, captures.items }, why);
    array_free(&captures);
    return rc;
}

int store_add_observed(struct store *store, const struct observed *o, struct problem *why)
{
    assert_captures(o);
    return store_change(store, add_observed, o, why);
}

static int read_observed(struct db *db, struct observed *o, struct problem *why)
{
    int rc = captures_read(db, o, why);

    if (rc == 0)
        rc = traffic_read(db, o, why);
    return rc < 0 ? rc : facts_read(db, o, why);
}

int store_read_observed(struct store *store, struct observed *o, struct problem *why)
{
    int rc = db_begin_read(store->db, why);

    if (rc < 0)
        return rc;
    rc = read_observed(store->db, o, why);
    db_rollback(store->db);
    if (rc == 0)
        observed_sort(o);
    return rc;
}
