#include "sensor/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "capture/decode.h"
#include "capture/must.h"

enum { NS_PER_US = 1000 };

void tally_init(struct tally *t)
{
    *t = (struct tally){ 0 };
    observed_init(&t->rows);
}

void tally_finish(struct tally *t)
{
    observed_finish(&t->rows);
    index_free(&t->conversations);
    index_free(&t->facts);
    index_free(&t->bindings);
    index_free(&t->skips);
    index_free(&t->fields);
    index_free(&t->operations);
    array_free(&t->operation_places);
    for (size_t i = 0; i < t->rhythms.count; i++)
        free(t->rhythms.items[i]);
    array_free(&t->rhythms);
    array_free(&t->field_counts);
    array_free(&t->carried);
}

static struct text keep(struct tally *t, const char *string)
{
    return text_copy(text_of(string), &t->rows.text);
}

static uint64_t hash_text(struct text t)
{
    return hash_bytes(t.at, t.length);
}

static void widen(moment_us *first, moment_us *last, int64_t from_ns, int64_t to_ns)
{
    moment_us from = from_ns / NS_PER_US, to = to_ns / NS_PER_US;

    if (!*first || from < *first)
        *first = from;
    if (to > *last)
        *last = to;
}

/* ---- skips ---- */

static bool same_skip(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;

    return text_equal(t->rows.skips.items[item].reason, *(const struct text *)key);
}

void tally_skip(struct tally *t, struct text reason, uint64_t count, uint64_t frame)
{
    uint64_t hash = hash_text(reason);
    uint32_t found = index_find(&t->skips, hash, same_skip, t, &reason);

    if (count == 0)
        return;
    if (found != INDEX_NONE) {
        t->rows.skips.items[found].count += count;
        return;
    }
    index_insert(&t->skips, hash, (uint32_t)t->rows.skips.count);
    *array_add(&t->rows.skips) = (struct skip){ .reason = text_copy(reason, &t->rows.text),
                                                .count = count,
                                                .first_frame = frame };
}

/* ---- bindings ---- */

static bool same_binding(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct binding *a = key, *b = &t->rows.bindings.items[item];

    return a->how == b->how && address_equal(&a->mac, &b->mac) && address_equal(&a->ip, &b->ip);
}

static void add_binding(struct tally *t, const struct binding *seen, int64_t from_ns, int64_t to_ns)
{
    uint64_t hash = hash_mix(address_hash(&seen->mac), address_hash(&seen->ip) + seen->how);
    uint32_t found = index_find(&t->bindings, hash, same_binding, t, seen);

    if (found == INDEX_NONE) {
        if (t->rows.bindings.count == TALLY_BINDINGS_MOST) {
            tally_skip(t, TEXT("address bindings beyond the limit"), 1, seen->first_frame);
            return;
        }
        found = (uint32_t)t->rows.bindings.count;
        index_insert(&t->bindings, hash, found);
        *array_add(&t->rows.bindings) = *seen;
        t->rows.bindings.items[found].count = 0;
    }
    struct binding *row = &t->rows.bindings.items[found];
    row->count += seen->count;
    if (seen->first_frame < row->first_frame)
        row->first_frame = seen->first_frame;
    widen(&row->first, &row->last, from_ns, to_ns);
}

/* ---- facts ---- */

static bool same_fact(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct fact *a = key, *b = &t->rows.facts.items[item];

    return a->field == b->field && address_equal(&a->about, &b->about) &&
           text_equal(a->value, b->value) && text_equal(a->source, b->source) &&
           text_equal(a->part, b->part);
}

struct field_key {
    struct address about;
    uint8_t field;
};

/* The counters are numbered by the first fact of their device and field. */
static bool same_field(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct field_key *a = key;
    const struct fact *b = &t->rows.facts.items[item];

    return a->field == b->field && address_equal(&a->about, &b->about);
}

static uint32_t *field_count(struct tally *t, const struct fact *fact, uint32_t number)
{
    struct field_key key = { fact->about, (uint8_t)fact->field };
    uint64_t hash = hash_mix(address_hash(&key.about), key.field);
    uint32_t found = index_find(&t->fields, hash, same_field, t, &key);

    if (found == INDEX_NONE) {
        found = number;
        index_insert(&t->fields, hash, number);
        while (t->field_counts.count <= number)
            *array_add(&t->field_counts) = 0;
    }
    return &t->field_counts.items[found];
}

static struct fact *new_fact(struct tally *t, const struct fact *seen, uint64_t hash)
{
    uint32_t number = (uint32_t)t->rows.facts.count;

    if (number == TALLY_FACTS_MOST) {
        tally_skip(t, TEXT("identity facts beyond the limit"), 1, seen->first_frame);
        return NULL;
    }
    struct fact *row = array_add(&t->rows.facts);
    *row = *seen;
    uint32_t *values = field_count(t, seen, number);
    if (*values == TALLY_FACTS_PER_FIELD_MOST) {
        t->rows.facts.count--;
        tally_skip(t, TEXT("identity values of one device beyond the limit"), 1, seen->first_frame);
        return NULL;
    }
    ++*values;
    row->part = text_copy(seen->part, &t->rows.text);
    row->value = text_copy(seen->value, &t->rows.text);
    row->source = text_copy(seen->source, &t->rows.text);
    row->count = 0;
    index_insert(&t->facts, hash, number);
    return row;
}

static void add_fact(struct tally *t, const struct fact *seen, int64_t at_ns)
{
    uint64_t hash = hash_mix(address_hash(&seen->about) + seen->field,
                             hash_text(seen->value) ^ hash_text(seen->source) ^
                                 hash_mix(hash_text(seen->part), 1));
    uint32_t found = index_find(&t->facts, hash, same_fact, t, seen);
    struct fact *row = found == INDEX_NONE ? new_fact(t, seen, hash) : &t->rows.facts.items[found];

    if (!row)
        return;
    row->count++;
    if (seen->confidence > row->confidence)
        row->confidence = seen->confidence;
    widen(&row->first, &row->last, at_ns, at_ns);
}

void tally_dissection(struct tally *t, const struct dissection *seen, uint64_t frame, int64_t at_ns)
{
    for (const struct statement *s = seen->statements; s; s = s->next) {
        if (address_is_group(&s->about) || address_is_void(&s->about))
            continue;
        add_fact(t,
                 &(struct fact){ .about = s->about,
                                 .part = s->part,
                                 .field = s->field,
                                 .value = s->value,
                                 .source = text_of(s->source),
                                 .confidence = s->confidence,
                                 .first_frame = frame },
                 at_ns);
    }
    for (const struct tie *tie = seen->ties; tie; tie = tie->next)
        add_binding(
            t,
            &(struct binding){
                .mac = tie->mac, .ip = tie->ip, .how = tie->how, .count = 1, .first_frame = frame },
            at_ns, at_ns);
}

/* ---- conversations ---- */

static bool same_conversation(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct conversation *a = key, *b = &t->rows.conversations.items[item];

    return a->port == b->port && a->transport == b->transport &&
           address_equal(&a->client, &b->client) && address_equal(&a->server, &b->server) &&
           text_equal(a->protocol, b->protocol);
}

static const struct {
    uint8_t number;
    const char *name;
} ip_protocols[] = {
    /* TCP and UDP come without ports only in parts of a datagram. */
    { 6, "fragment" },
    { 17, "fragment" },
    /* Source: IANA, Assigned Internet Protocol Numbers. */
    { 1, "icmp" },
    { 2, "igmp" },
    { 4, "ipip" },
    { 41, "ipv6-in-ip" },
    { 47, "gre" },
    { 50, "esp" },
    { 51, "ah" },
    { 58, "icmpv6" },
    { 88, "eigrp" },
    { 89, "ospf" },
    { 103, "pim" },
    { 112, "vrrp" },
    { 132, "sctp" },
};

static const char *name_of(const struct flow *f)
{
    if (f->label)
        return f->label->name;
    if (f->foreign_name)
        return f->foreign_name;
    if (f->key.transport == TRANSPORT_ETHERNET && f->key.ip_protocol)
        return "llc";
    for (size_t i = 0; f->key.transport == TRANSPORT_IP && i < COUNT_OF(ip_protocols); i++)
        if (ip_protocols[i].number == f->key.ip_protocol)
            return ip_protocols[i].name;
    return "unknown";
}

static uint16_t port_of(const struct flow *f)
{
    if (f->service_port)
        return f->service_port;
    return f->key.transport == TRANSPORT_IP ? f->key.ip_protocol : f->key.ports[!f->client];
}

static bool was_established(const struct flow *f)
{
    const struct flow_end *a = &f->ends[0], *b = &f->ends[1];
    bool both = a->packets && b->packets;

    if (f->key.transport != TRANSPORT_TCP)
        return both;
    bool shook = (a->tcp_flags & TCP_SYN) && (b->tcp_flags & TCP_SYN);
    return both && (shook || a->sent_data || b->sent_data);
}

static struct conversation *conversation_of(struct tally *t, const struct flow *f, uint64_t frame)
{
    struct conversation key = {
        .client = f->key.ends[f->client],
        .server = f->key.ends[!f->client],
        .transport = f->key.transport,
        .port = port_of(f),
        .protocol = text_of(name_of(f)),
    };
    uint64_t hash = hash_mix(address_hash(&key.client) + key.port,
                             address_hash(&key.server) ^ hash_text(key.protocol));
    uint32_t found = index_find(&t->conversations, hash, same_conversation, t, &key);

    if (found != INDEX_NONE)
        return &t->rows.conversations.items[found];
    if (t->rows.conversations.count == TALLY_CONVERSATIONS_MOST) {
        tally_skip(t, TEXT("conversations beyond the limit"), 1, frame);
        return NULL;
    }
    index_insert(&t->conversations, hash, (uint32_t)t->rows.conversations.count);
    struct conversation *row = array_add(&t->rows.conversations);
    *array_add(&t->carried) = false;
    *row = key;
    row->protocol = keep(t, name_of(f));
    row->first_frame = frame;
    return row;
}

struct operation_key {
    uint32_t conversation;
    struct text protocol, code;
};

static bool same_operation(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct operation_key *a = key;
    struct operation_place at = t->operation_places.items[item];

    if (at.conversation != a->conversation)
        return false;
    const struct operation_count *b =
        &t->rows.conversations.items[at.conversation].operations.items[at.row];
    return text_equal(a->code, b->code) && text_equal(a->protocol, b->protocol);
}

/* The number of its place. */
static uint32_t new_operation(struct tally *t, struct conversation *c,
                              const struct operation_key *key, uint64_t hash,
                              const struct flow_operation *op)
{
    if (c->operations.count == TALLY_OPERATIONS_MOST) {
        tally_skip(t, TEXT("operation codes beyond the limit of one conversation"), 1,
                   op->first_frame);
        return INDEX_NONE;
    }
    uint32_t place = (uint32_t)t->operation_places.count;
    index_insert(&t->operations, hash, place);
    *array_add(&t->rhythms) = NULL;
    *array_add(&t->operation_places) =
        (struct operation_place){ key->conversation, (uint32_t)c->operations.count };
    struct operation_count *row = array_add(&c->operations);
    *row = (struct operation_count){
        .protocol = text_copy(key->protocol, &t->rows.text),
        .code = text_copy(key->code, &t->rows.text),
        .name = keep(t, op->operation->name ? op->operation->name : "unknown"),
        .class = op->operation->class,
        .first_frame = op->first_frame,
    };
    return place;
}

static uint32_t operation_place(struct tally *t, struct conversation *c,
                                const struct flow_operation *op)
{
    char code[24];
    snprintf(code, sizeof code, op->sub == SUB_NONE ? "%u" : "%u/%u", op->code, op->sub);

    struct operation_key key = { .conversation = (uint32_t)(c - t->rows.conversations.items),
                                 .protocol = text_of(op->protocol->name),
                                 .code = text_of(code) };
    uint64_t hash = hash_mix(hash_text(key.protocol) + key.conversation, hash_text(key.code));
    uint32_t found = index_find(&t->operations, hash, same_operation, t, &key);
    return found == INDEX_NONE ? new_operation(t, c, &key, hash, op) : found;
}

/* Connections that come and go have a rhythm too: from the last of one to the first of the next. */
static void join_rhythm(struct tally *t, uint32_t place, const struct operation_count *row,
                        const struct flow_operation *op)
{
    struct rhythm **rhythm = &t->rhythms.items[place];

    if (!*rhythm && !op->rhythm && !row->requests)
        return;
    if (!*rhythm)
        *rhythm = must(calloc(1, sizeof **rhythm));
    if (op->rhythm)
        rhythm_join(*rhythm, op->rhythm);
    if (row->requests && op->requests)
        rhythm_add(*rhythm, op->first_ns - row->last * NS_PER_US);
}

static void add_operation(struct tally *t, struct conversation *c, const struct flow_operation *op)
{
    uint32_t place = operation_place(t, c, op);

    if (place == INDEX_NONE)
        return;
    struct operation_count *row = &c->operations.items[t->operation_places.items[place].row];
    join_rhythm(t, place, row, op);
    row->requests += op->requests;
    row->responses += op->responses;
    row->errors += op->errors;
    if (op->first_frame < row->first_frame)
        row->first_frame = op->first_frame;
    widen(&row->first, &row->last, op->first_ns, op->last_ns);
}

static void add_source(struct tally *t, const struct flow *f, int end)
{
    const struct flow_end *from = &f->ends[end];
    const struct address *ip = &f->key.ends[end];

    if (!from->packets || ip->kind == ADDRESS_MAC || address_is_group(ip) ||
        from->mac.kind != ADDRESS_MAC || address_is_group(&from->mac) ||
        address_is_void(&from->mac))
        return;
    add_binding(t,
                &(struct binding){ .mac = from->mac,
                                   .ip = *ip,
                                   .how = BINDING_source,
                                   .count = from->packets,
                                   .first_frame = from->first_frame },
                from->first_ns, from->last_ns);
}

/* Which of the two common values a sender's time to live began with; 0: neither. */
static unsigned initial_ttl(uint8_t ttl)
{
    enum { UNIX_LIKE = 64, WINDOWS = 128, ROUTERS_MOST = 32 };

    if (ttl > UNIX_LIKE - ROUTERS_MOST && ttl <= UNIX_LIKE)
        return UNIX_LIKE;
    return ttl > WINDOWS - ROUTERS_MOST && ttl <= WINDOWS ? WINDOWS : 0;
}

/* Source: RFC 9293, 3.9.2; RFC 1700 and what systems do: 64 or 128. */
static void add_stack(struct tally *t, const struct flow *f, int end)
{
    const struct flow_end *from = &f->ends[end];
    unsigned initial = from->packets ? initial_ttl(from->ttl) : 0;
    char value[8];

    if (!initial || !address_is_private(&f->key.ends[end]))
        return;
    snprintf(value, sizeof value, "%u", initial);
    add_fact(t,
             &(struct fact){ .about = f->key.ends[end],
                             .field = FIELD_stack,
                             .value = text_of(value),
                             .source = TEXT("initial time to live"),
                             .confidence = CONFIDENCE_STACK,
                             .first_frame = from->first_frame },
             from->first_ns);
}

/* A broadcast to the last address of a subnet tells how far that goes. */
static void add_subnet(struct tally *t, const struct flow *f)
{
    const struct flow_end *from = &f->ends[f->client], *to = &f->ends[!f->client];
    struct prefix p = { 0 };

    if (f->to_all && from->packets && !to->packets)
        p = prefix_of_broadcast(&f->key.ends[!f->client], &f->key.ends[f->client]);
    if (!p.bits)
        return;
    char shown[PREFIX_TEXT];
    prefix_format(&p, shown);
    add_fact(t,
             &(struct fact){ .about = f->key.ends[f->client],
                             .field = FIELD_subnet,
                             .value = text_of(shown),
                             .source = TEXT("directed broadcast"),
                             .confidence = CONFIDENCE_STACK,
                             .first_frame = from->first_frame },
             from->first_ns);
}

void tally_flow(struct tally *t, const struct flow *f)
{
    const struct flow_end *a = &f->ends[0], *b = &f->ends[1];
    const struct flow_end *first =
        !b->packets || (a->packets && a->first_frame < b->first_frame) ? a : b;
    if (!a->packets && !b->packets)
        return; /* silent since it is counted anew */
    struct conversation *c = conversation_of(t, f, first->first_frame);

    add_source(t, f, 0);
    add_source(t, f, 1);
    add_stack(t, f, 0);
    add_stack(t, f, 1);
    add_subnet(t, f);
    if (!c)
        return;
    t->carried.items[c - t->rows.conversations.items] |=
        f->key.transport != TRANSPORT_TCP || a->sent_data || b->sent_data;
    c->packets += a->packets + b->packets;
    c->bytes += a->bytes + b->bytes;
    c->packets_from_client += f->ends[f->client].packets;
    c->established |= was_established(f);
    c->hours |= f->hours;
    if (first->first_frame < c->first_frame)
        c->first_frame = first->first_frame;
    for (int end = 0; end < 2; end++)
        if (f->ends[end].packets)
            widen(&c->first, &c->last, f->ends[end].first_ns, f->ends[end].last_ns);
    for (const struct flow_operation *op = f->operations; op; op = op->next)
        add_operation(t, c, op);
}
