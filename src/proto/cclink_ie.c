/*
 * cclink_ie.c - CC-Link IE frames, recognised and counted by their frame type.
 *
 * The meaning of the types is not public: they are shown as numbers.
 *
 * Source: IEEE registry "EtherType", 0x890F (CC-Link IE).
 */
#include "proto/protocol.h"

enum { ETHERTYPE = 0x890f, FRAME_LEAST = 28 };

static const struct operation operations[] = {
    { 0 },
};

static enum match cclink_ie_probe(struct cursor payload)
{
    return payload.left >= FRAME_LEAST ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict cclink_ie_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type = cursor_u8(payload);

    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    dissection_operation(out, &cclink_ie_protocol, MESSAGE_REQUEST, type, SUB_NONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol cclink_ie_protocol = {
    .name = "cclink-ie",
    .title = "CC-Link IE",
    .specification = "EtherType 0x890F",
    .carriers = CARRIER_ETHERNET,
    .ports = { ETHERTYPE },
    .is_industrial = true,
    .operations = operations,
    .probe = cclink_ie_probe,
    .dissect = cclink_ie_dissect,
};
