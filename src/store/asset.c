/* What identify derived: replaced as a whole by every run, so never half old. */
#include "store/plant.h"

struct asset_row {
    uint32_t number;
    struct asset row;
};

static const struct record_column asset_columns[] = {
    COLUMN(struct asset_row, number, "number"),
    WORD(struct asset_row, row.class, "class", asset_class_words),
    COLUMN(struct asset_row, row.class_decision.value, "class_word"),
    COLUMN(struct asset_row, row.class_decision.reason, "class_reason"),
    COLUMN(struct asset_row, row.class_decision.confidence, "class_confidence"),
    COLUMN(struct asset_row, row.role.value, "role"),
    COLUMN(struct asset_row, row.role.reason, "role_reason"),
    COLUMN(struct asset_row, row.role.confidence, "role_confidence"),
    COLUMN(struct asset_row, row.level.value, "level"),
    COLUMN(struct asset_row, row.level.reason, "level_reason"),
    COLUMN(struct asset_row, row.level.confidence, "level_confidence"),
    COLUMN(struct asset_row, row.routed, "routed"),
    COLUMN(struct asset_row, row.is_virtual, "is_virtual"),
    COLUMN(struct asset_row, row.packets, "packets"),
    COLUMN(struct asset_row, row.hours, "hours"),
    COLUMN(struct asset_row, row.first, "first_at"),
    COLUMN(struct asset_row, row.last, "last_at"),
};
static const struct relation asset_relation =
    RELATION(asset_columns, struct asset_row, .table = "asset", .keys = 1, .order = "number");

#define PART_COLUMNS(row) COLUMN(row, part.number, "asset"), COLUMN(row, part.place, "place")
#define PART_RELATION(list, row, name)                                                             \
    RELATION(list, row, .table = (name), .keys = 2, .order = "asset, place")

struct address_row {
    struct part part;
    struct address item;
};
static const struct record_column address_columns[] = {
    PART_COLUMNS(struct address_row),
    COLUMN(struct address_row, item, "address"),
};
static const struct relation mac_relation =
    PART_RELATION(address_columns, struct address_row, "asset_mac");
static const struct relation ip_relation =
    PART_RELATION(address_columns, struct address_row, "asset_ip");

struct name_row {
    struct part part;
    struct text item;
};
static const struct record_column name_columns[] = {
    PART_COLUMNS(struct name_row),
    COLUMN(struct name_row, item, "name"),
};
static const struct relation name_relation =
    PART_RELATION(name_columns, struct name_row, "asset_name");

struct sighting_row {
    struct part part;
    struct sighting item;
};
static const struct record_column sighting_columns[] = {
    PART_COLUMNS(struct sighting_row),
    COLUMN(struct sighting_row, item.part, "part"),
    WORD(struct sighting_row, item.field, "field", field_words),
    COLUMN(struct sighting_row, item.value, "value"),
    COLUMN(struct sighting_row, item.source, "source"),
    COLUMN(struct sighting_row, item.confidence, "confidence"),
    COLUMN(struct sighting_row, item.contradicts, "contradicts"),
    COLUMN(struct sighting_row, item.capture, "capture"),
    COLUMN(struct sighting_row, item.frame, "frame"),
    COLUMN(struct sighting_row, item.count, "count"),
    COLUMN(struct sighting_row, item.first, "first_at"),
    COLUMN(struct sighting_row, item.last, "last_at"),
};
static const struct relation sighting_relation =
    PART_RELATION(sighting_columns, struct sighting_row, "asset_evidence");

struct address_claim_row {
    struct part part;
    struct address_claim item;
};
static const struct record_column address_claim_columns[] = {
    PART_COLUMNS(struct address_claim_row),
    COLUMN(struct address_claim_row, item.mac, "mac"),
    COLUMN(struct address_claim_row, item.ip, "ip"),
    WORD(struct address_claim_row, item.how, "how", binding_words),
    COLUMN(struct address_claim_row, item.disputed, "disputed"),
    COLUMN(struct address_claim_row, item.capture, "capture"),
    COLUMN(struct address_claim_row, item.frame, "frame"),
    COLUMN(struct address_claim_row, item.count, "count"),
    COLUMN(struct address_claim_row, item.first, "first_at"),
    COLUMN(struct address_claim_row, item.last, "last_at"),
};
static const struct relation address_claim_relation =
    PART_RELATION(address_claim_columns, struct address_claim_row, "asset_address_claim");

struct asset_protocol_row {
    struct part part;
    struct asset_protocol item;
};
static const struct record_column asset_protocol_columns[] = {
    PART_COLUMNS(struct asset_protocol_row),
    COLUMN(struct asset_protocol_row, item.name, "name"),
    COLUMN(struct asset_protocol_row, item.as_client, "as_client"),
    COLUMN(struct asset_protocol_row, item.as_server, "as_server"),
};
static const struct relation asset_protocol_relation =
    PART_RELATION(asset_protocol_columns, struct asset_protocol_row, "asset_protocol");

struct judgement_row {
    struct part part;
    struct judgement item;
};
static const struct record_column judgement_columns[] = {
    PART_COLUMNS(struct judgement_row),
    COLUMN(struct judgement_row, item.rule, "rule"),
    WORD(struct judgement_row, item.class, "class", asset_class_words),
    COLUMN(struct judgement_row, item.role, "role"),
    COLUMN(struct judgement_row, item.level, "level"),
    COLUMN(struct judgement_row, item.reason, "reason"),
    COLUMN(struct judgement_row, item.confidence, "confidence"),
};
static const struct relation judgement_relation =
    PART_RELATION(judgement_columns, struct judgement_row, "asset_judgement");

static const struct list lists[] = {
    LIST(mac_relation, struct address_row, struct asset, macs),
    LIST(ip_relation, struct address_row, struct asset, ips),
    LIST(name_relation, struct name_row, struct asset, names),
    LIST(sighting_relation, struct sighting_row, struct asset, evidence),
    LIST(address_claim_relation, struct address_claim_row, struct asset, claims),
    LIST(asset_protocol_relation, struct asset_protocol_row, struct asset, protocols),
    LIST(judgement_relation, struct judgement_row, struct asset, judgements),
};

static int insert_asset(struct db *db, const struct asset *asset, uint32_t number,
                        struct problem *why)
{
    int rc = record_insert(db, &asset_relation, &(struct asset_row){ number, *asset }, why);

    for (size_t i = 0; rc == 0 && i < COUNT_OF(lists); i++)
        rc = list_insert(db, &lists[i], asset, (struct part){ .number = number }, why);
    return rc;
}

/* Which captures the assets were derived from: all that there are now. */
static int note_captures(struct db *db, struct problem *why)
{
    static const struct query query = {
        "note identified captures",
        "INSERT INTO identified (id, captures) VALUES (1, (SELECT count(*) FROM capture))"
        " ON CONFLICT (id) DO UPDATE SET captures = excluded.captures"
    };

    return statement_run(db_statement(db, &query), why) < 0 ? why->code : 0;
}

int assets_are_old(struct db *db, struct problem *why)
{
    static const struct query query = { "forget identified captures", "DELETE FROM identified" };

    return statement_run(db_statement(db, &query), why) < 0 ? why->code : 0;
}

int store_assets_are_current(struct store *store, struct problem *why)
{
    static const struct query query = {
        "identified captures",
        "SELECT count(*) FROM identified WHERE captures = (SELECT count(*) FROM capture)"
    };
    struct statement *s = db_statement(store->db, &query);
    int rc = statement_next(s, why);

    if (rc == 1)
        rc = column_integer(s) > 0;
    statement_stop(s);
    return rc;
}

static int replace_assets(struct db *db, const void *about, struct problem *why)
{
    const struct assets *a = about;
    int rc = record_clear(db, &asset_relation, why);

    for (uint32_t i = 0; rc == 0 && i < a->items.count; i++)
        rc = insert_asset(db, &a->items.items[i], i, why);
    return rc < 0 ? rc : note_captures(db, why);
}

int store_replace_assets(struct store *store, const struct assets *a, struct problem *why)
{
    return store_change(store, replace_assets, a, why);
}

static void *owner_of_part(void *context, const struct part *part)
{
    struct assets *a = context;

    return part->number < a->items.count ? &a->items.items[part->number] : NULL;
}

static int read_assets(struct db *db, struct assets *a, struct problem *why)
{
    struct record_reader reader = record_read(db, &asset_relation, &a->text);
    struct asset_row row = { 0 };
    int rc;

    while ((rc = record_next(&reader, &row, why)) == 1) {
        uint32_t number = assets_add(a);
        a->items.items[number] = row.row;
    }
    for (size_t i = 0; rc == 0 && i < COUNT_OF(lists); i++)
        rc = list_read(db, &lists[i], owner_of_part, a, &a->text, why);
    return rc;
}

int store_read_assets(struct store *store, struct assets *a, struct problem *why)
{
    int rc = db_begin_read(store->db, why);

    if (rc < 0)
        return rc;
    rc = read_assets(store->db, a, why);
    db_rollback(store->db);
    if (rc == 0)
        assets_settle(a); /* ids and the look-up by address follow from the addresses */
    return rc;
}
