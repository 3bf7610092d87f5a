/*
 * lacp.c - the slow protocols: which links two devices have bundled into one.
 *
 * The system that a port names as its own is the same device: the card that sent
 * the frame is tied to it.
 *
 * Source: IEEE 802.1AX-2020, 6.4.2.3 (LACPDU); IEEE 802.3-2018, 57A.
 */
#include "proto/protocol.h"

enum { LACP = 1, MARKER = 2, VERSION = 1, TLV_ACTOR = 1, TLV_PARTNER = 2, TLV_BYTES = 20 };

/* The code is the subtype. */
static const struct operation operations[] = {
    { LACP, SUB_NONE, "link aggregation", CLASS_config },
    { MARKER, SUB_NONE, "marker", CLASS_diag },
    { 3, SUB_NONE, "operation and maintenance", CLASS_diag },
    { 10, SUB_NONE, "clock quality", CLASS_time },
    { 0 },
};

struct end {
    struct address system;
    uint16_t port;
};

static bool read_end(struct cursor *c, uint8_t wanted, struct end *end)
{
    uint8_t type = cursor_u8(c), length = cursor_u8(c);
    struct cursor value = cursor_split(c, TLV_BYTES - 2);

    cursor_skip(&value, 2); /* priority */
    const uint8_t *system = cursor_take(&value, 6);
    if (!system || type != wanted || length != TLV_BYTES)
        return false;
    end->system = address_mac(system);
    cursor_skip(&value, 2 + 2); /* key, priority */
    end->port = cursor_u16be(&value);
    return true;
}

static bool read_ends(struct cursor c, struct end *actor, struct end *partner)
{
    cursor_skip(&c, 1);
    return cursor_u8(&c) >= VERSION && read_end(&c, TLV_ACTOR, actor) &&
           read_end(&c, TLV_PARTNER, partner);
}

static enum match lacp_probe(struct cursor payload)
{
    struct end actor, partner;
    struct cursor c = payload;
    uint8_t subtype = cursor_u8(&c);

    if (subtype == LACP)
        return read_ends(payload, &actor, &partner) ? MATCH_YES : MATCH_NO;
    return subtype > LACP && subtype <= 10 ? MATCH_MAYBE : MATCH_NO;
}

static void state_ends(const struct end *actor, const struct end *partner, struct dissection *out)
{
    char shown[ADDRESS_TEXT];

    dissection_tie(out, out->sender_mac, actor->system, BINDING_announced);
    dissection_state(out, &out->sender_mac, FIELD_port,
                     text_format(out->arena, "%u", (unsigned)actor->port), "lacp port",
                     CONFIDENCE_ANNOUNCED);
    if (address_is_void(&partner->system))
        return; /* it has not heard its partner yet */
    address_format(&partner->system, shown);
    dissection_state(out, &out->sender_mac, FIELD_neighbour, text_copy(text_of(shown), out->arena),
                     "lacp partner", CONFIDENCE_ANNOUNCED);
}

static enum verdict lacp_dissect(struct cursor *payload, struct dissection *out)
{
    struct end actor, partner;
    struct cursor c = *payload;

    if (lacp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    uint8_t subtype = cursor_u8(&c);
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &lacp_protocol, MESSAGE_REQUEST, subtype, SUB_NONE);
    if (subtype == LACP && read_ends(*payload, &actor, &partner))
        state_ends(&actor, &partner, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol lacp_protocol = {
    .name = "lacp",
    .title = "Link aggregation and slow protocols",
    .specification = "IEEE 802.1AX-2020",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x8809 },
    .operations = operations,
    .probe = lacp_probe,
    .dissect = lacp_dissect,
};
