#include "api/talks.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "api/memory.h"
#include "base/hash.h"
#include "base/index.h"

/* ---- orders ---- */

static const struct talk *talk_at(const void *owner, uint32_t number)
{
    return &((const struct talks *)owner)->rows.items[number];
}

/* Verdicts stand in the order in which a person should look at them. */
static const uint8_t places[PASSAGE_STATE_COUNT] = {
    [PASSAGE_not_allowed] = 0, [PASSAGE_no_zone] = 1,    [PASSAGE_allowed] = 2,
    [PASSAGE_inside_zone] = 3, [PASSAGE_not_judged] = 4,
};

#define BY_NUMBER(column, value)                                                                   \
    static int64_t by_##column(const void *owner, uint32_t number)                                 \
    {                                                                                              \
        const struct talk *talk = talk_at(owner, number);                                          \
        return (int64_t)(value);                                                                   \
    }

BY_NUMBER(server, talk->server_place)
BY_NUMBER(port, talk->dialogue->port)
BY_NUMBER(verdict, places[talk->passage->state])
BY_NUMBER(packets, talk->dialogue->packets)
BY_NUMBER(bytes, talk->dialogue->bytes)
BY_NUMBER(first, talk->dialogue->first)
BY_NUMBER(last, talk->dialogue->last)

/* Rows are in this order already. */
static int64_t by_client(const void *owner, uint32_t number)
{
    (void)owner;
    return number;
}

static struct text by_protocol(const void *owner, uint32_t number)
{
    return talk_at(owner, number)->dialogue->protocol;
}

const struct order_column talk_columns[] = {
    { "packets", .number = by_packets }, { "client", .number = by_client },
    { "server", .number = by_server },   { "protocol", .text = by_protocol },
    { "port", .number = by_port },       { "verdict", .number = by_verdict },
    { "bytes", .number = by_bytes },     { "first", .number = by_first },
    { "last", .number = by_last },
};
const size_t talk_column_count = COUNT_OF(talk_columns);
const struct order_choice talks_busiest_first = { TALKS_BY_PACKETS, true };

/* ---- making ---- */

static struct talk_end end_of(const struct inventory *v, const struct address *address,
                              const struct zone *zone, struct arena *into)
{
    struct talk_end end = { .is_group = address_is_group(address) };
    char text[ADDRESS_TEXT];

    if (!end.is_group)
        end.row = inventory_at(v, address);
    if (zone && !end.is_group)
        end.zone = zone->id;
    if (end.row) {
        end.id = end.row->id;
        return end;
    }
    address_format(address, text);
    end.id = text_copy(text_of(text), into);
    return end;
}

static void add_words(struct buffer *all, const struct talk_end *end)
{
    buffer_text(all, end->id);
    buffer_char(all, '\n');
    if (end->row)
        buffer_text(all, end->row->name);
    buffer_char(all, '\n');
}

static const char *search_of(const struct talk *talk, struct buffer *all, struct arena *into)
{
    all->length = 0;
    add_words(all, &talk->client);
    add_words(all, &talk->server);
    buffer_text(all, talk->dialogue->protocol);
    for (ARRAY_EACH(const struct dialogue_operation, o, &talk->dialogue->operations)) {
        buffer_char(all, '\n');
        buffer_text(all, o->sum.protocol);
        buffer_char(all, '\n');
        buffer_text(all, o->sum.name);
    }
    return search_text(buffer_view(all), into);
}

static int compare_talks(const void *left, const void *right)
{
    const struct dialogue *a = ((const struct talk *)left)->dialogue;
    const struct dialogue *b = ((const struct talk *)right)->dialogue;
    int order = inventory_compare(&a->client, &b->client);

    if (order == 0)
        order = inventory_compare(&a->server, &b->server);
    if (order == 0)
        order = (int)a->port - (int)b->port;
    return order ? order : (a > b) - (a < b); /* dialogues are sorted by the rest */
}

static int compare_servers(const void *left, const void *right)
{
    return inventory_compare(&(*(const struct talk *const *)left)->dialogue->server,
                             &(*(const struct talk *const *)right)->dialogue->server);
}

/* Servers are numbered in the order of ids, equal ones alike. */
static void place_servers(struct talks *t)
{
    struct talk **by_server = memory_zeroed(t->rows.count, sizeof(struct talk *));
    uint32_t place = 0;

    for (size_t i = 0; i < t->rows.count; i++)
        by_server[i] = &t->rows.items[i];
    if (t->rows.count)
        qsort(by_server, t->rows.count, sizeof *by_server, compare_servers);
    for (size_t i = 0; i < t->rows.count; i++) {
        place += i > 0 && compare_servers(&by_server[i - 1], &by_server[i]) != 0;
        by_server[i]->server_place = place;
    }
    free(by_server);
}

static void sort_rows(struct talks *t)
{
    const struct dialogue *first = t->assessment->traffic.dialogues.items;

    if (t->rows.count)
        qsort(t->rows.items, t->rows.count, sizeof *t->rows.items, compare_talks);
    t->row_of_dialogue = memory_zeroed(t->rows.count, sizeof *t->row_of_dialogue);
    for (size_t i = 0; i < t->rows.count; i++)
        t->row_of_dialogue[t->rows.items[i].dialogue - first] = (uint32_t)i;
}

static void add_rows(struct talks *t, const struct inventory *v)
{
    const struct assessment *a = t->assessment;
    struct buffer all = BUFFER_KEPT;

    for (size_t i = 0; i < a->traffic.dialogues.count; i++) {
        const struct dialogue *d = &a->traffic.dialogues.items[i];
        const struct passage *p = &a->passages.rows.items[i];
        struct talk *talk = array_add(&t->rows);
        talk->dialogue = d;
        talk->passage = p;
        talk->id = dialogue_id(d, &t->text);
        talk->client = end_of(v, &d->client, p->from, &t->text);
        talk->server = end_of(v, &d->server, p->to, &t->text);
        talk->search = search_of(talk, &all, &t->text);
    }
    buffer_free(&all);
}

/* ---- pairs ---- */

/* Talks by what makes two of them a pair; an item is the first talk of its pair. */
struct pairs {
    const struct talks *talks;
    const uint32_t *firsts;
};

static bool same_end(const struct talk_end *a, const struct talk_end *b)
{
    return a->row == b->row && (a->row || text_equal(a->id, b->id));
}

static uint64_t end_hash(const struct talk_end *end)
{
    return end->row ? (uintptr_t)end->row : hash_bytes(end->id.at, end->id.length);
}

static bool same_assets(const void *owner, const void *key, uint32_t item)
{
    const struct pairs *p = owner;
    const struct talk *a = key, *b = &p->talks->rows.items[p->firsts[item]];

    return same_end(&a->client, &b->client) && same_end(&a->server, &b->server);
}

static uint64_t hash_assets(const struct talk *t)
{
    return hash_mix(end_hash(&t->client), end_hash(&t->server));
}

static bool same_zones(const void *owner, const void *key, uint32_t item)
{
    const struct pairs *p = owner;
    const struct talk *a = key, *b = &p->talks->rows.items[p->firsts[item]];

    return text_equal(a->client.zone, b->client.zone) && text_equal(a->server.zone, b->server.zone);
}

static uint64_t hash_zones(const struct talk *t)
{
    return hash_mix(hash_bytes(t->client.zone.at, t->client.zone.length),
                    hash_bytes(t->server.zone.at, t->server.zone.length));
}

/* Each talk gets the number of its pair; how many pairs there are comes back. */
static uint32_t number_pairs(struct talks *t, uint64_t (*hash_of)(const struct talk *talk),
                             index_same *same, size_t number_at)
{
    uint32_t *firsts = memory_zeroed(t->rows.count, sizeof *firsts), count = 0;
    const struct pairs pairs = { t, firsts };
    struct index known = { 0 };

    for (uint32_t i = 0; i < t->rows.count; i++) {
        struct talk *talk = &t->rows.items[i];
        uint64_t hash = hash_of(talk);
        uint32_t place = index_find(&known, hash, same, &pairs, talk);
        if (place == INDEX_NONE) {
            place = count++;
            firsts[place] = i;
            index_insert(&known, hash, place);
        }
        memcpy((char *)talk + number_at, &place, sizeof place);
    }
    index_free(&known);
    free(firsts);
    return count;
}

static void number_protocols(struct talks *t)
{
    const struct facet *f = &t->facets[TALK_FACET_protocol];

    for (ARRAY_EACH(struct talk, talk, &t->rows))
        for (uint32_t i = 0; i < f->rows.count; i++)
            if (text_equal(f->rows.items[i].value, talk->dialogue->protocol)) {
                talk->protocol = i;
                break;
            }
}

static void count_facets(struct talks *t)
{
    struct text *values = memory_zeroed(t->rows.count, sizeof *values);

    for (size_t i = 0; i < t->rows.count; i++)
        values[i] = t->rows.items[i].dialogue->protocol;
    facet_count(&t->facets[TALK_FACET_protocol], values, t->rows.count);
    for (size_t i = 0; i < t->rows.count; i++)
        values[i] = text_of(passage_state_name(t->rows.items[i].passage->state));
    facet_count(&t->facets[TALK_FACET_verdict], values, t->rows.count);
    free(values);
}

void talks_make(struct talks *t, const struct assessment *a, const struct inventory *v)
{
    *t = (struct talks){ .assessment = a };
    arena_create(&t->text, ARENA_TRUSTED);
    add_rows(t, v);
    sort_rows(t);
    place_servers(t);
    count_facets(t);
    t->asset_pairs = number_pairs(t, hash_assets, same_assets, offsetof(struct talk, asset_pair));
    t->zone_pairs = number_pairs(t, hash_zones, same_zones, offsetof(struct talk, zone_pair));
    number_protocols(t);
    orders_init(&t->orders, talk_columns, talk_column_count, t, t->rows.count);
}

void talks_finish(struct talks *t)
{
    orders_finish(&t->orders);
    for (int facet = 0; facet < TALK_FACET_COUNT; facet++)
        facet_finish(&t->facets[facet]);
    free(t->row_of_dialogue);
    array_free(&t->rows);
    arena_destroy(&t->text);
}

const struct talk *talks_of_dialogue(const struct talks *t, uint32_t dialogue)
{
    return dialogue == DIALOGUE_NONE ? NULL : &t->rows.items[t->row_of_dialogue[dialogue]];
}

const struct talk *talks_find(const struct talks *t, struct text id)
{
    return talks_of_dialogue(t, traffic_find(&t->assessment->traffic, id));
}

bool talk_is_of(const struct talk *talk, const struct inventory_row *row)
{
    return talk->client.row == row || talk->server.row == row;
}
