#include "model/traffic.h"

#include <stdlib.h>

/* Clocks of two taps may differ, and a row of one packet spans no time at all. */
static const moment_us tap_skew_us = 1000000;

/* Something counted over a stretch of time: of those that overlap only one is added up. */
struct stretch {
    moment_us from, to;
    uint64_t weight;
    uint64_t best; /* the largest sum that ends with or before this one */
    uint32_t item; /* what it stands for */
    bool counted;
};

struct stretches {
    ARRAY(struct stretch) rows;
};

#define ORDER(order, step) ((order) ? (order) : (step))
#define NUMBERS(a, b)      (((a) > (b)) - ((a) < (b)))

static int compare_ends(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;

    return ORDER(NUMBERS(a->to, b->to),
                 ORDER(NUMBERS(a->from, b->from), NUMBERS(a->item, b->item)));
}

static void add_stretch(struct stretches *s, const struct capture *capture, moment_us first,
                        moment_us last, uint64_t weight, uint32_t item)
{
    moment_us from = first - tap_skew_us, to = last + tap_skew_us;

    if (from < capture->first)
        from = capture->first;
    if (to > capture->last)
        to = capture->last;
    *array_add(&s->rows) =
        (struct stretch){ .from = from, .to = to, .weight = weight, .item = item };
}

/* How many of the first n rows end before row n starts. */
static size_t rows_before(const struct stretches *s, size_t n)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->rows.items[middle].to <= s->rows.items[n].from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint64_t best_up_to(const struct stretches *s, size_t count)
{
    return count ? s->rows.items[count - 1].best : 0;
}

/* Weighted interval scheduling: marks the rows that do not overlap and weigh the most. */
static void choose(struct stretches *s)
{
    size_t count = s->rows.count;
    struct stretch *rows = s->rows.items;

    if (count == 0)
        return;
    qsort(rows, count, sizeof *rows, compare_ends);
    for (size_t i = 0; i < count; i++) {
        uint64_t with = rows[i].weight + best_up_to(s, rows_before(s, i));
        uint64_t without = best_up_to(s, i);
        rows[i].best = with > without ? with : without;
    }
    while (count > 0) {
        struct stretch *row = &rows[count - 1];
        row->counted = row->best > best_up_to(s, count - 1);
        count = row->counted ? rows_before(s, count - 1) : count - 1;
    }
}

static int compare_conversations(const struct conversation *a, const struct conversation *b)
{
    int order = address_compare(&a->client, &b->client);

    order = ORDER(order, address_compare(&a->server, &b->server));
    order = ORDER(order, NUMBERS(a->transport, b->transport));
    order = ORDER(order, NUMBERS(a->port, b->port));
    return ORDER(order, text_compare(a->protocol, b->protocol));
}

static int compare_rows(const void *left, const void *right)
{
    const struct conversation *a = *(const struct conversation *const *)left;
    const struct conversation *b = *(const struct conversation *const *)right;
    int order = compare_conversations(a, b);

    order = ORDER(order, NUMBERS(a->first, b->first));
    order = ORDER(order, NUMBERS(a->bytes, b->bytes)); /* not by which capture was named first */
    return ORDER(order, NUMBERS(a->capture, b->capture));
}

/* One operation in one row, on its way to be merged with the same one elsewhere. */
struct piece {
    const struct operation_count *operation;
    uint32_t capture;
};

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;
    int order = text_compare(a->operation->protocol, b->operation->protocol);

    order = ORDER(order, NUMBERS(a->operation->code.length, b->operation->code.length));
    order = ORDER(order, text_compare(a->operation->code, b->operation->code));
    order = ORDER(order, text_compare(a->operation->name, b->operation->name));
    order = ORDER(order, NUMBERS(a->operation->first, b->operation->first));
    order = ORDER(order, NUMBERS(a->operation->requests, b->operation->requests));
    return ORDER(order, NUMBERS(a->capture, b->capture));
}

static bool same_operation(const struct operation_count *a, const struct operation_count *b)
{
    return text_equal(a->protocol, b->protocol) && text_equal(a->code, b->code) &&
           text_equal(a->name, b->name);
}

/* The rhythm of the row that saw most of it: two captures do not make one. */
static void take_rhythm(struct operation_count *total, const struct operation_count *o,
                        uint64_t *most)
{
    if (o->interval == 0 || o->requests <= *most)
        return;
    *most = o->requests;
    total->interval = o->interval;
    total->regularity = o->regularity;
}

static void sum_operation(struct dialogue *d, const struct piece *pieces, size_t count,
                          const struct observed *observed)
{
    struct stretches stretches = { 0 };
    struct dialogue_operation *total = array_add(&d->operations);
    uint64_t most = 0;

    *total = (struct dialogue_operation){ *pieces[0].operation, pieces[0].capture };
    total->sum.requests = total->sum.responses = total->sum.errors = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct operation_count *o = pieces[i].operation;
        add_stretch(&stretches, &observed->captures.items[pieces[i].capture], o->first, o->last,
                    o->requests + o->responses, i);
        take_rhythm(&total->sum, o, &most);
        if (o->last > total->sum.last)
            total->sum.last = o->last;
    }
    choose(&stretches);
    for (ARRAY_EACH(const struct stretch, s, &stretches.rows)) {
        if (!s->counted)
            continue;
        total->sum.requests += pieces[s->item].operation->requests;
        total->sum.responses += pieces[s->item].operation->responses;
        total->sum.errors += pieces[s->item].operation->errors;
    }
    d->access |= (uint8_t)(1u << class_access(total->sum.class));
    array_free(&stretches.rows);
}

static void sum_operations(struct dialogue *d, const struct conversation **rows, size_t count,
                           const struct observed *observed)
{
    ARRAY(struct piece) pieces = { 0 };

    for (size_t i = 0; i < count; i++)
        for (ARRAY_EACH(const struct operation_count, o, &rows[i]->operations))
            *array_add(&pieces) = (struct piece){ o, rows[i]->capture };
    if (pieces.count)
        qsort(pieces.items, pieces.count, sizeof *pieces.items, compare_pieces);
    for (size_t from = 0, to; from < pieces.count; from = to) {
        for (to = from + 1; to < pieces.count; to++)
            if (!same_operation(pieces.items[from].operation, pieces.items[to].operation))
                break;
        sum_operation(d, &pieces.items[from], to - from, observed);
    }
    array_free(&pieces);
}

static void sum_packets(struct dialogue *d, const struct conversation **rows, size_t count,
                        const struct observed *observed)
{
    struct stretches stretches = { 0 };

    for (uint32_t i = 0; i < count; i++) {
        const struct conversation *c = rows[i];
        add_stretch(&stretches, &observed->captures.items[c->capture], c->first, c->last,
                    c->packets, i);
        *array_add(&d->parts) =
            (struct dialogue_part){ .row = (uint32_t)(c - observed->conversations.items) };
        d->established |= c->established;
        d->hours |= c->hours;
        if (c->last > d->last)
            d->last = c->last;
    }
    choose(&stretches);
    for (ARRAY_EACH(const struct stretch, s, &stretches.rows)) {
        if (!s->counted)
            continue;
        d->packets += rows[s->item]->packets;
        d->bytes += rows[s->item]->bytes;
        d->packets_from_client += rows[s->item]->packets_from_client;
        d->parts.items[s->item].counted = true;
    }
    array_free(&stretches.rows);
}

/* rows: one key, by time. */
static void add_dialogue(struct traffic *t, const struct conversation **rows, size_t count,
                         const struct observed *observed, const struct assets *assets)
{
    struct dialogue *d = array_add(&t->dialogues);
    const struct conversation *c = rows[0];

    *d = (struct dialogue){
        .client = c->client,
        .server = c->server,
        .client_asset = assets_number_at(assets, &c->client),
        .server_asset = assets_number_at(assets, &c->server),
        .transport = c->transport,
        .port = c->port,
        .protocol = c->protocol,
        .first = c->first,
        .last = c->last,
    };
    sum_packets(d, rows, count, observed);
    sum_operations(d, rows, count, observed);
}

void traffic_build(struct traffic *t, const struct observed *observed, const struct assets *assets)
{
    ARRAY(const struct conversation *) rows = { 0 };

    *t = (struct traffic){ 0 };
    for (ARRAY_EACH(const struct conversation, c, &observed->conversations))
        *array_add(&rows) = c;
    if (rows.count)
        qsort(rows.items, rows.count, sizeof *rows.items, compare_rows);
    for (size_t from = 0, to; from < rows.count; from = to) {
        for (to = from + 1; to < rows.count; to++)
            if (compare_conversations(rows.items[from], rows.items[to]) != 0)
                break;
        add_dialogue(t, &rows.items[from], to - from, observed, assets);
    }
    array_free(&rows);
}

void traffic_finish(struct traffic *t)
{
    for (ARRAY_EACH(struct dialogue, d, &t->dialogues)) {
        array_free(&d->parts);
        array_free(&d->operations);
    }
    array_free(&t->dialogues);
}

struct text dialogue_id(const struct dialogue *d, struct arena *into)
{
    char client[ADDRESS_TEXT], server[ADDRESS_TEXT];

    address_format(&d->client, client);
    address_format(&d->server, server);
    return text_format(into, "%s-%s-%s-%u-%.*s", client, server, transport_name(d->transport),
                       d->port, (int)d->protocol.length, d->protocol.at ? d->protocol.at : "");
}

const struct conversation *dialogue_first_row(const struct dialogue *d,
                                              const struct observed *observed)
{
    return &observed->conversations.items[d->parts.items[0].row];
}

/* The parts of an id; false: it has another form. */
static bool parse_id(struct text id, struct conversation *key)
{
    struct text client = text_cut(&id, '-'), server = text_cut(&id, '-');
    struct text transport = text_cut(&id, '-'), port = text_cut(&id, '-');
    uint64_t number;

    *key = (struct conversation){ .protocol = id };
    if (!address_parse(client, &key->client) || !address_parse(server, &key->server) ||
        !transport_parse(transport, &key->transport) || !text_unsigned(port, UINT16_MAX, &number))
        return false;
    key->port = (uint16_t)number;
    return true;
}

static int compare_to_key(const struct dialogue *d, const struct conversation *key)
{
    const struct conversation own = { .client = d->client,
                                      .server = d->server,
                                      .transport = d->transport,
                                      .port = d->port,
                                      .protocol = d->protocol };

    return compare_conversations(&own, key);
}

uint32_t traffic_find(const struct traffic *t, struct text id)
{
    struct conversation key;
    size_t low = 0, high = t->dialogues.count;

    if (!parse_id(id, &key))
        return DIALOGUE_NONE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_to_key(&t->dialogues.items[middle], &key);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return DIALOGUE_NONE;
}

struct text dialogue_service(const struct dialogue *d, struct arena *into)
{
    int length = (int)d->protocol.length;
    const char *name = d->protocol.at ? d->protocol.at : "";

    if (d->transport == TRANSPORT_TCP || d->transport == TRANSPORT_UDP)
        return text_format(into, "%.*s on %s port %u", length, name, transport_name(d->transport),
                           d->port);
    if (!text_is(d->protocol, "unknown"))
        return text_format(into, "%.*s", length, name);
    return d->transport == TRANSPORT_IP ? text_format(into, "IP protocol %u", d->port)
                                        : text_format(into, "EtherType %04x", d->port);
}

bool dialogue_only_tried(const struct dialogue *d)
{
    return d->transport == TRANSPORT_TCP && !d->established;
}
