/*
 * traffic.c - who does what to whom: the conversations that fit, added up by
 * pair of zones, by pair of assets or by operation.  What is not allowed comes
 * first, then what was asked most often or has most packets.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/index.h"

#include "api/route.h"
#include "api/rows.h"
#include "api/talk_filter.h"

enum { COMMON = 64 };

struct sum {
    const struct talk *talk;                 /* the first one in it: its ends are the row's */
    const struct operation_count *operation; /* of sums by operation; NULL: none was understood */
    uint64_t conversations, not_allowed, packets, bytes;
    uint64_t requests, responses, errors;
    uint8_t access;
    moment_us first, last;
    uint64_t common;          /* bit per protocol of those that most conversations speak */
    ARRAY(uint32_t) uncommon; /* the others, by number in the facet */
};

/* Where a row is listed: the heavier first, then as it was met. */
struct place {
    uint64_t weight;
    uint32_t number;
};

struct sums {
    const struct grouping *by;
    const struct talks *talks;
    struct selection fitting;
    size_t total; /* rows there are; `rows` may be only those that are listed */
    ARRAY(struct sum) rows;
    struct index places;    /* of operations, which have no number of their own */
    struct span span;       /* of all rows */
    const uint32_t *listed; /* numbers in `rows`, as many as the span has */
};

/* What makes two conversations, or two operations, one row; and what is said of that row. */
struct grouping {
    uint32_t (*pair)(const struct talk *talk); /* NULL: by operation */
    const char *const *columns;
    void (*print)(struct json *j, const struct sum *s);
    void (*list)(struct listing *t, const struct sum *s); /* the first of the columns */
};

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
    json_text(j, "from", s->talk->client.zone);
    json_text(j, "to", s->talk->server.zone);
}

static void list_zones(struct listing *t, const struct sum *s)
{
    listing_text(t, s->talk->client.zone);
    listing_text(t, s->talk->server.zone);
}

static void print_ends(struct json *j, const struct sum *s)
{
    json_end(j, "client", &s->talk->client);
    json_end(j, "server", &s->talk->server);
}

static void list_ends(struct listing *t, const struct sum *s)
{
    const struct talk_end *ends[] = { &s->talk->client, &s->talk->server };

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        listing_text(t, ends[i]->id);
        listing_text(t, ends[i]->row ? ends[i]->row->name : (struct text){ 0 });
        listing_text(t, ends[i]->zone);
    }
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

static void list_operation(struct listing *t, const struct sum *s)
{
    const struct operation_count *o = s->operation;

    listing_text(t, protocol_name(s));
    listing_text(t, operation_code(s));
    listing_text(t, o ? o->name : (struct text){ 0 });
    listing_string(t, class_name(o ? o->class : CLASS_unknown));
    listing_unsigned(t, s->requests);
    listing_unsigned(t, s->responses);
    listing_unsigned(t, s->errors);
}

#define FIGURES                                                                                    \
    "conversations", "not_allowed", "packets", "bytes", "access", "protocols", "first", "last", NULL

static const char *const zone_columns[] = { "from", "to", FIGURES };
static const char *const asset_columns[] = { "client",      "client_name", "client_zone", "server",
                                             "server_name", "server_zone", FIGURES };
static const char *const operation_columns[] = { "protocol", "code",      "name",   "class",
                                                 "requests", "responses", "errors", FIGURES };

static uint32_t zone_pair(const struct talk *talk)
{
    return talk->zone_pair;
}

static uint32_t asset_pair(const struct talk *talk)
{
    return talk->asset_pair;
}

static const struct grouping by_zones = { zone_pair, zone_columns, print_zones, list_zones };
static const struct grouping by_assets = { asset_pair, asset_columns, print_ends, list_ends };
static const struct grouping by_operations = { NULL, operation_columns, print_operation,
                                               list_operation };

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

static struct sum *new_sum(struct sums *sums, const struct talk *talk,
                           const struct operation_count *operation)
{
    struct sum *s = array_add(&sums->rows);

    s->talk = talk;
    s->operation = operation;
    return s;
}

static bool same_operation(const void *owner, const void *key, uint32_t item)
{
    const struct sum *a = key, *b = &((const struct sums *)owner)->rows.items[item];

    return text_equal(protocol_name(a), protocol_name(b)) &&
           text_equal(operation_code(a), operation_code(b));
}

static struct sum *sum_of_operation(struct sums *sums, const struct talk *talk,
                                    const struct operation_count *operation)
{
    const struct sum like = { .talk = talk, .operation = operation };
    struct text protocol = protocol_name(&like), code = operation_code(&like);
    uint64_t hash =
        hash_mix(hash_bytes(protocol.at, protocol.length), hash_bytes(code.at, code.length));
    uint32_t place = index_find(&sums->places, hash, same_operation, sums, &like);

    if (place != INDEX_NONE)
        return &sums->rows.items[place];
    index_insert(&sums->places, hash, (uint32_t)sums->rows.count);
    return new_sum(sums, talk, operation);
}

static void add_protocol(struct sum *s, uint32_t protocol)
{
    if (protocol < COMMON) {
        s->common |= UINT64_C(1) << protocol;
        return;
    }
    for (ARRAY_EACH(const uint32_t, known, &s->uncommon))
        if (*known == protocol)
            return;
    *array_add(&s->uncommon) = protocol;
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
    add_protocol(s, talk->protocol);
}

static void add_operation(struct sums *sums, const struct talk *talk,
                          const struct operation_count *o)
{
    struct sum *s = sum_of_operation(sums, talk, o);

    add_talk(s, talk);
    s->requests += o->requests;
    s->responses += o->responses;
    s->errors += o->errors;
    s->access |= (uint8_t)(1U << class_access(o->class));
    widen(s, o->first, o->last);
}

static void add_whole(struct sum *s, const struct talk *talk)
{
    add_talk(s, talk);
    s->packets += talk->dialogue->packets;
    s->bytes += talk->dialogue->bytes;
    s->access |= talk->dialogue->access;
    widen(s, talk->dialogue->first, talk->dialogue->last);
}

static const struct talk *fitting(const struct sums *sums, size_t i)
{
    return &sums->talks->rows.items[sums->fitting.rows[i]];
}

/* ---- which rows are listed, and in which order ---- */

/* What no conduit allows outweighs any count; a row that is there has some weight. */
static const uint64_t refused = UINT64_C(1) << 63, there = UINT64_C(1) << 62;

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = (a->weight < b->weight) - (a->weight > b->weight);

    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Hoare's: the heavier ones go to the front, whose size comes back: at least 1, and not all. */
static size_t divide(struct place *p, size_t count)
{
    const struct place pivot = p[count / 2];
    size_t low = 0, high = count - 1;

    for (;; low++, high--) {
        while (compare_places(&p[low], &pivot) < 0)
            low++;
        while (compare_places(&p[high], &pivot) > 0)
            high--;
        if (low >= high)
            return high + 1;
        struct place kept = p[low];
        p[low] = p[high];
        p[high] = kept;
    }
}

/* Only the front is listed, so only that is sorted. */
static void sort_front(struct place *p, size_t count, size_t wanted)
{
    enum { FEW = 4096 };

    while (count > FEW && wanted < count) {
        size_t front = divide(p, count);
        if (front >= wanted) {
            count = front;
            continue;
        }
        qsort(p, front, sizeof *p, compare_places);
        p += front;
        count -= front;
        wanted -= front;
    }
    if (count)
        qsort(p, count, sizeof *p, compare_places);
}

static const uint32_t *numbers_of(const struct place *places, struct span span, struct arena *into)
{
    uint32_t *numbers = arena_array(into, uint32_t, span.to - span.from);

    for (size_t i = span.from; i < span.to; i++)
        numbers[i - span.from] = places[i].number;
    return numbers;
}

/* ---- by pair: a pass for the order of all rows, then one for the figures of those listed ---- */

static struct place *weigh_pairs(struct sums *sums, uint32_t pairs, struct arena *into)
{
    uint64_t *weights = arena_array(into, uint64_t, pairs);

    for (size_t i = 0; i < sums->fitting.count; i++) {
        const struct talk *talk = fitting(sums, i);
        uint64_t *weight = &weights[sums->by->pair(talk)];
        *weight = (*weight + talk->dialogue->packets) | there |
                  (talk->passage->state == PASSAGE_not_allowed ? refused : 0);
    }
    struct place *places = arena_array(into, struct place, pairs);
    for (uint32_t pair = 0; pair < pairs; pair++)
        if (weights[pair])
            places[sums->total++] = (struct place){ weights[pair], pair };
    return places;
}

static void add_listed(struct sums *sums, const uint32_t *row_of_pair)
{
    for (size_t i = 0; i < sums->fitting.count; i++) {
        const struct talk *talk = fitting(sums, i);
        uint32_t row = row_of_pair[sums->by->pair(talk)];
        if (row == 0)
            continue;
        struct sum *s = &sums->rows.items[row - 1];
        s->talk = s->talk ? s->talk : talk;
        add_whole(s, talk);
    }
}

static void sum_pairs(struct sums *sums, const struct page *page, struct arena *into)
{
    const struct talks *t = sums->talks;
    uint32_t pairs = t->zone_pairs > t->asset_pairs ? t->zone_pairs : t->asset_pairs;
    struct place *places = weigh_pairs(sums, pairs, into);
    uint32_t *row_of_pair = arena_array(into, uint32_t, pairs); /* + 1; 0: not listed */

    sums->span = page_span(page, sums->total);
    sort_front(places, sums->total, sums->span.to);
    for (size_t i = sums->span.from; i < sums->span.to; i++) {
        (void)new_sum(sums, NULL, NULL);
        row_of_pair[places[i].number] = (uint32_t)sums->rows.count;
        places[i].number = (uint32_t)(sums->rows.count - 1);
    }
    sums->listed = numbers_of(places, sums->span, into);
    add_listed(sums, row_of_pair);
}

/* ---- by operation ---- */

static void add_operations(struct sums *sums, const struct talk *talk)
{
    if (talk->dialogue->operations.count == 0)
        add_whole(sum_of_operation(sums, talk, NULL), talk);
    for (ARRAY_EACH(const struct dialogue_operation, o, &talk->dialogue->operations))
        add_operation(sums, talk, &o->sum);
}

/* What was understood comes before what was not. */
static uint64_t operation_weight(const struct sum *s)
{
    return (s->not_allowed ? refused : 0) | (s->operation ? there | s->requests : s->packets);
}

static void sum_operations(struct sums *sums, const struct page *page, struct arena *into)
{
    for (size_t i = 0; i < sums->fitting.count; i++)
        add_operations(sums, fitting(sums, i));
    sums->total = sums->rows.count;
    struct place *places = arena_array(into, struct place, sums->total);
    for (uint32_t i = 0; i < sums->total; i++)
        places[i] = (struct place){ operation_weight(&sums->rows.items[i]), i };
    sums->span = page_span(page, sums->total);
    sort_front(places, sums->total, sums->span.to);
    sums->listed = numbers_of(places, sums->span, into);
}

static void sums_make(struct sums *sums, struct request *r, const struct grouping *by)
{
    const struct traffic_query *q = r->input;
    const struct order_choice as_met = { .column = TALKS_BY_CLIENT };

    *sums = (struct sums){ .by = by,
                           .talks = &r->view->talks,
                           .fitting = talks_select(r, &q->words, as_met) };
    (by->pair ? sum_pairs : sum_operations)(sums, &q->page, &r->arena);
}

static void sums_finish(struct sums *sums)
{
    for (ARRAY_EACH(struct sum, row, &sums->rows))
        array_free(&row->uncommon);
    array_free(&sums->rows);
    index_free(&sums->places);
}

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* The names of its protocols, sorted. */
static struct text *protocols_of(const struct sums *sums, const struct sum *s, size_t *count,
                                 struct arena *into)
{
    const struct facet *all = &sums->talks->facets[TALK_FACET_protocol];
    struct text *names = arena_array(into, struct text, COMMON + s->uncommon.count);

    *count = 0;
    for (unsigned bit = 0; bit < COMMON; bit++)
        if (s->common & UINT64_C(1) << bit)
            names[(*count)++] = all->rows.items[bit].value;
    for (ARRAY_EACH(const uint32_t, number, &s->uncommon))
        names[(*count)++] = all->rows.items[*number].value;
    qsort(names, *count, sizeof *names, compare_texts);
    return names;
}

static void print_sum(struct json *j, const struct sums *sums, const struct sum *s,
                      struct arena *into)
{
    size_t count;
    const struct text *protocols = protocols_of(sums, s, &count, into);

    json_object(j, NULL);
    sums->by->print(j, s);
    json_unsigned(j, "conversations", s->conversations);
    json_unsigned(j, "not_allowed", s->not_allowed);
    json_unsigned(j, "packets", s->packets);
    json_unsigned(j, "bytes", s->bytes);
    json_access_list(j, "access", s->access);
    json_text_list(j, "protocols", protocols, count);
    json_moment(j, "first", s->first);
    json_moment(j, "last", s->last);
    json_object_end(j);
}

static void list_sum(struct listing *t, const struct sums *sums, const struct sum *s,
                     struct arena *into)
{
    size_t count;
    struct text *protocols = protocols_of(sums, s, &count, into);

    sums->by->list(t, s);
    listing_unsigned(t, s->conversations);
    listing_unsigned(t, s->not_allowed);
    listing_unsigned(t, s->packets);
    listing_unsigned(t, s->bytes);
    listing_text(t, access_names(s->access, into));
    listing_text(t, joined(protocols, count, into));
    listing_moment(t, s->first);
    listing_moment(t, s->last);
}

static int list_as_csv(struct request *r, const struct sums *sums)
{
    struct listing t;

    listing_init(&t, "bulkhead-traffic/1", sums->by->columns);
    for (size_t i = 0; i < sums->span.to - sums->span.from; i++)
        list_sum(&t, sums, &sums->rows.items[sums->listed[i]], &r->arena);
    return reply_listing(&r->reply, &t);
}

static int print_as_json(struct request *r, const struct page *page, const struct sums *sums)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    page_print(page, sums->total, &j);
    json_array(&j, "rows");
    for (size_t i = 0; i < sums->span.to - sums->span.from; i++)
        print_sum(&j, sums, &sums->rows.items[sums->listed[i]], &r->arena);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

static int list(struct request *r, const struct grouping *by)
{
    const struct traffic_query *q = r->input;
    struct sums sums;

    sums_make(&sums, r, by);
    int rc = q->page.csv ? list_as_csv(r, &sums) : print_as_json(r, &q->page, &sums);
    sums_finish(&sums);
    return rc;
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
