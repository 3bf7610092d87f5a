/* Compensating measures. */
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct measure, id, "id"),
    COLUMN(struct measure, title, "title"),
    COLUMN(struct measure, requirement, "requirement"),
    COLUMN(struct measure, asset, "asset"),
    COLUMN(struct measure, argument, "argument"),
    COLUMN(struct measure, approver, "approver"),
    COLUMN(struct measure, exit_plan, "exit_plan"),
    COLUMN(struct measure, tested, "tested"),
    COLUMN(struct measure, effective, "effective"),
    COLUMN(struct measure, expires, "expires"),
    COLUMN(struct measure, renewals, "renewals"),
};
const struct relation measure_relation =
    RELATION(columns, struct measure, .table = "measure", .keys = 1, .order = "id");

int store_put_measure(struct store *store, const struct measure *m, struct problem *why)
{
    return store_put_row(store, &measure_relation, m, why);
}

struct new_measure {
    struct measure *row;
    struct arena *into;
};

static int add_measure(struct db *db, const void *about, struct problem *why)
{
    static const struct query ids = { "measure ids", "SELECT id FROM measure" };
    const struct new_measure *new = about;
    int rc = next_row_id(db, &ids, "CM-", new->into, &new->row->id, why);

    return rc < 0 ? rc : record_insert(db, &measure_relation, new->row, why);
}

int store_add_measure(struct store *store, struct measure *m, struct arena *into,
                      struct problem *why)
{
    return store_change(store, add_measure, &(struct new_measure){ m, into }, why);
}

int store_remove_measure(struct store *store, struct text id, struct problem *why)
{
    return store_remove_row(store, &measure_relation, &(struct measure){ .id = id }, "measure", id,
                            why);
}
