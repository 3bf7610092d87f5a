/*
 * bacnet_application.c - services of BACnet: which message answers which.
 *
 * Both sides of a conversation may ask, and a router lends its address to many
 * devices, so that a request is known again by who asked, by the station that
 * was asked, and by its number.  Of a message in segments the first one counts.
 *
 * Source: ASHRAE 135-2020, 20.1 (application layer), 21 (services).
 */
#include "base/hash.h"
#include "proto/bacnet.h"

enum { UNCONFIRMED_FROM = 256 };

uint8_t bacnet_end_of(const struct dissection *out)
{
    int order = address_compare(&out->sender, &out->receiver);

    return order ? order > 0 : out->sender_port > out->receiver_port;
}

void bacnet_settle(struct dissection *out, bool by_client)
{
    if (out->direction == DIRECTION_UNKNOWN)
        out->direction = by_client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

/* ---- outstanding requests ---- */

uint32_t bacnet_station_hash(const struct bacnet_station *s)
{
    if (!s->network)
        return 0;
    return (uint32_t)hash_mix(hash_bytes(s->address.next, s->address.left), s->network) | 1;
}

static struct bacnet_asked *find_asked(struct bacnet_state *state, uint8_t end, uint32_t station,
                                       uint8_t invoke)
{
    for (unsigned i = 0; i < BACNET_OUTSTANDING_MOST; i++) {
        struct bacnet_asked *o = &state->asked[i];
        if (o->waits && o->end == end && o->station == station && o->invoke == invoke)
            return o;
    }
    return NULL;
}

static void remember(struct bacnet_state *state, struct bacnet_asked asked)
{
    struct bacnet_asked *slot = find_asked(state, asked.end, asked.station, asked.invoke);

    if (!slot) {
        slot = &state->asked[state->next];
        state->next = (uint8_t)((state->next + 1) % BACNET_OUTSTANDING_MOST);
    }
    *slot = asked;
}

/* ---- application layer ---- */

enum pdu_type {
    PDU_CONFIRMED,
    PDU_UNCONFIRMED,
    PDU_SIMPLE_ACK,
    PDU_COMPLEX_ACK,
    PDU_SEGMENT_ACK,
    PDU_ERROR,
    PDU_REJECT,
    PDU_ABORT,
};

struct pdu {
    uint8_t type;
    uint8_t flags, invoke, service, sequence;
    struct cursor parameters;
};

enum { FLAG_SEGMENTED = 8, FLAG_MORE = 4, FLAG_BY_SERVER = 1 };

/* Confirmed services by which a device tells a subscriber: the one who is asked is the client. */
static bool is_notification(uint8_t service)
{
    enum { CHANGE = 1, EVENT = 2, CHANGES = 31, AUDIT = 32 };

    return service == CHANGE || service == EVENT || service == CHANGES || service == AUDIT;
}

static void confirmed(const struct pdu *p, const struct bacnet_envelope *e, struct dissection *out)
{
    uint32_t sub = bacnet_request_sub(p->service, p->parameters);

    bacnet_settle(out, !is_notification(p->service));
    remember(out->state,
             (struct bacnet_asked){ .station = bacnet_station_hash(&e->target),
                                    .sub = sub < UINT16_MAX ? (uint16_t)sub : UINT16_MAX,
                                    .invoke = p->invoke,
                                    .service = p->service,
                                    .end = bacnet_end_of(out),
                                    .waits = true });
    dissection_operation(out, &bacnet_protocol, MESSAGE_REQUEST, p->service, sub);
}

/* Time and commands come from clients, announcements and notifications from devices. */
static bool client_says(uint8_t unconfirmed)
{
    static const bool clients[] = {
        [6] = true, [7] = true, [8] = true, [9] = true, [10] = true, [14] = true,
    };

    return unconfirmed < COUNT_OF(clients) && clients[unconfirmed];
}

static void unconfirmed(const struct pdu *p, const struct bacnet_envelope *e,
                        struct dissection *out)
{
    bacnet_settle(out, client_says(p->service));
    dissection_operation(out, &bacnet_protocol, MESSAGE_REQUEST, UNCONFIRMED_FROM + p->service,
                         SUB_NONE);
    bacnet_tell_unconfirmed(p->service, p->parameters, &e->speaker, out);
}

static struct bacnet_segment segment_of(const struct pdu *p)
{
    return (struct bacnet_segment){ .invoke = p->invoke,
                                    .service = p->service,
                                    .sequence = p->sequence,
                                    .more = p->flags & FLAG_SEGMENTED && p->flags & FLAG_MORE,
                                    .parameters = p->parameters };
}

/* Acks and errors name their service, rejects and aborts only the request's number. */
static void answer(const struct pdu *p, const struct bacnet_envelope *e, struct dissection *out)
{
    struct bacnet_asked *asked = find_asked(out->state, !bacnet_end_of(out),
                                            bacnet_station_hash(&e->speaker.station), p->invoke);
    bool named = p->type <= PDU_ERROR, done = p->type <= PDU_COMPLEX_ACK;

    if (!named && !asked)
        return; /* of nothing that we know */
    if (asked && named && asked->service != p->service)
        asked = NULL;
    uint8_t service = named ? p->service : asked->service;
    uint32_t sub = asked && asked->sub != UINT16_MAX ? asked->sub : SUB_NONE;
    bacnet_settle(out, is_notification(service));
    dissection_operation(out, &bacnet_protocol, done ? MESSAGE_RESPONSE : MESSAGE_REFUSAL, service,
                         sub);
    struct bacnet_segment segment = segment_of(p);
    if (p->type == PDU_COMPLEX_ACK)
        bacnet_answer_begin(&segment, &e->speaker, out);
    if (asked)
        asked->waits = false;
}

/* Whoever asked gives up what it asked. */
static void given_up(const struct pdu *p, const struct bacnet_envelope *e, struct dissection *out)
{
    struct bacnet_asked *asked =
        find_asked(out->state, bacnet_end_of(out), bacnet_station_hash(&e->target), p->invoke);

    if (asked)
        asked->waits = false;
}

static void aborted(const struct pdu *p, const struct bacnet_envelope *e, struct dissection *out)
{
    if (p->flags & FLAG_BY_SERVER)
        answer(p, e, out);
    else
        given_up(p, e, out);
}

static const struct {
    uint8_t limits; /* bytes in front of the invoke id */
    bool has_invoke, may_be_segmented, has_service;
    void (*read)(const struct pdu *, const struct bacnet_envelope *, struct dissection *);
} pdus[] = {
    [PDU_CONFIRMED] = { 1, true, true, true, confirmed },
    [PDU_UNCONFIRMED] = { 0, false, false, true, unconfirmed },
    [PDU_SIMPLE_ACK] = { 0, true, false, true, answer },
    [PDU_COMPLEX_ACK] = { 0, true, true, true, answer },
    [PDU_SEGMENT_ACK] = { 0, true, false, true, NULL },
    [PDU_ERROR] = { 0, true, false, true, answer },
    [PDU_REJECT] = { 0, true, false, true, answer },
    [PDU_ABORT] = { 0, true, false, true, aborted },
};

enum verdict bacnet_application_read(struct cursor c, const struct bacnet_envelope *e,
                                     struct dissection *out)
{
    uint8_t first = cursor_u8(&c);
    struct pdu p = { .type = first >> 4, .flags = first & 15 };

    if (p.type >= COUNT_OF(pdus))
        return VERDICT_MALFORMED;
    cursor_skip(&c, pdus[p.type].limits);
    if (pdus[p.type].has_invoke)
        p.invoke = cursor_u8(&c);
    if (pdus[p.type].may_be_segmented && p.flags & FLAG_SEGMENTED) {
        p.sequence = cursor_u8(&c);
        cursor_skip(&c, 1); /* window */
    }
    p.service = cursor_u8(&c);
    p.parameters = c;
    if (!cursor_ok(&c))
        return VERDICT_MALFORMED;
    struct bacnet_segment segment = segment_of(&p);
    bool goes_on = p.type == PDU_COMPLEX_ACK && p.flags & FLAG_SEGMENTED &&
                   bacnet_answer_continue(&segment, &e->speaker, out);
    if (!goes_on && p.sequence == 0 && pdus[p.type].read)
        pdus[p.type].read(&p, e, out);
    return VERDICT_OK;
}
