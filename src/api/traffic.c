/*
 * traffic.c - who does what to whom: the conversations that fit, added up by
 * pair of zones, by pair of assets or by operation.  What is not allowed comes
 * first, then what has most packets.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/index.h"

#include "api/route.h"
#include "api/rows.h"
#include "api/talk_filter.h"

struct sum {
    const struct talk *talk;                 /* the first one in it: its ends are the row's */
    const struct operation_count *operation; /* of sums by operation; NULL: none was understood */
    uint64_t conversations, not_allowed, packets, bytes;
    uint64_t requests, responses, errors;
    uint8_t access;
    moment_us first, last;
    ARRAY(struct text) protocols;
};

struct sums {
    const struct grouping *by;
    ARRAY(struct sum) rows;
    struct index places;
};

/* What makes two conversations, or two operations, one row; and what is said of that row. */
struct grouping {
    bool by_operation;
    struct text (*from)(const struct sum *s), (*to)(const struct sum *s);
    void (*print)(struct json *j, const struct sum *s);
};

static struct text client_zone(const struct sum *s)
{
    return s->talk->client.zone;
}

static struct text server_zone(const struct sum *s)
{
    return s->talk->server.zone;
}

static struct text client_id(const struct sum *s)
{
    return s->talk->client.id;
}

static struct text server_id(const struct sum *s)
{
    return s->talk->server.id;
}

static struct text protocol_name(const struct sum *s)
{
    return s->operation ? s->operation->protocol : s->talk->dialogue->protocol;
}

static struct text operation_code(const struct sum *s)
{
    return s->operation ? s->operation->code : (struct text){ 0 };
}

static void print_zones(struct json *j, const struct sum *s)
{
    json_text(j, "from", client_zone(s));
    json_text(j, "to", server_zone(s));
}

static void print_ends(struct json *j, const struct sum *s)
{
    json_end(j, "client", &s->talk->client);
    json_end(j, "server", &s->talk->server);
}

static void print_operation(struct json *j, const struct sum *s)
{
    const struct operation_count *o = s->operation;

    json_text(j, "protocol", protocol_name(s));
    json_text(j, "code", operation_code(s));
    json_text(j, "name", o ? o->name : (struct text){ 0 });
    json_string(j, "class", class_name(o ? o->class : CLASS_unknown));
    json_unsigned(j, "requests", s->requests);
    json_unsigned(j, "responses", s->responses);
    json_unsigned(j, "errors", s->errors);
}

static const struct grouping by_zones = { false, client_zone, server_zone, print_zones };
static const struct grouping by_assets = { false, client_id, server_id, print_ends };
static const struct grouping by_operations = { true, protocol_name, operation_code,
                                               print_operation };

struct traffic_query {
    struct page page;
    struct talk_words words;
};

static const struct input_field fields[] = {
    TALK_FIELDS(struct traffic_query),
    PAGE_FIELDS(struct traffic_query),
};
static const struct traffic_query defaults = { .words = TALK_WORDS_NONE };
const struct shape traffic_query = {
    .fields = fields, .count = COUNT_OF(fields), .size = sizeof defaults, .defaults = &defaults
};

static bool same_sum(const void *owner, const void *key, uint32_t item)
{
    const struct sums *sums = owner;
    const struct sum *a = key, *b = &sums->rows.items[item];

    return text_equal(sums->by->from(a), sums->by->from(b)) &&
           text_equal(sums->by->to(a), sums->by->to(b));
}

static struct sum *sum_of(struct sums *sums, const struct sum *like)
{
    struct text from = sums->by->from(like), to = sums->by->to(like);
    uint64_t hash = hash_mix(hash_bytes(from.at, from.length), hash_bytes(to.at, to.length));
    uint32_t place = index_find(&sums->places, hash, same_sum, sums, like);

    if (place == INDEX_NONE) {
        place = (uint32_t)sums->rows.count;
        *array_add(&sums->rows) = *like;
        index_insert(&sums->places, hash, place);
    }
    return &sums->rows.items[place];
}

static void add_protocol(struct sum *s, struct text protocol)
{
    for (ARRAY_EACH(const struct text, known, &s->protocols))
        if (text_equal(*known, protocol))
            return;
    *array_add(&s->protocols) = protocol;
}

static void widen(struct sum *s, moment_us first, moment_us last)
{
    if (!s->first || first < s->first)
        s->first = first;
    if (last > s->last)
        s->last = last;
}

static void add_talk(struct sum *s, const struct talk *talk)
{
    s->conversations++;
    s->not_allowed += talk->passage->state == PASSAGE_not_allowed;
    add_protocol(s, talk->dialogue->protocol);
}

static void add_operation(struct sums *sums, const struct talk *talk,
                          const struct operation_count *o)
{
    struct sum *s = sum_of(sums, &(struct sum){ .talk = talk, .operation = o });

    add_talk(s, talk);
    s->requests += o->requests;
    s->responses += o->responses;
    s->errors += o->errors;
    s->access |= (uint8_t)(1U << class_access(o->class));
    widen(s, o->first, o->last);
}

static void add_whole(struct sums *sums, const struct talk *talk)
{
    struct sum *s = sum_of(sums, &(struct sum){ .talk = talk });

    add_talk(s, talk);
    s->packets += talk->dialogue->packets;
    s->bytes += talk->dialogue->bytes;
    s->access |= talk->dialogue->access;
    widen(s, talk->dialogue->first, talk->dialogue->last);
}

static void add(struct sums *sums, const struct talk *talk)
{
    if (!sums->by->by_operation || talk->dialogue->operations.count == 0) {
        add_whole(sums, talk);
        return;
    }
    for (ARRAY_EACH(const struct dialogue_operation, o, &talk->dialogue->operations))
        add_operation(sums, talk, &o->sum);
}

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_sums(const void *left, const void *right)
{
    const struct sum *a = left, *b = right;
    int order = NUMBERS(b->not_allowed > 0, a->not_allowed > 0);

    order = order ? order : NUMBERS(b->requests, a->requests);
    order = order ? order : NUMBERS(b->packets, a->packets);
    order = order ? order : text_compare(a->talk->id, b->talk->id);
    return order ? order : text_compare(operation_code(a), operation_code(b));
}

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

static void sums_make(struct sums *sums, struct request *r, const struct grouping *by)
{
    const struct traffic_query *q = r->input;
    struct selection s =
        talks_select(r, &q->words, (struct order_choice){ .column = TALKS_BY_CLIENT });

    *sums = (struct sums){ .by = by };
    for (size_t i = 0; i < s.count; i++)
        add(sums, &r->view->talks.rows.items[s.rows[i]]);
    if (sums->rows.count)
        qsort(sums->rows.items, sums->rows.count, sizeof *sums->rows.items, compare_sums);
    for (ARRAY_EACH(struct sum, row, &sums->rows))
        qsort(row->protocols.items, row->protocols.count, sizeof *row->protocols.items,
              compare_texts);
}

static void sums_finish(struct sums *sums)
{
    for (ARRAY_EACH(struct sum, row, &sums->rows))
        array_free(&row->protocols);
    array_free(&sums->rows);
    index_free(&sums->places);
}

static void print_sum(struct json *j, const struct grouping *by, const struct sum *s)
{
    json_object(j, NULL);
    by->print(j, s);
    json_unsigned(j, "conversations", s->conversations);
    json_unsigned(j, "not_allowed", s->not_allowed);
    json_unsigned(j, "packets", s->packets);
    json_unsigned(j, "bytes", s->bytes);
    json_access_list(j, "access", s->access);
    json_text_list(j, "protocols", s->protocols.items, s->protocols.count);
    json_moment(j, "first", s->first);
    json_moment(j, "last", s->last);
    json_object_end(j);
}

static int list_as_csv(struct request *r, struct sums *sums, struct span span)
{
    static const char *const columns[] = { "from",        "to",      "name",   "conversations",
                                           "not_allowed", "packets", "bytes",  "requests",
                                           "responses",   "errors",  "access", "protocols",
                                           "first",       "last",    NULL };
    struct listing t;

    listing_init(&t, "bulkhead-traffic/1", columns);
    for (size_t i = span.from; i < span.to; i++) {
        struct sum *s = &sums->rows.items[i];
        const uint64_t figures[] = { s->conversations, s->not_allowed, s->packets, s->bytes,
                                     s->requests,      s->responses,   s->errors };
        listing_text(&t, sums->by->from(s));
        listing_text(&t, sums->by->to(s));
        listing_text(&t, s->operation ? s->operation->name : (struct text){ 0 });
        for (size_t n = 0; n < COUNT_OF(figures); n++)
            listing_unsigned(&t, figures[n]);
        listing_text(&t, access_names(s->access, &r->arena));
        listing_text(&t, joined(s->protocols.items, s->protocols.count, &r->arena));
        listing_moment(&t, s->first);
        listing_moment(&t, s->last);
    }
    return reply_listing(&r->reply, &t);
}

static int list(struct request *r, const struct grouping *by)
{
    const struct traffic_query *q = r->input;
    struct sums sums;

    sums_make(&sums, r, by);
    struct span span = page_span(&q->page, sums.rows.count);
    if (q->page.csv) {
        int rc = list_as_csv(r, &sums, span);
        sums_finish(&sums);
        return rc;
    }
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, sums.rows.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        print_sum(&j, by, &sums.rows.items[i]);
    json_array_end(&j);
    json_object_end(&j);
    sums_finish(&sums);
    return 0;
}

int traffic_zones_list(struct request *r, struct problem *why)
{
    (void)why;
    return list(r, &by_zones);
}

int traffic_assets_list(struct request *r, struct problem *why)
{
    (void)why;
    return list(r, &by_assets);
}

int traffic_operations_list(struct request *r, struct problem *why)
{
    (void)why;
    return list(r, &by_operations);
}
