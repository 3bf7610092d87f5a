/*
 * ospf.c - routers that tell each other of networks, over IPv4 and IPv6.
 *
 * Source: RFC 2328, A.3.1 (header) and D (authentication); RFC 5340, A.3.1.
 */
#include "proto/protocol.h"

enum { TYPE_MOST = 5, IPV4 = 2, IPV6 = 3, HEADER_LEAST = 16 };

/* The code is the type. */
static const struct operation operations[] = {
    { 1, SUB_NONE, "hello", CLASS_discover },
    { 2, SUB_NONE, "database description", CLASS_config },
    { 3, SUB_NONE, "link state request", CLASS_config },
    { 4, SUB_NONE, "link state update", CLASS_config },
    { 5, SUB_NONE, "link state acknowledgement", CLASS_config },
    { 0 },
};

struct ospf_header {
    uint8_t version, type;
    uint16_t length;
    const uint8_t *router; /* its id, 4 bytes */
    uint16_t authentication; /* version 2 */
};

static struct ospf_header read_header(struct cursor c)
{
    struct ospf_header h = { .version = cursor_u8(&c), .type = cursor_u8(&c) };

    h.length = cursor_u16be(&c);
    h.router = cursor_take(&c, 4);
    cursor_skip(&c, 4 + 2); /* area, checksum */
    h.authentication = cursor_u16be(&c);
    bool is_known = (h.version == IPV4 || h.version == IPV6) && h.type >= 1 && h.type <= TYPE_MOST;
    if (!cursor_ok(&c) || !is_known || h.length < HEADER_LEAST)
        h.version = 0;
    return h;
}

static enum match ospf_probe(struct cursor payload)
{
    struct ospf_header h = read_header(payload);

    return h.version && h.length <= payload.left ? MATCH_YES : MATCH_NO;
}

/* Source: RFC 2328, D: null, simple password, cryptographic. */
static struct text protection(uint16_t authentication)
{
    return authentication == 0   ? TEXT("OSPF without authentication")
           : authentication == 1 ? TEXT("OSPF password in clear text")
                                 : (struct text){ 0 };
}

static enum verdict ospf_dissect(struct cursor *payload, struct dissection *out)
{
    struct ospf_header h = read_header(*payload);
    char id[ADDRESS_TEXT];

    if (ospf_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    struct address router = address_ipv4(h.router);
    address_format(&router, id);
    /* Neighbours are equals: who spoke first is named first. */
    dissection_operation(out, &ospf_protocol, MESSAGE_REQUEST, h.type, SUB_NONE);
    dissection_state(out, &out->sender, FIELD_capability, TEXT("router"), "ospf",
                     CONFIDENCE_ANNOUNCED);
    dissection_state(out, &out->sender, FIELD_station, text_copy(text_of(id), out->arena),
                     "ospf router id", CONFIDENCE_ANNOUNCED);
    if (h.version == IPV4)
        dissection_state(out, &out->sender, FIELD_security, protection(h.authentication), "ospf",
                         CONFIDENCE_SELF);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ospf_protocol = {
    .name = "ospf",
    .title = "OSPF",
    .specification = "RFC 2328, RFC 5340",
    .carriers = CARRIER_IP,
    .ports = { 89 },
    .operations = operations,
    .probe = ospf_probe,
    .dissect = ospf_dissect,
};
