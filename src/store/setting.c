/* What the plant is called, and whose clock counts. */
#include "store/plant.h"

struct setting_row {
    struct text name, value;
};

static const struct record_column columns[] = {
    COLUMN(struct setting_row, name, "name"),
    COLUMN(struct setting_row, value, "value"),
};
static const struct relation relation =
    RELATION(columns, struct setting_row, .table = "setting", .keys = 1);

static const char observed_clock[] = "observed"; /* "wall" otherwise */

int settings_put(struct db *db, const void *program, struct problem *why)
{
    const struct program *p = program;
    const struct setting_row rows[] = {
        { TEXT("plant"), p->plant },
        { TEXT("organisation"), p->organisation },
        { TEXT("site"), p->site },
        { TEXT("clock"), text_of(p->clock_observed ? observed_clock : "wall") },
    };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < COUNT_OF(rows); i++)
        rc = record_put(db, &relation, &rows[i], why);
    return rc;
}

static int get(struct db *db, struct text name, struct text *value, struct arena *into,
               struct problem *why)
{
    struct setting_row row = { .name = name };
    int rc = record_find(db, &relation, &row, into, why);

    if (rc == 1)
        *value = row.value;
    return rc < 0 ? rc : 0;
}

int settings_read(struct db *db, struct program *p, struct arena *into, struct problem *why)
{
    struct text clock = { 0 };
    int rc = get(db, TEXT("plant"), &p->plant, into, why);

    if (rc == 0)
        rc = get(db, TEXT("organisation"), &p->organisation, into, why);
    if (rc == 0)
        rc = get(db, TEXT("site"), &p->site, into, why);
    if (rc == 0)
        rc = get(db, TEXT("clock"), &clock, into, why);
    if (rc == 0)
        p->clock_observed = text_is(clock, observed_clock);
    return rc;
}

int store_put_settings(struct store *store, const struct program *p, struct problem *why)
{
    return store_change(store, settings_put, p, why);
}
