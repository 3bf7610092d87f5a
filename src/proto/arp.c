/*
 * arp.c - Address Resolution Protocol for IPv4 over Ethernet.
 *
 * Source: RFC 826 (packet format), RFC 5227, 1.1 and 3 (probe, announcement).
 */
#include "proto/protocol.h"

enum {
    HARDWARE_ETHERNET = 1,
    PROTOCOL_IPV4 = 0x0800,
    OPERATION_REQUEST = 1,
    OPERATION_REPLY = 2,
    OPERATION_MOST = 25, /* Source: IANA registry "ARP Parameters" */
};

/* The wire knows requests and replies only; the sub-codes that tell their use apart are ours. */
enum use { USE_PROBE = 1, USE_ANNOUNCEMENT = 2 };

static const struct operation operations[] = {
    { OPERATION_REQUEST, SUB_NONE, "request", CLASS_discover },
    { OPERATION_REQUEST, USE_PROBE, "probe", CLASS_discover },
    { OPERATION_REQUEST, USE_ANNOUNCEMENT, "gratuitous request", CLASS_discover },
    { OPERATION_REPLY, SUB_NONE, "reply", CLASS_discover },
    { OPERATION_REPLY, USE_ANNOUNCEMENT, "gratuitous reply", CLASS_discover },
    { 0 },
};

struct packet_fields {
    uint16_t hardware, protocol, operation;
    uint8_t hardware_bytes, protocol_bytes;
};

static struct packet_fields read_head(struct cursor *c)
{
    struct packet_fields f = { 0 };

    f.hardware = cursor_u16be(c);
    f.protocol = cursor_u16be(c);
    f.hardware_bytes = cursor_u8(c);
    f.protocol_bytes = cursor_u8(c);
    f.operation = cursor_u16be(c);
    return f;
}

static bool is_ipv4_over_ethernet(const struct packet_fields *f)
{
    return f->hardware == HARDWARE_ETHERNET && f->hardware_bytes == 6 &&
           f->protocol == PROTOCOL_IPV4 && f->protocol_bytes == 4;
}

static enum match arp_probe(struct cursor payload)
{
    struct packet_fields f = read_head(&payload);

    if (!cursor_ok(&payload) || f.operation == 0 || f.operation > OPERATION_MOST)
        return MATCH_NO;
    return is_ipv4_over_ethernet(&f) ? MATCH_YES : MATCH_MAYBE;
}

static uint32_t use_of(const struct address *sender, const struct address *target)
{
    if (address_is_void(sender))
        return USE_PROBE;
    return address_equal(sender, target) ? USE_ANNOUNCEMENT : SUB_NONE;
}

static enum verdict arp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct packet_fields f = read_head(&c);

    if (!cursor_ok(&c))
        return VERDICT_MALFORMED;
    bool is_reply = f.operation == OPERATION_REPLY;
    uint32_t use = SUB_NONE;

    if (is_ipv4_over_ethernet(&f)) {
        const uint8_t *mac = cursor_take(&c, 6), *ip = cursor_take(&c, 4);
        cursor_skip(&c, 6);
        const uint8_t *wanted = cursor_take(&c, 4);
        if (!cursor_ok(&c))
            return VERDICT_MALFORMED;
        struct address sender = address_ipv4(ip), target = address_ipv4(wanted);
        use = use_of(&sender, &target);
        /* A probe asks on behalf of nobody yet: its sender is 0.0.0.0, which ties to no MAC. */
        dissection_tie(out, address_mac(mac), sender, BINDING_arp);
    }
    bool is_answer = is_reply && use == SUB_NONE;
    out->direction = is_answer ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &arp_protocol, is_answer ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         f.operation, use);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol arp_protocol = {
    .name = "arp",
    .title = "ARP",
    .specification = "RFC 826",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x0806 },
    .operations = operations,
    .probe = arp_probe,
    .dissect = arp_dissect,
};
