#include "capture/engine.h"

#include <stdio.h>
#include <stdlib.h>

#include "capture/claim.h"

enum {
    CLAIM_ATTEMPTS = 6, /* payloads on a known port that may be the middle of a message */
    IDLE_NS_PER_S = 1000000000,
};

static const int64_t idle_ns = 600LL * IDLE_NS_PER_S;

static void *must(void *memory)
{
    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void engine_init(struct engine *e, struct engine_observer observer)
{
    *e = (struct engine){ .observer = observer };
    e->fragments = must(fragments_create());
    e->foreign = foreign_create();
    e->tally = must(calloc(protocol_count + 1, sizeof *e->tally));
    arena_create(&e->message, MESSAGE_ARENA);
}

void engine_finish(struct engine *e)
{
    flow_table_free(&e->flows);
    fragments_destroy(e->fragments);
    foreign_destroy(e->foreign);
    free(e->tally);
    arena_destroy(&e->message);
}

static struct protocol_tally *tally_of(struct engine *e, const struct protocol *p)
{
    unsigned row = 0;

    while (protocols[row] && protocols[row] != p)
        row++;
    return &e->tally[row];
}

static void read_waiting(struct engine *e, struct flow *f, int from);

static void end_flow(struct engine *e, struct flow *f)
{
    for (int end = 0; end < 2; end++)
        read_waiting(e, f, end);
    if (f->foreign)
        foreign_leave(e->foreign, f);
    for (int end = 0; end < 2; end++)
        stream_release(&f->ends[end].stream, &e->streams);
    if (f->label) {
        struct protocol_tally *tally = tally_of(e, f->label);
        tally->packets += f->ends[0].packets + f->ends[1].packets;
        tally->bytes += f->ends[0].bytes + f->ends[1].bytes;
    }
    e->observer.finished(e->observer.owner, f);
    flow_remove(&e->flows, f);
}

void engine_end(struct engine *e)
{
    while (e->flows.oldest)
        end_flow(e, e->flows.oldest);
}

static int64_t last_ns(const struct flow *f)
{
    return f->ends[0].last_ns > f->ends[1].last_ns ? f->ends[0].last_ns : f->ends[1].last_ns;
}

/* Two at most: the table shrinks faster than it grows, and no packet waits long. */
static void end_silent_flows(struct engine *e)
{
    for (int i = 0; i < 2 && e->flows.oldest; i++) {
        if (e->at_ns - last_ns(e->flows.oldest) < idle_ns)
            return;
        end_flow(e, e->flows.oldest);
    }
}

/* ---- who is the client ---- */

static void settle_client(struct flow *f, int client, enum client_known how)
{
    if (how < f->client_known)
        return;
    f->client = (uint8_t)client;
    f->client_known = (uint8_t)how;
}

static enum direction direction_of(const struct flow *f, int from)
{
    if (f->client_known == CLIENT_FIRST)
        return DIRECTION_UNKNOWN;
    return from == f->client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

static void guess_client(struct flow *f, int from, enum carrier carrier, const struct decoded *d)
{
    f->client = (uint8_t)from;
    const struct address *to = &f->key.ends[!from];
    if (address_is_group(to)) {
        f->client_known = (uint8_t)CLIENT_SHOOK;
        return;
    }
    if (d->outcome != DECODE_TCP && d->outcome != DECODE_UDP)
        return;
    int server = claim_server_by_port(&f->key, carrier);
    if (server >= 0)
        settle_client(f, !server, CLIENT_PORT);
}

/* ---- dissecting ---- */

static void begin(struct engine *e, struct dissection *out, const struct flow *f, int from,
                  const struct decoded *d)
{
    arena_reset(&e->message);
    dissection_begin(out, &e->message);
    out->sender = f->key.ends[from];
    out->receiver = f->key.ends[!from];
    out->sender_mac = d->source_mac;
    out->receiver_mac = d->target_mac;
    out->sender_port = f->key.ports[from];
    out->receiver_port = f->key.ports[!from];
    out->direction = direction_of(f, from);
    out->at_ns = e->at_ns;
    out->tally = e->tally;
    out->state = f->state;
}

static void count_operation(struct engine *e, struct flow *f, const struct observation *seen)
{
    struct flow_operation *op = flow_operation_of(f, seen);

    if (!op) {
        e->refused_operations++;
        return;
    }
    if (!op->first_frame) {
        op->first_frame = e->frame;
        op->first_ns = e->at_ns;
    }
    op->last_ns = e->at_ns;
    op->requests += seen->kind == MESSAGE_REQUEST;
    op->responses += seen->kind != MESSAGE_REQUEST;
    op->errors += seen->kind == MESSAGE_REFUSAL;
}

static void take(struct engine *e, struct flow *f, int from, const struct dissection *out)
{
    for (const struct observation *seen = out->first; seen; seen = seen->next)
        count_operation(e, f, seen);
    if (out->label && (!f->label || f->label->is_carrier))
        f->label = out->label;
    if (out->direction != DIRECTION_UNKNOWN && out->direction != direction_of(f, from))
        settle_client(f, out->direction == DIRECTION_FROM_CLIENT ? from : !from, CLIENT_SPOKE);
    if (out->expected)
        promises_make(&e->promises, f, out->expected);
    if (out->statements || out->ties)
        e->observer.dissected(e->observer.owner, out, e->frame, e->at_ns);
}

/* One message from the front of `payload`. */
static enum verdict read_message(struct engine *e, struct flow *f, int from,
                                 const struct decoded *d, struct cursor *payload)
{
    struct dissection out;
    struct cursor whole = *payload;

    begin(e, &out, f, from, d);
    enum verdict verdict = f->protocol->dissect(payload, &out);
    e->left_out += out.left_out;
    if (verdict == VERDICT_MORE)
        *payload = whole; /* nothing of half a message is consumed */
    if (verdict == VERDICT_OK) {
        f->tally->messages++;
        take(e, f, from, &out);
    } else if (verdict == VERDICT_MALFORMED) {
        f->tally->malformed++;
    }
    return verdict;
}

static bool claimed(struct engine *e, struct flow *f, enum carrier carrier, struct cursor payload)
{
    if (f->claim == CLAIM_TAKEN)
        return true;
    if (f->claim != CLAIM_OPEN || payload.left == 0)
        return false;
    f->protocol = claim(f, carrier, payload);
    if (!f->protocol) {
        f->attempts++;
        if (f->attempts == CLAIM_ATTEMPTS || !claim_expected(f, carrier))
            f->claim = CLAIM_FOREIGN;
        return false;
    }
    f->claim = CLAIM_TAKEN;
    f->tally = tally_of(e, f->protocol);
    if (!f->label)
        f->label = f->protocol;
    if (f->protocol->state_bytes)
        f->state = must(calloc(1, f->protocol->state_bytes));
    return true;
}

static void read_datagram(struct engine *e, struct flow *f, int from, const struct decoded *d,
                          enum carrier carrier)
{
    struct cursor payload = d->payload;

    if (!claimed(e, f, carrier, payload))
        return;
    while (payload.left > 0) {
        size_t before = payload.left;
        enum verdict verdict = read_message(e, f, from, d, &payload);
        if (verdict == VERDICT_MORE)
            f->tally->malformed++; /* a datagram has no rest to wait for */
        if (verdict != VERDICT_OK || payload.left == before)
            return;
    }
}

/* ---- streams ---- */

/* Read whole messages, and say how many; what is left is the start of one, or nothing. */
static unsigned read_messages(struct engine *e, struct flow *f, int from, const struct decoded *d,
                              struct cursor *bytes)
{
    unsigned count = 0;

    while (bytes->left > 0) {
        size_t before = bytes->left;
        enum verdict verdict = read_message(e, f, from, d, bytes);
        bool endless = verdict == VERDICT_MORE && before >= f->protocol->message_most;
        if (endless)
            f->tally->malformed++;
        if (verdict == VERDICT_MALFORMED || endless ||
            (verdict == VERDICT_OK && bytes->left == before)) {
            f->ends[from].lost_step = true;
            *bytes = cursor_over(NULL, 0);
        }
        if (verdict != VERDICT_OK)
            break;
        count++;
    }
    return count;
}

/* After a loss: start again with a packet that looks like the start of a message. */
static bool in_step(struct flow_end *end, const struct protocol *p, struct cursor bytes)
{
    if (end->lost_step && p->probe(bytes) == MATCH_NO)
        return false;
    end->lost_step = false;
    return true;
}

/* Read what begins with a message, and keep the part of one at its end. */
static void read_from_start(struct engine *e, struct flow *f, int from, const struct decoded *d,
                            struct cursor bytes)
{
    struct flow_end *end = &f->ends[from];

    read_messages(e, f, from, d, &bytes);
    if (bytes.left && !stream_append(&end->stream, &e->streams, bytes))
        end->lost_step = true;
}

static void read_stream(struct engine *e, struct flow *f, int from, const struct decoded *d,
                        struct cursor bytes)
{
    struct flow_end *end = &f->ends[from];
    struct stream *s = &end->stream;

    if (!claimed(e, f, CARRIER_TCP, bytes) || !in_step(end, f->protocol, bytes))
        return;
    if (s->partial_length == 0) {
        read_from_start(e, f, from, d, bytes);
        return;
    }
    if (!stream_append(s, &e->streams, bytes)) {
        stream_forget(s, &e->streams);
        end->lost_step = true;
        return;
    }
    struct cursor kept = cursor_over(s->partial, s->partial_length);
    unsigned count = read_messages(e, f, from, d, &kept);
    stream_consume(s, s->partial_length - kept.left);
    /* When what was kept never was the start of a message, this packet may be. */
    if (count == 0 && end->lost_step && in_step(end, f->protocol, bytes))
        read_from_start(e, f, from, d, bytes);
}

static void lose_step(struct engine *e, struct flow_end *end)
{
    end->stream.gap = false;
    if (end->stream.partial_length || end->sent_data)
        end->lost_step = true;
    stream_forget(&end->stream, &e->streams);
}

static void read_segment(struct engine *e, struct flow *f, int from, const struct decoded *d)
{
    struct flow_end *end = &f->ends[from];
    struct stream *s = &end->stream;
    struct cursor ready;

    if (d->tcp_flags & TCP_SYN)
        stream_start(s, d->tcp_sequence);
    if (d->tcp_flags & TCP_ACK)
        stream_acknowledged(&f->ends[!from].stream, &e->streams, d->tcp_acknowledged);

    uint32_t sequence = d->tcp_sequence + (d->tcp_flags & TCP_SYN ? 1 : 0);
    bool more = stream_segment(s, &e->streams, sequence, d->payload, d->missing, &ready);
    for (; more; more = stream_ready(s, &e->streams, &ready)) {
        bool cut = d->missing > 0;
        if (s->gap && !cut)
            lose_step(e, end);
        read_stream(e, f, from, d, ready);
        if (cut)
            lose_step(e, end);
        end->sent_data = true;
    }
}

/* What waits behind a loss when the flow ends is read all the same. */
static void read_waiting(struct engine *e, struct flow *f, int from)
{
    struct flow_end *end = &f->ends[from];
    struct decoded d = { .source_mac = end->mac, .target_mac = f->ends[!from].mac };
    struct cursor ready;

    while (end->stream.waiting) {
        stream_give_up(&end->stream, &e->streams);
        while (stream_ready(&end->stream, &e->streams, &ready)) {
            if (end->stream.gap)
                lose_step(e, end);
            read_stream(e, f, from, &d, ready);
        }
    }
}

static bool opens_anew(const struct flow *f, int from, const struct decoded *d)
{
    const struct flow_end *end = &f->ends[from];
    uint8_t closed = (f->ends[0].tcp_flags | f->ends[1].tcp_flags) & (TCP_FIN | TCP_RST);

    if ((d->tcp_flags & (TCP_SYN | TCP_ACK)) != TCP_SYN)
        return false;
    return closed || (end->sent_data && end->stream.next != d->tcp_sequence + 1);
}

/* ---- packets ---- */

static const struct carrier_of {
    enum transport transport;
    enum carrier carrier;
} carriers[] = {
    [DECODE_ETHERNET] = { TRANSPORT_ETHERNET, CARRIER_ETHERNET },
    [DECODE_IP] = { TRANSPORT_IP, CARRIER_IP },
    [DECODE_TCP] = { TRANSPORT_TCP, CARRIER_TCP },
    [DECODE_UDP] = { TRANSPORT_UDP, CARRIER_UDP },
    [DECODE_FRAGMENT] = { TRANSPORT_IP, CARRIER_IP },
};

/* A device that has no address yet is known by its MAC. */
static const struct address *speaker(const struct address *ip, const struct address *mac)
{
    bool use_mac = ip->kind == ADDRESS_NONE || (address_is_void(ip) && mac->kind != ADDRESS_NONE);

    return use_mac ? mac : ip;
}

static struct flow_key key_of(const struct decoded *d, int *from)
{
    bool swapped, has_ports = d->outcome == DECODE_TCP || d->outcome == DECODE_UDP;
    bool on_ethernet = d->outcome == DECODE_ETHERNET;
    uint16_t shared = on_ethernet ? d->ether_type : has_ports ? 0 : d->ip_protocol;
    struct flow_key key =
        flow_key_of(on_ethernet ? &d->source_mac : speaker(&d->source, &d->source_mac),
                    has_ports ? d->source_port : shared, on_ethernet ? &d->target_mac : &d->target,
                    has_ports ? d->target_port : shared, &swapped);

    key.transport = (uint8_t)carriers[d->outcome].transport;
    key.ip_protocol = on_ethernet ? d->llc : d->ip_protocol;
    *from = swapped;
    return key;
}

static struct flow *flow_of(struct engine *e, const struct decoded *d, int *from)
{
    struct flow_key key = key_of(d, from);
    uint64_t hash = flow_hash(&key);
    struct flow *f = flow_find(&e->flows, &key, hash);

    if (f && d->outcome == DECODE_TCP && opens_anew(f, *from, d)) {
        end_flow(e, f);
        f = NULL;
    }
    if (f) {
        flow_touch(&e->flows, f);
        return f;
    }
    if (e->flows.count == FLOWS_MOST) {
        end_flow(e, e->flows.oldest);
        e->flows.pushed_out++;
    }
    f = flow_add(&e->flows, &key, hash);
    f->vlan = d->vlan;
    guess_client(f, *from, carriers[d->outcome].carrier, d);
    if (d->outcome == DECODE_TCP)
        promises_keep(&e->promises, f);
    return f;
}

static void count_packet(struct engine *e, struct flow *f, int from, const struct decoded *d,
                         uint32_t length)
{
    struct flow_end *end = &f->ends[from];

    if (!end->packets) {
        end->first_ns = e->at_ns;
        end->first_frame = e->frame;
        end->mac = d->source_mac;
    }
    end->packets++;
    end->bytes += length;
    if (e->at_ns < end->first_ns)
        end->first_ns = e->at_ns; /* captures are not always in order */
    if (e->at_ns > end->last_ns)
        end->last_ns = e->at_ns;
    end->tcp_flags |= d->tcp_flags;
    if ((d->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
        settle_client(f, from, CLIENT_SHOOK);
    else if ((d->tcp_flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK))
        settle_client(f, !from, CLIENT_SHOOK);
}

static void look_foreign(struct engine *e, struct flow *f, const struct decoded *d)
{
    if (f->claim != CLAIM_FOREIGN || d->payload.left == 0)
        return;
    if (foreign_look(e->foreign, f, d, e->at_ns))
        f->claim = CLAIM_CLOSED;
}

void engine_packet(struct engine *e, const struct packet *p)
{
    struct decoded d;
    int from;

    e->frame++;
    e->at_ns = p->at_ns;
    end_silent_flows(e);
    decode(p, e->fragments, &d);
    if (d.outcome == DECODE_SKIPPED) {
        e->observer.skipped(e->observer.owner, d.reason, d.malformed, e->frame);
        return;
    }

    struct flow *f = flow_of(e, &d, &from);
    count_packet(e, f, from, &d, p->length);
    if (d.outcome == DECODE_TCP)
        read_segment(e, f, from, &d);
    else if (d.outcome != DECODE_FRAGMENT)
        read_datagram(e, f, from, &d, carriers[d.outcome].carrier);
    if (d.outcome == DECODE_TCP || d.outcome == DECODE_UDP)
        look_foreign(e, f, &d);
}
