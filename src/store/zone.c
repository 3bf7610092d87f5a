/* Zones and conduits. */
#include <errno.h>

#include "model/program_check.h"
#include "store/plant.h"

static const struct record_column zone_columns[] = {
    COLUMN(struct zone, id, "id"),
    COLUMN(struct zone, name, "name"),
    COLUMN(struct zone, parent, "parent"),
    COLUMN(struct zone, purpose, "purpose"),
    COLUMN(struct zone, level, "level"),
    COLUMN(struct zone, owner, "owner"),
    COLUMN(struct zone, safety, "safety"),
    COLUMN(struct zone, business, "business"),
    COLUMN(struct zone, sl_target[0], "sl_target_1"),
    COLUMN(struct zone, sl_target[1], "sl_target_2"),
    COLUMN(struct zone, sl_target[2], "sl_target_3"),
    COLUMN(struct zone, sl_target[3], "sl_target_4"),
    COLUMN(struct zone, sl_target[4], "sl_target_5"),
    COLUMN(struct zone, sl_target[5], "sl_target_6"),
    COLUMN(struct zone, sl_target[6], "sl_target_7"),
};
static const struct relation zone_relation =
    RELATION(zone_columns, struct zone, .table = "zone", .keys = 1, .order = "id");

struct prefix_row {
    struct part part;
    struct prefix item;
};
static const struct record_column prefix_columns[] = {
    COLUMN(struct prefix_row, part.id, "zone"),
    COLUMN(struct prefix_row, part.place, "place"),
    COLUMN(struct prefix_row, item, "prefix"),
};
static const struct relation prefix_relation = RELATION(
    prefix_columns, struct prefix_row, .table = "zone_prefix", .keys = 2, .order = "zone, place");

struct member_row {
    struct part part;
    struct address item;
};
static const struct record_column member_columns[] = {
    COLUMN(struct member_row, part.id, "zone"),
    COLUMN(struct member_row, part.place, "place"),
    COLUMN(struct member_row, item, "address"),
};
static const struct relation member_relation = RELATION(
    member_columns, struct member_row, .table = "zone_member", .keys = 2, .order = "zone, place");

static const struct record_column conduit_columns[] = {
    COLUMN(struct conduit, id, "id"),           COLUMN(struct conduit, name, "name"),
    COLUMN(struct conduit, from, "from_zone"),  COLUMN(struct conduit, to, "to_zone"),
    COLUMN(struct conduit, owner, "owner"),     COLUMN(struct conduit, reason, "reason"),
    COLUMN(struct conduit, expires, "expires"),
};
static const struct relation conduit_relation =
    RELATION(conduit_columns, struct conduit, .table = "conduit", .keys = 1, .order = "id");

struct service_row {
    struct part part;
    struct service item;
};
static const struct record_column service_columns[] = {
    COLUMN(struct service_row, part.id, "conduit"),
    COLUMN(struct service_row, part.place, "place"),
    COLUMN(struct service_row, item.protocol, "protocol"),
    WORD(struct service_row, item.transport, "transport", transport_words),
    COLUMN(struct service_row, item.port, "port"),
    COLUMN(struct service_row, item.access, "access"),
};
static const struct relation service_relation = RELATION(
    service_columns, struct service_row, .table = "service", .keys = 2, .order = "conduit, place");

static const struct list prefixes = LIST(prefix_relation, struct prefix_row, struct zone, prefixes);
static const struct list members = LIST(member_relation, struct member_row, struct zone, members);
static const struct list services =
    LIST(service_relation, struct service_row, struct conduit, services);

static int insert_zone_parts(struct db *db, const struct zone *zone, struct problem *why)
{
    struct part owned = { .id = zone->id };
    int rc = list_insert(db, &prefixes, zone, owned, why);

    return rc < 0 ? rc : list_insert(db, &members, zone, owned, why);
}

static int insert_services(struct db *db, const struct conduit *c, struct problem *why)
{
    return list_insert(db, &services, c, (struct part){ .id = c->id }, why);
}

int zones_clear(struct db *db, struct problem *why)
{
    int rc = record_clear(db, &conduit_relation, why);

    return rc < 0 ? rc : record_clear(db, &zone_relation, why);
}

int zones_insert(struct db *db, const struct program *p, struct problem *why)
{
    int rc = rows_insert(db, &zone_relation, &p->zones, why);

    for (size_t i = 0; rc == 0 && i < p->zones.count; i++)
        rc = insert_zone_parts(db, &p->zones.items[i], why);
    if (rc == 0)
        rc = rows_insert(db, &conduit_relation, &p->conduits, why);
    for (size_t i = 0; rc == 0 && i < p->conduits.count; i++)
        rc = insert_services(db, &p->conduits.items[i], why);
    return rc;
}

static void *owner_zone(void *context, const struct part *part)
{
    struct program *p = context;

    for (ARRAY_EACH(struct zone, zone, &p->zones))
        if (text_equal(zone->id, part->id))
            return zone;
    return NULL;
}

static void *owner_conduit(void *context, const struct part *part)
{
    struct program *p = context;

    for (ARRAY_EACH(struct conduit, conduit, &p->conduits))
        if (text_equal(conduit->id, part->id))
            return conduit;
    return NULL;
}

int zones_read(struct db *db, struct program *p, struct arena *into, struct problem *why)
{
    int rc = rows_read(db, &zone_relation, &p->zones, into, why);

    if (rc == 0)
        rc = rows_read(db, &conduit_relation, &p->conduits, into, why);
    if (rc == 0)
        rc = list_read(db, &prefixes, owner_zone, p, into, why);
    if (rc == 0)
        rc = list_read(db, &members, owner_zone, p, into, why);
    return rc < 0 ? rc : list_read(db, &services, owner_conduit, p, into, why);
}

/* The rules are the model's; a plant never holds zones that break one. */
static int check_zones(const struct program *p, struct arena *work, struct problem *why)
{
    struct complaints complaints = { 0 };
    int rc = 0;

    program_check_zones(p, work, &complaints);
    if (complaints.rows.count) {
        struct text first = complaints.rows.items[0].sentence;
        rc = problem_set(why, -EINVAL, "%.*s", (int)first.length, first.at);
    }
    array_free(&complaints.rows);
    return rc;
}

int zones_check(struct db *db, struct problem *why)
{
    struct program p = { 0 };
    struct arena work;

    arena_create(&work, ARENA_TRUSTED);
    int rc = zones_read(db, &p, &work, why);
    if (rc == 0)
        rc = check_zones(&p, &work, why);
    program_finish(&p);
    arena_destroy(&work);
    return rc;
}

static int put_zone(struct db *db, const void *about, struct problem *why)
{
    const struct zone *zone = about;
    struct part owned = { .id = zone->id };
    int rc = record_put(db, &zone_relation, zone, why);

    if (rc == 0)
        rc = record_remove_of(db, &prefix_relation, &(struct prefix_row){ .part = owned }, why);
    if (rc == 0)
        rc = record_remove_of(db, &member_relation, &(struct member_row){ .part = owned }, why);
    if (rc == 0)
        rc = insert_zone_parts(db, zone, why);
    return rc < 0 ? rc : zones_check(db, why);
}

int store_put_zone(struct store *store, const struct zone *zone, struct problem *why)
{
    return store_change(store, put_zone, zone, why);
}

static int put_conduit(struct db *db, const void *about, struct problem *why)
{
    const struct conduit *c = about;
    int rc = record_put(db, &conduit_relation, c, why);

    if (rc == 0)
        rc = record_remove_of(db, &service_relation,
                              &(struct service_row){ .part = { .id = c->id } }, why);
    if (rc == 0)
        rc = insert_services(db, c, why);
    return rc < 0 ? rc : zones_check(db, why);
}

int store_put_conduit(struct store *store, const struct conduit *c, struct problem *why)
{
    return store_change(store, put_conduit, c, why);
}

static int remove_zone(struct db *db, const void *about, struct problem *why)
{
    const struct text *id = about;
    int rc = record_remove(db, &zone_relation, &(struct zone){ .id = *id }, why);

    if (rc < 0)
        return rc;
    if (rc == 0)
        return problem_set(why, -ENOENT, "zone \"%.*s\" is not there", (int)id->length,
                           id->length ? id->at : "");
    rc = zones_check(db, why);
    if (rc == -EINVAL) {
        struct problem inner = *why;
        return problem_set(why, -EINVAL, "zone \"%.*s\" stays: without it, %.300s", (int)id->length,
                           id->at, inner.what);
    }
    return rc;
}

int store_remove_zone(struct store *store, struct text id, struct problem *why)
{
    return store_change(store, remove_zone, &id, why);
}

int store_remove_conduit(struct store *store, struct text id, struct problem *why)
{
    return store_remove_row(store, &conduit_relation, &(struct conduit){ .id = id }, "conduit", id,
                            why);
}
