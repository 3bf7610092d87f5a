#include "capture/engine.h"

#include <stdlib.h>
#include <string.h>

#include "capture/claim.h"
#include "capture/message.h"
#include "capture/must.h"

enum { SECOND_NS = 1000000000 };

/*
 * Silence after which a flow has ended.  A connection that both sides used and nobody closed may
 * be silent for hours and go on.  Source: RFC 5382, 5, REQ-5: not less than 2 hours 4 minutes.
 */
static const int64_t idle_ns = INT64_C(600) * SECOND_NS;
static const int64_t idle_connection_ns = INT64_C(7440) * SECOND_NS;

static const int64_t look_ns = INT64_C(60) * SECOND_NS; /* between two looks at one flow */

void engine_init(struct engine *e, struct engine_observer observer)
{
    *e = (struct engine){ .observer = observer };
    e->fragments = must(fragments_create());
    e->foreign = foreign_create();
    e->tally = must(calloc(protocol_count + 1, sizeof *e->tally));
    shortcuts_init(&e->shortcuts);
    claim_prepare();
    arena_create(&e->message, MESSAGE_ARENA);
}

void engine_finish(struct engine *e)
{
    flow_table_free(&e->flows);
    shortcuts_free(&e->shortcuts);
    fragments_destroy(e->fragments);
    foreign_destroy(e->foreign);
    free(e->tally);
    arena_destroy(&e->message);
}

/* ---- the end of a flow ---- */

/* What waited came earlier: it is dated by the flow's last packet, not by who found it silent. */
static void read_what_waits(struct engine *e, struct flow *f)
{
    uint64_t frame = e->frame;
    int64_t at_ns = e->at_ns;

    e->frame = f->last_frame;
    e->at_ns = f->last_ns;
    for (int end = 0; end < 2; end++)
        message_waiting(e, f, end);
    e->frame = frame;
    e->at_ns = at_ns;
}

/* What nDPI found risky in a flow, as statements about its ends. */
static void tell_risks(struct engine *e, const struct flow *f)
{
    const struct address *ends[] = { &f->key.ends[!f->client], &f->key.ends[f->client] };
    const struct foreign_risk *risk;
    struct dissection out;

    if (!f->foreign_risks)
        return;
    arena_reset(&e->message);
    dissection_begin(&out, &e->message);
    for (unsigned bit = 0; (risk = foreign_risk(bit)) != NULL; bit++)
        if (f->foreign_risks >> bit & 1)
            dissection_state(&out, ends[risk->is_of_the_client], FIELD_risk, text_of(risk->words),
                             "ndpi", CONFIDENCE_BEHAVIOUR);
    e->left_out += out.left_out;
    e->observer.dissected(e->observer.owner, &out, f->last_frame, f->last_ns);
}

static void end_flow(struct engine *e, struct flow *f)
{
    read_what_waits(e, f);
    if (f->foreign) {
        foreign_leave(e->foreign, f);
        tell_risks(e, f);
    }
    for (int end = 0; end < 2; end++)
        stream_release(&f->ends[end].stream, &e->streams);
    e->observer.finished(e->observer.owner, f);
    shortcut_forget(&e->shortcuts, f);
    flow_remove(&e->flows, f);
}

void engine_end(struct engine *e)
{
    while (e->flows.oldest)
        end_flow(e, e->flows.oldest);
}

void engine_count_anew(struct engine *e)
{
    for (struct flow *f = e->flows.oldest; f; f = f->newer)
        flow_count_anew(f);
    memset(e->tally, 0, protocol_count * sizeof *e->tally);
    e->frame = 0;
}

static bool is_open_connection(const struct flow *f)
{
    const struct flow_end *a = &f->ends[0], *b = &f->ends[1];

    /* Flags and not packets: those may be counted anew since. */
    return f->key.transport == TRANSPORT_TCP && a->tcp_flags && b->tcp_flags &&
           !((a->tcp_flags | b->tcp_flags) & (TCP_FIN | TCP_RST));
}

static bool is_silent(const struct engine *e, const struct flow *f)
{
    int64_t silent_ns = e->at_ns - f->last_ns;

    return silent_ns >= idle_ns && (silent_ns >= idle_connection_ns || !is_open_connection(f));
}

static void put_off(struct engine *e, struct flow *f)
{
    f->looked_ns = e->at_ns;
    flow_put_off(&e->flows, f);
}

/* Two at most: the table shrinks faster than it grows, and no packet waits long. */
static void end_silent_flows(struct engine *e)
{
    for (int i = 0; i < 2 && e->flows.oldest; i++) {
        struct flow *f = e->flows.oldest;
        if (e->at_ns - f->looked_ns < look_ns)
            return;
        if (is_silent(e, f))
            end_flow(e, f);
        else
            put_off(e, f);
    }
}

/* The first that has not spoken since it was looked at, among a few. */
static void push_one_out(struct engine *e)
{
    enum { CHANCES = 8 };

    for (int i = 0; i < CHANCES && e->flows.oldest->last_ns > e->flows.oldest->looked_ns; i++)
        put_off(e, e->flows.oldest);
    end_flow(e, e->flows.oldest);
    e->flows.pushed_out++;
}

/* ---- the flow of a packet ---- */

static bool is_every_card(const struct address *mac)
{
    static const uint8_t all[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

    return mac->kind == ADDRESS_MAC && memcmp(mac->bytes, all, sizeof all) == 0;
}

static void guess_client(struct flow *f, int from, enum carrier carrier, const struct decoded *d)
{
    f->client = (uint8_t)from;
    const struct address *to = &f->key.ends[!from];
    f->to_all =
        d->outcome != DECODE_ETHERNET && !address_is_group(to) && is_every_card(&d->target_mac);
    if (address_is_group(to) || f->to_all) { /* the last address of a subnet looks like any other */
        f->client_known = (uint8_t)CLIENT_SHOOK;
        return;
    }
    if (d->outcome != DECODE_TCP && d->outcome != DECODE_UDP)
        return;
    int server = claim_server_by_port(&f->key, carrier);
    if (server >= 0)
        flow_settle_client(f, !server, CLIENT_PORT);
}

static bool opens_anew(const struct flow *f, int from, const struct decoded *d)
{
    const struct flow_end *end = &f->ends[from];
    uint8_t closed = (f->ends[0].tcp_flags | f->ends[1].tcp_flags) & (TCP_FIN | TCP_RST);

    if ((d->tcp_flags & (TCP_SYN | TCP_ACK)) != TCP_SYN)
        return false;
    return closed || (end->sent_data && end->stream.next != d->tcp_sequence + 1);
}

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

static struct flow *add_flow(struct engine *e, const struct decoded *d, int from,
                             const struct flow_key *key, uint64_t hash)
{
    if (e->flows.count >= FLOWS_MOST / (e->share.of ? e->share.of : 1))
        push_one_out(e);
    struct flow *f = flow_add(&e->flows, key, hash, e->at_ns);
    f->vlan = d->vlan;
    guess_client(f, from, carriers[d->outcome].carrier, d);
    if (d->outcome == DECODE_TCP || d->outcome == DECODE_UDP)
        promises_keep(&e->promises, f);
    return f;
}

static bool is_mine(const struct engine *e, uint64_t pair)
{
    return e->share.of <= 1 || pair % e->share.of == e->share.number;
}

/* NULL: another engine's. */
static struct flow *flow_of(struct engine *e, const struct decoded *d, int *from)
{
    struct flow_key key = key_of(d, from);

    if (e->share.of > 1 && !is_mine(e, glance_pair_of(&key)))
        return NULL;
    uint64_t hash = flow_hash(&key);
    struct flow *f = flow_find(&e->flows, &key, hash);

    if (f && (is_silent(e, f) || (d->outcome == DECODE_TCP && opens_anew(f, *from, d)))) {
        end_flow(e, f);
        f = NULL;
    }
    return f ? f : add_flow(e, d, *from, &key, hash);
}

static void begin_end(struct engine *e, struct flow_end *end, const struct decoded *d)
{
    end->first_ns = e->at_ns;
    end->first_frame = e->frame;
    end->mac = d->source_mac;
    end->ttl = d->outcome == DECODE_TCP && !(d->tcp_flags & TCP_RST) ? d->ttl : 0;
}

/* Packets of one hour follow each other: the clock is looked at once for all of them. */
static uint32_t hour_bit(struct engine *e)
{
    static const int64_t hour = INT64_C(3600) * 1000000000;

    if (e->at_ns < e->hour_ns || e->at_ns - e->hour_ns >= hour || !e->hour_bit) {
        int64_t hours = e->at_ns > 0 ? e->at_ns / hour : 0;
        e->hour_ns = hours * hour;
        e->hour_bit = UINT32_C(1) << hours % 24;
    }
    return e->hour_bit;
}

/* Who opens does not end in the same breath: such a packet is forged or damaged. */
static void settle_by_handshake(struct flow *f, int from, uint8_t flags)
{
    if (!(flags & (TCP_FIN | TCP_RST)))
        flow_settle_client(f, flags & TCP_ACK ? !from : from, CLIENT_SHOOK);
}

static void count_packet(struct engine *e, struct flow *f, int from, const struct decoded *d,
                         uint32_t length)
{
    struct flow_end *end = &f->ends[from];

    if (!end->packets)
        begin_end(e, end, d);
    end->packets++;
    end->bytes += length;
    if (e->at_ns < end->first_ns)
        end->first_ns = e->at_ns; /* captures are not always in order */
    if (e->at_ns > end->last_ns)
        end->last_ns = e->at_ns;
    if (e->at_ns > f->last_ns)
        f->last_ns = e->at_ns;
    end->tcp_flags |= d->tcp_flags;
    f->last_frame = e->frame;
    f->hours |= hour_bit(e);
    if (d->tcp_flags & TCP_SYN)
        settle_by_handshake(f, from, d->tcp_flags);
}

static void look_foreign(struct engine *e, struct flow *f, const struct decoded *d)
{
    if (f->claim != CLAIM_FOREIGN || d->payload.left == 0)
        return;
    if (!foreign_look(e->foreign, f, d, e->at_ns))
        return;
    f->claim = CLAIM_CLOSED;
    tell_risks(e, f);
}

static void read_packet(struct engine *e, struct flow *f, int from, const struct decoded *d,
                        uint32_t length)
{
    count_packet(e, f, from, d, length);
    if (d->outcome == DECODE_TCP)
        message_segment(e, f, from, d);
    else if (d->outcome != DECODE_FRAGMENT)
        message_datagram(e, f, from, d, carriers[d->outcome].carrier);
    if (d->outcome == DECODE_TCP || d->outcome == DECODE_UDP)
        look_foreign(e, f, d);
}

/* ---- packets ---- */

/* A packet that was glanced at, and where the flow of an ordinary one may be remembered. */
struct seen {
    struct glance glance;
    struct shortcut *pair; /* NULL: not ordinary */
    bool is_others;        /* ordinary, and another engine's */
};

/* The table of flows lies all over the memory: the lines are fetched while others are worked on. */
static void glance_ahead(struct engine *e, const struct packet *packets, struct seen *seen,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool ordinary = glance_at(&packets[i], &seen[i].glance);
        seen[i].pair = ordinary ? shortcut_pair(&e->shortcuts, &seen[i].glance.key) : NULL;
        seen[i].is_others =
            ordinary && e->share.of > 1 && !is_mine(e, glance_pair(&seen[i].glance.key));
        if (ordinary)
            __builtin_prefetch(seen[i].pair);
    }
}

static void fetch_flow(const struct seen *seen)
{
    int from;
    const struct flow *f = seen->pair ? shortcut_find(seen->pair, &seen->glance.key, &from) : NULL;

    if (!f)
        return;
    __builtin_prefetch(f);
    __builtin_prefetch(&f->ends[from].packets);
    __builtin_prefetch(&f->ends[from].tcp_flags);
}

static void fetch_state(const struct seen *seen)
{
    int from;
    const struct flow *f = seen->pair ? shortcut_find(seen->pair, &seen->glance.key, &from) : NULL;

    if (!f)
        return;
    __builtin_prefetch(f->state);
    __builtin_prefetch(f->operations);
}

static void decode_packet(struct engine *e, const struct packet *p, const struct seen *seen)
{
    struct decoded d;
    int from;

    decode(p, e->fragments, &d);
    if (d.outcome == DECODE_SKIPPED) {
        if (engine_speaks_for_all(e))
            e->observer.skipped(e->observer.owner, d.reason, d.malformed, e->frame);
        return;
    }
    struct flow *f = flow_of(e, &d, &from);
    if (!f)
        return;
    if (seen->pair)
        shortcut_learn(&e->shortcuts, &seen->glance.key, f, from);
    read_packet(e, f, from, &d, p->length);
}

static void take_packet(struct engine *e, const struct packet *p, const struct seen *seen)
{
    struct flow *f = NULL;
    int from;

    e->frame++;
    e->at_ns = p->at_ns;
    end_silent_flows(e);
    if (seen->is_others)
        return;
    if (seen->pair)
        f = shortcut_find(seen->pair, &seen->glance.key, &from);
    if (!f || is_silent(e, f)) {
        decode_packet(e, p, seen);
        return;
    }
    struct decoded d;
    glance_decode(&seen->glance, &d);
    read_packet(e, f, from, &d, p->length);
}

static void take_packets(struct engine *e, const struct packet *packets, const struct seen *seen,
                         size_t count)
{
    enum { AHEAD = 4 };

    for (size_t i = 0; i < AHEAD && i < count; i++)
        fetch_state(&seen[i]);
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            fetch_state(&seen[i + AHEAD]);
        take_packet(e, &packets[i], &seen[i]);
    }
}

void engine_packets(struct engine *e, const struct packet *packets, size_t count)
{
    enum { TOGETHER = 32 };
    struct seen seen[TOGETHER];

    for (size_t done = 0; done < count; done += TOGETHER) {
        size_t some = count - done < TOGETHER ? count - done : TOGETHER;
        glance_ahead(e, &packets[done], seen, some);
        for (size_t i = 0; i < some; i++)
            fetch_flow(&seen[i]);
        take_packets(e, &packets[done], seen, some);
    }
}

void engine_packet(struct engine *e, const struct packet *p)
{
    engine_packets(e, p, 1);
}
