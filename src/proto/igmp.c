/*
 * igmp.c - who wants which group, and which router or switch asks for them.
 *
 * Source: RFC 3376, 4 (version 3, and the types of the older ones); RFC 2236, 2.
 */
#include "proto/protocol.h"

enum { HEADER_BYTES = 8, QUERY = 0x11 };

/* The code is the type. */
static const struct operation operations[] = {
    { QUERY, SUB_NONE, "membership query", CLASS_discover },
    { 0x12, SUB_NONE, "membership report, version 1", CLASS_discover },
    { 0x16, SUB_NONE, "membership report, version 2", CLASS_discover },
    { 0x17, SUB_NONE, "leave group", CLASS_discover },
    { 0x22, SUB_NONE, "membership report, version 3", CLASS_discover },
    { 0 },
};

static enum match igmp_probe(struct cursor payload)
{
    return payload.left >= HEADER_BYTES ? MATCH_YES : MATCH_NO;
}

static enum verdict igmp_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type = cursor_u8(payload);

    cursor_skip(payload, HEADER_BYTES - 1);
    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &igmp_protocol, MESSAGE_REQUEST, type, SUB_NONE);
    if (type == QUERY)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("multicast querier"),
                         "igmp query", CONFIDENCE_ANNOUNCED);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol igmp_protocol = {
    .name = "igmp",
    .title = "IGMP",
    .specification = "RFC 3376",
    .carriers = CARRIER_IP,
    .ports = { 2 },
    .operations = operations,
    .probe = igmp_probe,
    .dissect = igmp_dissect,
};
