/*
 * mrp.c - Media Redundancy Protocol: who manages a ring, and whether it is closed.
 *
 * The code is the type of the frame's first block.  A manager tests its ring many
 * times a second: what it says is told when it changes.
 *
 * Source: IEC 62439-2, 8 (PDUs and their TLVs).
 */
#include "proto/protocol.h"

enum { VERSION = 1, RING_OPEN = 0, RING_CLOSED = 1 };

enum tlv_type {
    TLV_END = 0,
    TLV_COMMON = 1,
    TLV_TEST = 2,
    TLV_TOPOLOGY_CHANGE = 3,
    TLV_TYPES = 11,
    TLV_OPTION = 127,
};

static const struct operation operations[] = {
    { TLV_TEST, SUB_NONE, "ring test", CLASS_diag },
    { TLV_TOPOLOGY_CHANGE, SUB_NONE, "topology change", CLASS_config },
    { 4, SUB_NONE, "link down", CLASS_diag },
    { 5, SUB_NONE, "link up", CLASS_diag },
    { 6, SUB_NONE, "interconnection test", CLASS_diag },
    { 7, SUB_NONE, "interconnection topology change", CLASS_config },
    { 8, SUB_NONE, "interconnection link down", CLASS_diag },
    { 9, SUB_NONE, "interconnection link up", CLASS_diag },
    { 10, SUB_NONE, "interconnection link status poll", CLASS_diag },
    { TLV_OPTION, SUB_NONE, "option", CLASS_unknown },
    { 0 },
};

struct mrp_state {
    uint8_t ring; /* as told last, and one; 0: not told */
};

static bool is_type(uint8_t type)
{
    return (type > TLV_COMMON && type < TLV_TYPES) || type == TLV_OPTION;
}

static enum match mrp_probe(struct cursor payload)
{
    uint16_t version = cursor_u16be(&payload);
    uint8_t type = cursor_u8(&payload);
    struct cursor value = cursor_split(&payload, cursor_u8(&payload));

    return cursor_ok(&value) && version == VERSION && is_type(type) ? MATCH_YES : MATCH_NO;
}

static void tell_ring(struct cursor value, struct dissection *out)
{
    static const char *const rings[] = { [RING_OPEN] = "ring open", [RING_CLOSED] = "ring closed" };
    struct mrp_state *state = out->state;

    cursor_skip(&value, 2); /* priority */
    const uint8_t *bytes = cursor_take(&value, 6);
    cursor_skip(&value, 2); /* which port */
    uint16_t ring = cursor_u16be(&value);
    if (!cursor_ok(&value) || ring >= COUNT_OF(rings) || state->ring == ring + 1)
        return;
    struct address manager = address_mac(bytes);
    state->ring = (uint8_t)(ring + 1);
    dissection_state(out, &out->sender_mac, FIELD_capability, TEXT("bridge, ring manager"),
                     "mrp test", CONFIDENCE_ANNOUNCED);
    dissection_state(out, &out->sender_mac, FIELD_state, text_of(rings[ring]), "mrp test",
                     CONFIDENCE_ANNOUNCED);
    if (!address_is_void(&manager) && !address_equal(&manager, &out->sender_mac))
        dissection_tie(out, out->sender_mac, manager, BINDING_announced);
}

/* Every block must fit; padding follows the end. */
static bool is_well_formed(struct cursor c)
{
    uint8_t type;

    do {
        type = cursor_u8(&c);
        cursor_skip(&c, type == TLV_END && c.left == 0 ? 0 : cursor_u8(&c));
    } while (type != TLV_END && cursor_ok(&c));
    return cursor_ok(&c);
}

static enum verdict mrp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;

    if (mrp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    cursor_skip(&c, 2);
    if (!is_well_formed(c))
        return VERDICT_MALFORMED;
    uint8_t type = cursor_u8(&c);
    struct cursor value = cursor_split(&c, cursor_u8(&c));

    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &mrp_protocol, MESSAGE_REQUEST, type, SUB_NONE);
    if (type == TLV_TEST)
        tell_ring(value, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol mrp_protocol = {
    .name = "mrp",
    .title = "Media Redundancy Protocol",
    .specification = "IEC 62439-2",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x88e3 },
    .is_industrial = true,
    .state_bytes = sizeof(struct mrp_state),
    .operations = operations,
    .probe = mrp_probe,
    .dissect = mrp_dissect,
};
