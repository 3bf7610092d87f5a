#include "api/asset_operations.h"

#include <errno.h>

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

struct operations_query {
    struct page page;
    enum asset_direction direction;
};

static bool parse_direction(struct text t, void *direction)
{
    bool received = text_is(t, "received");

    *(enum asset_direction *)direction = received ? OPERATIONS_received : OPERATIONS_issued;
    return received || text_is(t, "issued");
}

static const struct input_field fields[] = {
    INPUT_PARSED(struct operations_query, direction, "direction", parse_direction,
                 "must be issued or received"),
    PAGE_FIELDS(struct operations_query),
};
const struct shape operations_query = SHAPE(struct operations_query, fields);

const struct talk **asset_talks(const struct plant_view *v, const struct inventory_row *row,
                                struct arena *into, size_t *count)
{
    const uint32_t *order = orders_get(&v->talks.orders, talks_busiest_first);
    const struct talk **found = arena_array(into, const struct talk *, v->talks.rows.count);

    *count = 0;
    for (size_t i = 0; i < v->talks.rows.count; i++)
        if (talk_is_of(&v->talks.rows.items[order[i]], row))
            found[(*count)++] = &v->talks.rows.items[order[i]];
    return found;
}

static const struct talk_end *end_of(const struct talk *talk, bool client)
{
    return client ? &talk->client : &talk->server;
}

static const struct talk_end *peer_of(const struct talk *talk, enum asset_direction direction)
{
    return end_of(talk, direction == OPERATIONS_received);
}

static bool is_own(const struct talk *talk, const struct inventory_row *row,
                   enum asset_direction direction)
{
    return end_of(talk, direction == OPERATIONS_issued)->row == row;
}

struct asset_operations asset_operations_of(const struct plant_view *v,
                                            const struct inventory_row *row,
                                            enum asset_direction direction, struct arena *into)
{
    size_t talks_count, most = 0, count = 0;
    const struct talk **talks = asset_talks(v, row, into, &talks_count);

    for (size_t i = 0; i < talks_count; i++)
        most += talks[i]->dialogue->operations.count;
    struct asset_operation *rows = arena_array(into, struct asset_operation, most);
    for (size_t i = 0; i < talks_count; i++) {
        if (!is_own(talks[i], row, direction))
            continue;
        for (ARRAY_EACH(const struct dialogue_operation, o, &talks[i]->dialogue->operations))
            rows[count++] = (struct asset_operation){ talks[i], o };
    }
    return (struct asset_operations){ direction, rows, count };
}

void json_asset_operations(struct json *j, const char *key, const struct asset_operations *o,
                           size_t from, size_t to)
{
    json_array(j, key);
    for (size_t i = from; i < to; i++) {
        json_object(j, NULL);
        json_end(j, "peer", peer_of(o->rows[i].talk, o->direction));
        json_text(j, "conversation", o->rows[i].talk->id);
        json_operation(j, "operation", o->rows[i].operation);
        json_object_end(j);
    }
    json_array_end(j);
}

static void list_row(struct listing *t, const struct asset_operation *row,
                     enum asset_direction direction)
{
    const struct talk_end *peer = peer_of(row->talk, direction);
    const struct operation_count *sum = &row->operation->sum;

    listing_text(t, peer->id);
    listing_text(t, peer->row ? peer->row->name : (struct text){ 0 });
    listing_text(t, peer->zone);
    listing_text(t, row->talk->id);
    listing_text(t, sum->protocol);
    listing_text(t, sum->code);
    listing_text(t, sum->name);
    listing_string(t, class_name(sum->class));
    listing_string(t, access_name(class_access(sum->class)));
    listing_unsigned(t, sum->requests);
    listing_unsigned(t, sum->responses);
    listing_unsigned(t, sum->errors);
    listing_unsigned(t, sum->interval);
    listing_unsigned(t, sum->regularity);
    listing_moment(t, sum->first);
    listing_moment(t, sum->last);
    listing_unsigned(t, sum->first_frame);
}

static int list_as_csv(struct request *r, const struct asset_operations *o, struct span span)
{
    static const char *const columns[] = { "peer",        "peer_name",  "peer_zone", "conversation",
                                           "protocol",    "code",       "name",      "class",
                                           "access",      "requests",   "responses", "errors",
                                           "interval_us", "regularity", "first",     "last",
                                           "first_frame", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-asset-operations/1", columns);
    for (size_t i = span.from; i < span.to; i++)
        list_row(&t, &o->rows[i], o->direction);
    return reply_listing(&r->reply, &t);
}

int asset_operations_list(struct request *r, struct problem *why)
{
    const struct operations_query *q = r->input;
    const struct inventory_row *row = inventory_find(&r->view->inventory, r->path[0]);

    if (!row)
        return problem_set(why, -ENOENT, "there is no asset \"%.*s\"", SHOWN(r->path[0]));
    struct asset_operations o = asset_operations_of(r->view, row, q->direction, &r->arena);
    struct span span = page_span(&q->page, o.count);
    if (q->page.csv)
        return list_as_csv(r, &o, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, o.count, &j);
    json_asset_operations(&j, "rows", &o, span.from, span.to);
    json_object_end(&j);
    return 0;
}
