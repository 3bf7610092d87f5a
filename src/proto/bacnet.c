/*
 * bacnet.c - BACnet/IP: virtual link and network layer.
 *
 * Source: ASHRAE 135-2020, annex J.2 (BACnet/IP), 6.2 (network layer).
 */
#include "proto/bacnet.h"

#include <assert.h>

enum {
    LINK_TYPE = 0x81,
    HEADER_BYTES = 4,
    NETWORK_VERSION = 1,
    LINK_FROM = 512,
    NETWORK_FROM = 768,
};

enum link_function {
    LINK_RESULT = 0,
    LINK_WRITE_BROADCASTS = 1,
    LINK_READ_BROADCASTS = 2,
    LINK_READ_BROADCASTS_ANSWER = 3,
    LINK_FORWARDED = 4,
    LINK_REGISTER_FOREIGN = 5,
    LINK_READ_FOREIGN = 6,
    LINK_READ_FOREIGN_ANSWER = 7,
    LINK_DELETE_FOREIGN = 8,
    LINK_DISTRIBUTE = 9,
    LINK_UNICAST = 10,
    LINK_BROADCAST = 11,
    LINK_SECURED = 12,
    LINK_FUNCTIONS,
};

enum network_message {
    NETWORK_I_AM_ROUTER = 1,
    NETWORK_INITIALIZE = 6,
    NETWORK_INITIALIZED = 7,
    NETWORK_PROPRIETARY = 0x80,
};

static const struct operation operations[] = {
#define CODE(number, sub, class, name) { number, sub, name, CLASS_##class },
#include "proto/bacnet_codes.def"
#undef CODE
    { 0 },
};

static_assert(sizeof(struct bacnet_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

/* ---- network layer ---- */

static enum verdict network_message(struct cursor c, const struct bacnet_envelope *e,
                                    struct dissection *out)
{
    uint8_t type = cursor_u8(&c);

    if (!cursor_ok(&c))
        return VERDICT_MALFORMED;
    if (type == NETWORK_INITIALIZED)
        dissection_operation(out, &bacnet_protocol, MESSAGE_RESPONSE,
                             NETWORK_FROM + NETWORK_INITIALIZE, SUB_NONE);
    else
        dissection_operation(out, &bacnet_protocol, MESSAGE_REQUEST, NETWORK_FROM + type, SUB_NONE);
    if (type == NETWORK_I_AM_ROUTER)
        bacnet_tell_networks(c, &e->speaker, out);
    return VERDICT_OK;
}

static struct bacnet_station station_read(struct cursor *c)
{
    struct bacnet_station station = { .network = cursor_u16be(c) };

    station.address = cursor_split(c, cursor_u8(c));
    return station;
}

static enum verdict network_read(struct cursor c, struct address from, struct dissection *out)
{
    enum { MESSAGE = 0x80, TARGET = 0x20, SOURCE = 0x08 };
    struct bacnet_envelope e = { .speaker.ip = from };
    uint8_t version = cursor_u8(&c), control = cursor_u8(&c);

    if (control & TARGET)
        e.target = station_read(&c);
    if (control & SOURCE)
        e.speaker.station = station_read(&c);
    if (control & TARGET)
        cursor_skip(&c, 1); /* hops left */
    if (!cursor_ok(&c) || version != NETWORK_VERSION)
        return VERDICT_MALFORMED;
    return control & MESSAGE ? network_message(c, &e, out) : bacnet_application_read(c, &e, out);
}

/* ---- virtual link ---- */

static enum verdict carried(uint8_t function, struct cursor body, struct dissection *out)
{
    if (function == LINK_DISTRIBUTE) {
        ((struct bacnet_state *)out->state)->link[bacnet_end_of(out)] = function;
        dissection_operation(out, &bacnet_protocol, MESSAGE_REQUEST, LINK_FROM + function,
                             SUB_NONE);
    }
    return network_read(body, out->sender, out);
}

/* A broadcast that comes from the other side of a router, with its sender's address. */
static enum verdict forwarded(uint8_t function, struct cursor body, struct dissection *out)
{
    (void)function;
    const uint8_t *ip = cursor_take(&body, 4);
    cursor_skip(&body, 2); /* port */
    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;
    return network_read(body, address_ipv4(ip), out);
}

static enum verdict link_request(uint8_t function, struct cursor body, struct dissection *out)
{
    struct bacnet_state *state = out->state;

    (void)body;
    bacnet_settle(out, true);
    state->link[bacnet_end_of(out)] = function;
    dissection_operation(out, &bacnet_protocol, MESSAGE_REQUEST, LINK_FROM + function, SUB_NONE);
    if (function == LINK_REGISTER_FOREIGN)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("BACnet foreign device"),
                         "bacnet register foreign device", CONFIDENCE_BEHAVIOUR);
    return VERDICT_OK;
}

static enum verdict link_answer(uint8_t function, struct cursor body, struct dissection *out)
{
    bacnet_settle(out, false);
    dissection_operation(out, &bacnet_protocol, MESSAGE_RESPONSE, LINK_FROM + function - 1u,
                         SUB_NONE);
    if (function == LINK_READ_BROADCASTS_ANSWER)
        bacnet_tell_peers(body, "bacnet broadcast distribution table", "broadcasts to", out);
    else
        bacnet_tell_peers(body, "bacnet foreign device table", "foreign device", out);
    return VERDICT_OK;
}

/* A success does not say of what; a failure does, in its upper digit. */
static enum verdict link_result(uint8_t function, struct cursor body, struct dissection *out)
{
    static const uint8_t refused[] = {
        [1] = LINK_WRITE_BROADCASTS, [2] = LINK_READ_BROADCASTS, [3] = LINK_REGISTER_FOREIGN,
        [4] = LINK_READ_FOREIGN,     [5] = LINK_DELETE_FOREIGN,  [6] = LINK_DISTRIBUTE,
    };
    struct bacnet_state *state = out->state;
    uint16_t result = cursor_u16be(&body);
    uint8_t *asked = &state->link[!bacnet_end_of(out)], digit = (uint8_t)(result >> 4 & 0xff);

    (void)function;
    if (!cursor_ok(&body) || digit >= COUNT_OF(refused))
        return VERDICT_MALFORMED;
    bacnet_settle(out, false);
    uint8_t of = result ? refused[digit] : *asked;
    if (of)
        dissection_operation(out, &bacnet_protocol, result ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             LINK_FROM + of, SUB_NONE);
    *asked = 0;
    return VERDICT_OK;
}

static const struct {
    uint16_t least; /* bytes behind the header */
    enum verdict (*read)(uint8_t function, struct cursor body, struct dissection *);
} functions[LINK_FUNCTIONS] = {
    [LINK_RESULT] = { 2, link_result },
    [LINK_WRITE_BROADCASTS] = { 0, link_request },
    [LINK_READ_BROADCASTS] = { 0, link_request },
    [LINK_READ_BROADCASTS_ANSWER] = { 0, link_answer },
    [LINK_FORWARDED] = { 6 + 3, forwarded },
    [LINK_REGISTER_FOREIGN] = { 2, link_request },
    [LINK_READ_FOREIGN] = { 0, link_request },
    [LINK_READ_FOREIGN_ANSWER] = { 0, link_answer },
    [LINK_DELETE_FOREIGN] = { 6, link_request },
    [LINK_DISTRIBUTE] = { 3, carried },
    [LINK_UNICAST] = { 3, carried },
    [LINK_BROADCAST] = { 3, carried },
    [LINK_SECURED] = { 0, link_request },
};

/*
 * One message of the whole datagram.  The length is a hint only: some devices say
 * in errors the length of what they answer.
 */
static bool link_read(struct cursor c, uint8_t *function, bool *exact, struct cursor *body)
{
    uint8_t type = cursor_u8(&c);

    *function = cursor_u8(&c);
    uint16_t length = cursor_u16be(&c);
    if (type != LINK_TYPE || *function >= LINK_FUNCTIONS || !cursor_ok(&c) ||
        length < HEADER_BYTES + functions[*function].least || c.left < functions[*function].least)
        return false;
    *exact = length == HEADER_BYTES + c.left;
    size_t said = length - (size_t)HEADER_BYTES;
    *body = cursor_split(&c, c.left < said ? c.left : said);
    return true;
}

static enum match bacnet_probe(struct cursor payload)
{
    struct cursor body;
    uint8_t function;
    bool exact;

    if (!link_read(payload, &function, &exact, &body))
        return MATCH_NO;
    if (functions[function].read != carried)
        return MATCH_MAYBE;
    if (cursor_u8(&body) != NETWORK_VERSION)
        return MATCH_NO;
    return exact ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict bacnet_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor body;
    uint8_t function;
    bool exact;

    if (!link_read(*payload, &function, &exact, &body))
        return VERDICT_MALFORMED;
    enum verdict verdict = functions[function].read(function, body, out);
    if (verdict == VERDICT_OK)
        cursor_skip(payload, payload->left);
    return verdict;
}

const struct protocol bacnet_protocol = {
    .name = "bacnet",
    .title = "BACnet/IP",
    .specification = "ASHRAE 135-2020",
    .carriers = CARRIER_UDP,
    .ports = { 47808 },
    .is_industrial = true,
    .state_bytes = sizeof(struct bacnet_state),
    .operations = operations,
    .probe = bacnet_probe,
    .dissect = bacnet_dissect,
};
