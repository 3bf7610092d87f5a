/*
 * conversations.c - who talks to whom with what, and what the conduits say to it.
 */
#include <errno.h>

#include "api/route.h"
#include "api/rows.h"
#include "api/talk_filter.h"

struct talks_query {
    struct page page;
    struct talk_words words;
    struct order_choice order;
};

static bool parse_order(struct text t, void *order)
{
    return order_parse(talk_columns, talk_column_count, t, order);
}

static const struct input_field fields[] = {
    TALK_FIELDS(struct talks_query),
    INPUT_PARSED(struct talks_query, order, "sort", parse_order,
                 "must be a column of the conversations, with \"-\" before it for descending"),
    PAGE_FIELDS(struct talks_query),
};
static const struct talks_query defaults = { .words = TALK_WORDS_NONE,
                                             .order = { .column = TALKS_BY_CLIENT } };
const struct shape talks_query = {
    .fields = fields, .count = COUNT_OF(fields), .size = sizeof defaults, .defaults = &defaults
};

void json_end(struct json *j, const char *key, const struct talk_end *end)
{
    static const struct inventory_row stranger = { .name = { 0 } };
    const struct inventory_row *row = end->row ? end->row : &stranger;

    json_object(j, key);
    json_text(j, "id", end->id);
    json_text(j, "name", row->name);
    json_string(j, "class", asset_class_name(inventory_class(row)));
    json_text(j, "role", inventory_role(row));
    json_text(j, "zone", end->zone);
    json_bool(j, "is_group", end->is_group);
    json_object_end(j);
}

void json_operation(struct json *j, const char *key, const struct dialogue_operation *o)
{
    json_object(j, key);
    json_text(j, "protocol", o->sum.protocol);
    json_text(j, "code", o->sum.code);
    json_text(j, "name", o->sum.name);
    json_string(j, "class", class_name(o->sum.class));
    json_string(j, "access", access_name(class_access(o->sum.class)));
    json_unsigned(j, "requests", o->sum.requests);
    json_unsigned(j, "responses", o->sum.responses);
    json_unsigned(j, "errors", o->sum.errors);
    json_unsigned(j, "interval_us", o->sum.interval);
    json_unsigned(j, "regularity", o->sum.regularity);
    json_moment(j, "first", o->sum.first);
    json_moment(j, "last", o->sum.last);
    json_unsigned(j, "first_frame", o->sum.first_frame);
    json_object_end(j);
}

static void print_verdict(struct json *j, const struct passage *p)
{
    json_object(j, "verdict");
    json_string(j, "state", passage_state_name(p->state));
    json_text(j, "conduit", p->conduit ? p->conduit->id : TEXT(""));
    json_text(j, "reason", p->reason);
    json_object_end(j);
}

static void print_figures(struct json *j, const struct dialogue *d)
{
    json_string(j, "transport", transport_name(d->transport));
    json_unsigned(j, "port", d->port);
    json_text(j, "protocol", d->protocol);
    json_unsigned(j, "packets", d->packets);
    json_unsigned(j, "bytes", d->bytes);
    json_unsigned(j, "packets_from_client", d->packets_from_client);
    json_bool(j, "established", d->established);
    json_moment(j, "first", d->first);
    json_moment(j, "last", d->last);
}

void json_conversation(struct json *j, const char *key, const struct plant_view *v,
                       const struct talk *talk)
{
    const struct dialogue *d = talk->dialogue;
    const struct conversation *seen = dialogue_first_row(d, &v->plant.observed);

    json_object(j, key);
    json_text(j, "id", talk->id);
    json_end(j, "client", &talk->client);
    json_end(j, "server", &talk->server);
    print_figures(j, d);
    json_sighting(j, "seen", &v->plant.observed, seen->capture, seen->first_frame);
    json_access_list(j, "access", d->access);
    json_array(j, "operations");
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
        json_operation(j, NULL, o);
    json_array_end(j);
    print_verdict(j, talk->passage);
    json_object_end(j);
}

static void list_row(struct listing *t, const struct talk *talk, struct arena *into)
{
    const struct dialogue *d = talk->dialogue;

    listing_text(t, talk->id);
    listing_text(t, talk->client.id);
    listing_text(t, talk->client.zone);
    listing_text(t, talk->server.id);
    listing_text(t, talk->server.zone);
    listing_string(t, transport_name(d->transport));
    listing_unsigned(t, d->port);
    listing_text(t, d->protocol);
    listing_unsigned(t, d->packets);
    listing_unsigned(t, d->bytes);
    listing_unsigned(t, d->packets_from_client);
    listing_bool(t, d->established);
    listing_moment(t, d->first);
    listing_moment(t, d->last);
    listing_text(t, access_names(d->access, into));
    listing_string(t, passage_state_name(talk->passage->state));
    listing_text(t, talk->passage->conduit ? talk->passage->conduit->id : TEXT(""));
    listing_text(t, talk->passage->reason);
}

static int list_as_csv(struct request *r, const struct selection *s, struct span span)
{
    static const char *const columns[] = { "id",
                                           "client",
                                           "zone_from",
                                           "server",
                                           "zone_to",
                                           "transport",
                                           "port",
                                           "protocol",
                                           "packets",
                                           "bytes",
                                           "packets_from_client",
                                           "established",
                                           "first",
                                           "last",
                                           "access",
                                           "verdict",
                                           "conduit",
                                           "reason",
                                           NULL };
    struct listing t;

    listing_init(&t, "bulkhead-conversations/1", columns);
    for (size_t i = span.from; i < span.to; i++)
        list_row(&t, &r->view->talks.rows.items[s->rows[i]], &r->arena);
    return reply_listing(&r->reply, &t);
}

int conversations_list(struct request *r, struct problem *why)
{
    const struct talks_query *q = r->input;
    const struct plant_view *v = r->view;
    struct selection s = talks_select(r, &q->words, q->order);
    struct span span = page_span(&q->page, s.count);
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, &s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, s.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_conversation(&j, NULL, v, &v->talks.rows.items[s.rows[i]]);
    json_array_end(&j);
    json_object(&j, "facets");
    facet_print(&v->talks.facets[TALK_FACET_protocol], &j, "protocol");
    facet_print(&v->talks.facets[TALK_FACET_verdict], &j, "verdict");
    json_object_end(&j);
    json_object_end(&j);
    return 0;
}

int conversation_get(struct request *r, struct problem *why)
{
    const struct talk *talk = talks_find(&r->view->talks, r->path[0]);

    if (!talk)
        return problem_set(why, -ENOENT, "there is no conversation \"%.*s\"", SHOWN(r->path[0]));
    struct json j = reply_json(&r->reply);
    json_conversation(&j, NULL, r->view, talk);
    return 0;
}
