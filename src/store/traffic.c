/* Who has which address, who talks to whom, and what they ask of each other. */
#include "store/plant.h"

static const struct record_column binding_columns[] = {
    COLUMN(struct binding, capture, "capture"), COLUMN(struct binding, mac, "mac"),
    COLUMN(struct binding, ip, "ip"),           WORD(struct binding, how, "how", binding_words),
    COLUMN(struct binding, count, "count"),     COLUMN(struct binding, first, "first_at"),
    COLUMN(struct binding, last, "last_at"),    COLUMN(struct binding, first_frame, "first_frame"),
};
const struct relation binding_relation =
    RELATION(binding_columns, struct binding, .table = "binding", .keys = 4);

struct conversation_row {
    uint32_t id;
    struct conversation row;
};

static const struct record_column conversation_columns[] = {
    COLUMN(struct conversation_row, id, "id"),
    COLUMN(struct conversation_row, row.capture, "capture"),
    COLUMN(struct conversation_row, row.client, "client"),
    COLUMN(struct conversation_row, row.server, "server"),
    WORD(struct conversation_row, row.transport, "transport", transport_words),
    COLUMN(struct conversation_row, row.port, "port"),
    COLUMN(struct conversation_row, row.protocol, "protocol"),
    COLUMN(struct conversation_row, row.packets, "packets"),
    COLUMN(struct conversation_row, row.bytes, "bytes"),
    COLUMN(struct conversation_row, row.packets_from_client, "packets_from_client"),
    COLUMN(struct conversation_row, row.established, "established"),
    COLUMN(struct conversation_row, row.hours, "hours"),
    COLUMN(struct conversation_row, row.first, "first_at"),
    COLUMN(struct conversation_row, row.last, "last_at"),
    COLUMN(struct conversation_row, row.first_frame, "first_frame"),
};
static const struct relation conversation_relation =
    RELATION(conversation_columns, struct conversation_row, .table = "conversation", .keys = 1,
             .order = "id");

struct operation_row {
    struct part part;
    struct operation_count item;
};

static const struct record_column operation_columns[] = {
    COLUMN(struct operation_row, part.number, "conversation"),
    COLUMN(struct operation_row, part.place, "place"),
    COLUMN(struct operation_row, item.protocol, "protocol"),
    COLUMN(struct operation_row, item.code, "code"),
    COLUMN(struct operation_row, item.name, "name"),
    WORD(struct operation_row, item.class, "class", class_words),
    COLUMN(struct operation_row, item.requests, "requests"),
    COLUMN(struct operation_row, item.responses, "responses"),
    COLUMN(struct operation_row, item.errors, "errors"),
    COLUMN(struct operation_row, item.interval, "interval_us"),
    COLUMN(struct operation_row, item.regularity, "regularity"),
    COLUMN(struct operation_row, item.first, "first_at"),
    COLUMN(struct operation_row, item.last, "last_at"),
    COLUMN(struct operation_row, item.first_frame, "first_frame"),
};
static const struct relation operation_relation =
    RELATION(operation_columns, struct operation_row, .table = "operation", .keys = 2,
             .order = "conversation, place");
static const struct list operations =
    LIST(operation_relation, struct operation_row, struct conversation, operations);

int last_conversation(struct db *db, uint32_t *id, struct problem *why)
{
    static const struct query query = { "last conversation",
                                        "SELECT coalesce(max(id), 0) FROM conversation" };
    struct statement *s = db_statement(db, &query);
    int rc = statement_next(s, why);

    if (rc == 1)
        *id = (uint32_t)column_integer(s);
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

static int insert_conversation(struct db *db, const struct conversation *c, uint32_t id,
                               uint32_t capture, struct problem *why)
{
    struct conversation_row row = { id, *c };

    row.row.capture = capture;
    int rc = record_insert(db, &conversation_relation, &row, why);
    return rc < 0 ? rc : list_insert(db, &operations, c, (struct part){ .number = id }, why);
}

int conversation_keep(struct db *db, const struct conversation *c, uint32_t id, uint32_t capture,
                      struct problem *why)
{
    struct operation_row owned = { .part.number = id };
    struct conversation_row row = { id, *c };

    row.row.capture = capture;
    int rc = record_remove_of(db, &operation_relation, &owned, why);
    if (rc == 0)
        rc = record_put(db, &conversation_relation, &row, why);
    return rc < 0 ? rc : list_insert(db, &operations, c, owned.part, why);
}

int conversation_drop(struct db *db, uint32_t id, struct problem *why)
{
    int rc = record_remove_of(db, &operation_relation,
                              &(struct operation_row){ .part.number = id }, why);

    return rc < 0 ? rc
                  : record_remove_of(db, &conversation_relation,
                                     &(struct conversation_row){ .id = id }, why);
}

int traffic_insert(struct db *db, const struct observed_work *w, struct problem *why)
{
    uint32_t id = 0;
    int rc = last_conversation(db, &id, why);

    for (size_t i = 0; rc == 0 && i < w->o->bindings.count; i++) {
        struct binding row = w->o->bindings.items[i];
        row.capture = w->captures[row.capture];
        if (row.capture)
            rc = record_insert(db, &binding_relation, &row, why);
    }
    for (size_t i = 0; rc == 0 && i < w->o->conversations.count; i++) {
        const struct conversation *c = &w->o->conversations.items[i];
        uint32_t capture = w->captures[c->capture];
        if (capture)
            rc = insert_conversation(db, c, ++id, capture, why);
    }
    return rc;
}

static int read_bindings(struct db *db, struct observed *o, struct problem *why)
{
    struct record_reader reader = record_read(db, &binding_relation, &o->text);
    struct binding row;
    int rc;

    while ((rc = record_next(&reader, &row, why)) == 1) {
        row.capture--;
        *array_add(&o->bindings) = row;
    }
    return rc;
}

/* Operations come in the order of conversation ids, so the owner is never behind. */
struct walk {
    struct observed *o;
    ARRAY(uint32_t) ids; /* of the conversations in o */
    size_t at;
};

static void *owner_of_operation(void *context, const struct part *part)
{
    struct walk *walk = context;

    while (walk->at < walk->ids.count && walk->ids.items[walk->at] < part->number)
        walk->at++;
    if (walk->at == walk->ids.count || walk->ids.items[walk->at] != part->number)
        return NULL;
    return &walk->o->conversations.items[walk->at];
}

static int read_conversations(struct db *db, struct walk *walk, struct problem *why)
{
    struct observed *o = walk->o;
    struct record_reader reader = record_read(db, &conversation_relation, &o->text);
    struct conversation_row row = { 0 };
    int rc;

    while ((rc = record_next(&reader, &row, why)) == 1) {
        row.row.capture--;
        *array_add(&o->conversations) = row.row;
        *array_add(&walk->ids) = row.id;
    }
    return rc;
}

int traffic_read(struct db *db, struct observed *o, struct problem *why)
{
    struct walk walk = { .o = o };
    int rc = read_bindings(db, o, why);

    if (rc == 0)
        rc = read_conversations(db, &walk, why);
    if (rc == 0)
        rc = list_read(db, &operations, owner_of_operation, &walk, &o->text, why);
    array_free(&walk.ids);
    return rc;
}
