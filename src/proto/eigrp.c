/*
 * eigrp.c - routers that tell each other of networks, and their software.
 *
 * Source: RFC 7868, 6.2 (header), 6.6.4 (software version).
 */
#include "proto/protocol.h"

enum { VERSION = 2, HELLO = 5, TLV_SOFTWARE = 0x0004, TLV_HEAD = 4 };

/* The code is the opcode. */
static const struct operation operations[] = {
    { 1, SUB_NONE, "update", CLASS_config },
    { 2, SUB_NONE, "request", CLASS_config },
    { 3, SUB_NONE, "query", CLASS_config },
    { 4, SUB_NONE, "reply", CLASS_config },
    { HELLO, SUB_NONE, "hello", CLASS_discover },
    { 10, SUB_NONE, "stuck-in-active query", CLASS_config },
    { 11, SUB_NONE, "stuck-in-active reply", CLASS_config },
    { 0 },
};

static uint8_t read_header(struct cursor *c)
{
    uint8_t version = cursor_u8(c), opcode = cursor_u8(c);

    cursor_skip(c, 2 + 4 + 4 + 4 + 2 + 2); /* checksum to autonomous system */
    return cursor_ok(c) && version == VERSION ? opcode : 0;
}

static enum match eigrp_probe(struct cursor payload)
{
    return read_header(&payload) ? MATCH_YES : MATCH_NO;
}

/* Of the router's system, then of its EIGRP. */
static void read_software(struct cursor value, struct dissection *out)
{
    unsigned major = cursor_u8(&value), minor = cursor_u8(&value);

    if (cursor_ok(&value))
        dissection_state(out, &out->sender, FIELD_software,
                         text_format(out->arena, "%u.%u", major, minor), "eigrp software version",
                         CONFIDENCE_ANNOUNCED);
}

static void read_parts(struct cursor c, struct dissection *out)
{
    while (c.left >= TLV_HEAD) {
        uint16_t type = cursor_u16be(&c), length = cursor_u16be(&c);
        if (length < TLV_HEAD)
            return;
        struct cursor value = cursor_split(&c, length - TLV_HEAD);
        if (type == TLV_SOFTWARE)
            read_software(value, out);
    }
}

static enum verdict eigrp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    uint8_t opcode = read_header(&c);

    if (!opcode)
        return VERDICT_MALFORMED;
    /* Neighbours are equals: who spoke first is named first. */
    dissection_operation(out, &eigrp_protocol, MESSAGE_REQUEST, opcode, SUB_NONE);
    dissection_state(out, &out->sender, FIELD_capability, TEXT("router"), "eigrp",
                     CONFIDENCE_ANNOUNCED);
    read_parts(c, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol eigrp_protocol = {
    .name = "eigrp",
    .title = "EIGRP",
    .specification = "RFC 7868",
    .carriers = CARRIER_IP,
    .ports = { 88 },
    .operations = operations,
    .probe = eigrp_probe,
    .dissect = eigrp_dissect,
};
