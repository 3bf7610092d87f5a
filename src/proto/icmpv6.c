/*
 * icmpv6.c - ICMP for IPv6, with neighbour discovery: which MAC has which address.
 *
 * Source: RFC 4443, 2.1; RFC 4861, 4 (neighbour discovery messages and options).
 */
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 4,
    ECHO_REQUEST = 128,
    ECHO_REPLY = 129,
    ROUTER_SOLICITATION = 133,
    ROUTER_ADVERTISEMENT = 134,
    NEIGHBOUR_SOLICITATION = 135,
    NEIGHBOUR_ADVERTISEMENT = 136,
    OPTION_SOURCE_MAC = 1,
    OPTION_TARGET_MAC = 2,
    OPTION_PREFIX = 3,
    OPTION_UNIT = 8, /* bytes */
};

static const struct operation operations[] = {
    { 1, SUB_NONE, "destination unreachable", CLASS_diag },
    { 2, SUB_NONE, "packet too big", CLASS_diag },
    { 3, SUB_NONE, "time exceeded", CLASS_diag },
    { 4, SUB_NONE, "parameter problem", CLASS_diag },
    { ECHO_REQUEST, SUB_NONE, "echo", CLASS_discover },
    { 130, SUB_NONE, "multicast listener query", CLASS_discover },
    { 131, SUB_NONE, "multicast listener report", CLASS_discover },
    { 132, SUB_NONE, "multicast listener done", CLASS_discover },
    { ROUTER_SOLICITATION, SUB_NONE, "router solicitation", CLASS_discover },
    { ROUTER_ADVERTISEMENT, SUB_NONE, "router advertisement", CLASS_config },
    { NEIGHBOUR_SOLICITATION, SUB_NONE, "neighbour solicitation", CLASS_discover },
    { NEIGHBOUR_ADVERTISEMENT, SUB_NONE, "neighbour advertisement", CLASS_discover },
    { 137, SUB_NONE, "redirect", CLASS_config },
    { 143, SUB_NONE, "multicast listener report", CLASS_discover },
    { 0 },
};

/* Bytes between the checksum and the options, per message. */
static size_t fixed_bytes(uint8_t type)
{
    switch (type) {
    case ROUTER_SOLICITATION:
        return 4;
    case ROUTER_ADVERTISEMENT:
        return 12;
    default:
        return 20; /* neighbour solicitation and advertisement: flags and the target */
    }
}

static struct address read_ipv6(struct cursor c)
{
    const uint8_t *bytes = cursor_take(&c, 16);

    return bytes ? address_ipv6(bytes) : (struct address){ 0 };
}

/* A prefix whose addresses are all on this link.  Source: RFC 4861, 4.6.2. */
static void read_prefix(struct cursor body, struct dissection *out)
{
    enum { ON_LINK = 0x80 };
    uint8_t bits = cursor_u8(&body), flags = cursor_u8(&body);

    cursor_skip(&body, 4 + 4 + 4); /* lifetimes */
    const uint8_t *bytes = cursor_take(&body, 16);
    struct text shown = { 0 };
    struct prefix p;
    char base[ADDRESS_TEXT];
    if (!bytes || !(flags & ON_LINK))
        return;
    struct address a = address_ipv6(bytes);
    address_format(&a, base);
    shown = text_format(out->arena, "%s/%u", base, (unsigned)bits);
    if (prefix_parse(shown, &p))
        dissection_state(out, &out->sender, FIELD_subnet, shown, "icmpv6 router advertisement",
                         CONFIDENCE_ANNOUNCED);
}

/* A link-layer option ties the sender, or the target it speaks of, to a MAC. */
static void read_options(struct cursor options, uint8_t type, struct address target,
                         struct dissection *out)
{
    while (options.left >= OPTION_UNIT) {
        uint8_t option = cursor_u8(&options);
        uint8_t units = cursor_u8(&options);
        if (units == 0)
            return;
        struct cursor body = cursor_split(&options, (size_t)units * OPTION_UNIT - 2);
        if (option == OPTION_PREFIX && type == ROUTER_ADVERTISEMENT)
            read_prefix(body, out);
        const uint8_t *mac = cursor_take(&body, 6);
        if (!mac)
            return;
        if (option == OPTION_SOURCE_MAC)
            dissection_tie(out, address_mac(mac), out->sender, BINDING_ndp);
        if (option == OPTION_TARGET_MAC && type == NEIGHBOUR_ADVERTISEMENT)
            dissection_tie(out, address_mac(mac), target, BINDING_ndp);
    }
}

static void read_discovery(struct cursor body, uint8_t type, struct dissection *out)
{
    struct cursor target = body;

    cursor_skip(&target, 4);
    cursor_skip(&body, fixed_bytes(type));
    if (!cursor_ok(&body))
        return;
    if (type == ROUTER_ADVERTISEMENT)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("router"),
                         "icmpv6 router advertisement", CONFIDENCE_ANNOUNCED);
    read_options(body, type, read_ipv6(target), out);
}

static enum match icmpv6_probe(struct cursor payload)
{
    return payload.left >= HEADER_BYTES ? MATCH_YES : MATCH_NO;
}

static enum verdict icmpv6_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type = cursor_u8(payload);

    cursor_skip(payload, HEADER_BYTES - 1);
    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    if (type >= ROUTER_SOLICITATION && type <= NEIGHBOUR_ADVERTISEMENT)
        read_discovery(*payload, type, out);
    bool reply = type == ECHO_REPLY;
    if (reply)
        out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &icmpv6_protocol, reply ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         reply ? ECHO_REQUEST : type, SUB_NONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol icmpv6_protocol = {
    .name = "icmpv6",
    .title = "ICMPv6 and neighbour discovery",
    .specification = "RFC 4443, RFC 4861",
    .carriers = CARRIER_IP,
    .ports = { 58 },
    .operations = operations,
    .probe = icmpv6_probe,
    .dissect = icmpv6_dissect,
};
