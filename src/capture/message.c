#include "capture/message.h"

#include <stdlib.h>

#include "capture/claim.h"
#include "capture/must.h"

enum { CLAIM_ATTEMPTS = 6 }; /* payloads on a known port that may be the middle of a message */

static enum direction direction_of(const struct flow *f, int from)
{
    if (f->client_known == CLIENT_FIRST)
        return DIRECTION_UNKNOWN;
    return from == f->client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

static struct protocol_tally *tally_of(struct engine *e, const struct protocol *p)
{
    unsigned row = 0;

    while (protocols[row] && protocols[row] != p)
        row++;
    return &e->tally[row];
}

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
    if (seen->kind == MESSAGE_REQUEST)
        flow_operation_asked(op, e->at_ns);
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
        flow_settle_client(f, out->direction == DIRECTION_FROM_CLIENT ? from : !from, CLIENT_SPOKE);
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

void message_datagram(struct engine *e, struct flow *f, int from, const struct decoded *d,
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

static void read_disordered(struct engine *e, struct flow *f, int from, const struct decoded *d)
{
    struct flow_end *end = &f->ends[from];
    struct stream *s = &end->stream;
    struct cursor ready;

    if (d->tcp_flags & TCP_SYN)
        stream_start(s, d->tcp_sequence);
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

void message_segment(struct engine *e, struct flow *f, int from, const struct decoded *d)
{
    struct flow_end *end = &f->ends[from];

    if (d->tcp_flags & TCP_ACK && f->ends[!from].stream.waiting)
        stream_acknowledged(&f->ends[!from].stream, &e->streams, d->tcp_acknowledged);
    if (d->tcp_flags & TCP_SYN ||
        !stream_continues(&end->stream, d->tcp_sequence, d->payload.left, d->missing)) {
        read_disordered(e, f, from, d);
        return;
    }
    read_stream(e, f, from, d, d->payload);
    end->sent_data = true;
}

void message_waiting(struct engine *e, struct flow *f, int from)
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
