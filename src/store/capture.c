/* Captures, what was skipped in them, and how much of each protocol they hold. */
#include <errno.h>

#include "store/plant.h"

struct capture_row {
    uint32_t id;
    struct capture row;
};

static const struct record_column capture_columns[] = {
    COLUMN(struct capture_row, id, "id"),
    COLUMN(struct capture_row, row.path, "path"),
    COLUMN(struct capture_row, row.digest, "digest"),
    COLUMN(struct capture_row, row.packets, "packets"),
    COLUMN(struct capture_row, row.bytes, "bytes"),
    COLUMN(struct capture_row, row.first, "first_at"),
    COLUMN(struct capture_row, row.last, "last_at"),
    COLUMN(struct capture_row, row.truncated, "truncated"),
    COLUMN(struct capture_row, row.malformed, "malformed"),
    COLUMN(struct capture_row, row.skipped, "skipped"),
    COLUMN(struct capture_row, row.live.interface, "interface"),
    COLUMN(struct capture_row, row.live.from, "from_at"),
    COLUMN(struct capture_row, row.live.to, "to_at"),
    COLUMN(struct capture_row, row.live.down, "down"),
    COLUMN(struct capture_row, row.live.gap, "gap"),
    COLUMN(struct capture_row, row.live.dropped, "dropped"),
    COLUMN(struct capture_row, row.live.missed, "missed"),
    COLUMN(struct capture_row, row.live.not_kept, "not_kept"),
};
static const struct relation capture_relation =
    RELATION(capture_columns, struct capture_row, .table = "capture", .keys = 1, .order = "id");

static const struct record_column skip_columns[] = {
    COLUMN(struct skip, capture, "capture"),
    COLUMN(struct skip, reason, "reason"),
    COLUMN(struct skip, count, "count"),
    COLUMN(struct skip, first_frame, "first_frame"),
};
const struct relation skip_relation =
    RELATION(skip_columns, struct skip, .table = "skip", .keys = 2);

static const struct record_column protocol_columns[] = {
    COLUMN(struct protocol_count, capture, "capture"),
    COLUMN(struct protocol_count, name, "name"),
    COLUMN(struct protocol_count, packets, "packets"),
    COLUMN(struct protocol_count, bytes, "bytes"),
    COLUMN(struct protocol_count, messages, "messages"),
    COLUMN(struct protocol_count, malformed, "malformed"),
};
const struct relation protocol_relation =
    RELATION(protocol_columns, struct protocol_count, .table = "protocol_count", .keys = 2);

static int next_capture(struct db *db, uint32_t *id, struct problem *why)
{
    static const struct query query = { "next capture",
                                        "SELECT coalesce(max(id), 0) FROM capture" };
    struct statement *s = db_statement(db, &query);
    int rc = statement_next(s, why);

    if (rc == 1)
        *id = (uint32_t)column_integer(s) + 1;
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

int capture_keep(struct db *db, const struct capture *c, uint32_t *number, struct problem *why)
{
    int rc = *number ? 0 : next_capture(db, number, why);

    return rc < 0 ? rc
                  : record_put(db, &capture_relation, &(struct capture_row){ *number, *c }, why);
}

int capture_last_listened(struct db *db, struct text interface, moment_us *to, struct problem *why)
{
    static const struct query query = {
        "last run of an interface",
        "SELECT coalesce(max(to_at), 0) FROM capture WHERE interface = $1"
    };
    struct statement *s = db_statement(db, &query);

    bind_text(s, interface);
    int rc = statement_next(s, why);
    if (rc == 1)
        *to = column_integer(s);
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

/* Was this file loaded before?  A live capture has no digest and is always new. */
static int is_known(struct db *db, struct text digest, struct problem *why)
{
    static const struct query query = { "known capture",
                                        "SELECT id FROM capture WHERE digest = $1" };

    if (!digest.length)
        return 0;
    struct statement *s = db_statement(db, &query);
    bind_text(s, digest);
    int rc = statement_next(s, why);
    statement_stop(s);
    return rc;
}

int store_has_capture(struct store *store, struct text digest, struct problem *why)
{
    return is_known(store->db, digest, why);
}

int captures_number(struct db *db, const struct observed *o, uint32_t *captures,
                    struct problem *why)
{
    uint32_t id = 0, added = 0;
    int rc = next_capture(db, &id, why);

    for (size_t i = 0; rc == 0 && i < o->captures.count; i++) {
        int known = is_known(db, o->captures.items[i].digest, why);
        if (known < 0)
            return known;
        captures[i] = known ? 0 : id + added++;
        if (!known)
            rc = record_insert(db, &capture_relation,
                               &(struct capture_row){ captures[i], o->captures.items[i] }, why);
    }
    return rc < 0 ? rc : added == 0;
}

int captures_insert(struct db *db, const struct observed_work *w, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->o->skips.count; i++) {
        struct skip row = w->o->skips.items[i];
        row.capture = w->captures[row.capture];
        if (row.capture)
            rc = record_insert(db, &skip_relation, &row, why);
    }
    for (size_t i = 0; rc == 0 && i < w->o->protocols.count; i++) {
        struct protocol_count row = w->o->protocols.items[i];
        row.capture = w->captures[row.capture];
        if (row.capture)
            rc = record_insert(db, &protocol_relation, &row, why);
    }
    return rc;
}

/* Captures are numbered without gaps, so that a row's capture is its index plus one. */
static int read_captures(struct db *db, struct observed *o, struct problem *why)
{
    struct record_reader reader = record_read(db, &capture_relation, &o->text);
    struct capture_row row;
    int rc;

    while ((rc = record_next(&reader, &row, why)) == 1) {
        *array_add(&o->captures) = row.row;
        if (row.id != o->captures.count) {
            statement_stop(reader.statement);
            return problem_set(why, -EILSEQ, "%s: table capture: number %zu is missing",
                               db_where(db), o->captures.count);
        }
    }
    return rc;
}

int captures_read(struct db *db, struct observed *o, struct problem *why)
{
    struct skip skip;
    struct protocol_count protocol;
    int rc = read_captures(db, o, why);

    if (rc < 0)
        return rc;
    struct record_reader reader = record_read(db, &skip_relation, &o->text);
    while ((rc = record_next(&reader, &skip, why)) == 1) {
        skip.capture--;
        *array_add(&o->skips) = skip;
    }
    if (rc < 0)
        return rc;
    reader = record_read(db, &protocol_relation, &o->text);
    while ((rc = record_next(&reader, &protocol, why)) == 1) {
        protocol.capture--;
        *array_add(&o->protocols) = protocol;
    }
    return rc;
}
