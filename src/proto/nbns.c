/*
 * nbns.c - the NetBIOS name service: hosts claim names, ask who has one, and ask
 * a host for all that it has.
 *
 * Names that are asked for are somebody else's, and are kept as that; names of a
 * host are what it claims for itself and what it or the name server answers.
 *
 * Source: RFC 1002, 4.2 (messages, 4.2.18 node status).
 */
#include "proto/dns_message.h"
#include "proto/netbios_name.h"

enum opcode {
    REGISTRATION = 5,
    RELEASE = 6,
    WAIT = 7,
    REFRESH = 8,
    REFRESH_TOO = 9,
    MULTIHOMED = 15
};

enum { GROUP_NAME = 0x8000, NAME_ROW = 18 };

/* The code is the opcode; a query for the names of one host has its type as sub-code. */
static const struct operation operations[] = {
    { DNS_QUERY, SUB_NONE, "query", CLASS_discover },
    { DNS_QUERY, DNS_NODE_STATUS, "node status", CLASS_ident },
    { REGISTRATION, SUB_NONE, "register name", CLASS_config },
    { RELEASE, SUB_NONE, "release name", CLASS_config },
    { WAIT, SUB_NONE, "wait", CLASS_config },
    { REFRESH, SUB_NONE, "refresh name", CLASS_config },
    { REFRESH_TOO, SUB_NONE, "refresh name", CLASS_config },
    { MULTIHOMED, SUB_NONE, "register name with several addresses", CLASS_config },
    { 0 },
};

/* The first label of a name, dots of its scope behind it. */
static bool decode(const struct dns_name *name, struct netbios_name *into)
{
    struct cursor label = cursor_over(name->bytes, name->length);

    return netbios_name_decode(cursor_split(&label, NETBIOS_ENCODED_BYTES), into);
}

static bool is_netbios_type(uint16_t type)
{
    return type == DNS_NETBIOS || type == DNS_NODE_STATUS;
}

static enum match nbns_probe(struct cursor payload)
{
    struct dns_message message;
    struct dns_record record;
    struct netbios_name name;

    if (!dns_open(payload, &message) || !dns_next(&message, &record) ||
        !is_netbios_type(record.type) || record.class != DNS_INTERNET ||
        !decode(&record.name, &name))
        return MATCH_NO;
    while (dns_next(&message, &record))
        continue;
    return dns_is_whole(&message) ? MATCH_YES : MATCH_NO;
}

/* Addresses that hold a name: flags and an address, any number of times. */
static void read_holders(struct dissection *out, const struct dns_record *r,
                         const struct netbios_name *name)
{
    struct cursor data = r->data;

    while (data.left > 0) {
        bool is_group = cursor_u16be(&data) & GROUP_NAME;
        const uint8_t *bytes = cursor_take(&data, 4);
        if (!bytes)
            return;
        struct address about = address_ipv4(bytes);
        if (address_is_private(&about))
            netbios_name_state(out, &about, name, is_group, "nbns name");
    }
}

/* All names of the answering host, and the address of its network card. */
static void read_node_status(struct dissection *out, const struct dns_record *r)
{
    struct cursor data = r->data;

    for (unsigned count = cursor_u8(&data); count > 0; count--) {
        struct cursor row = cursor_split(&data, NAME_ROW);
        struct netbios_name name;
        for (unsigned i = 0; i < NETBIOS_NAME_BYTES; i++)
            name.bytes[i] = cursor_u8(&row);
        name.suffix = cursor_u8(&row);
        bool is_group = cursor_u16be(&row) & GROUP_NAME;
        if (!cursor_ok(&row))
            return;
        netbios_name_state(out, &out->sender, &name, is_group, "nbns node status");
    }
    const uint8_t *mac = cursor_take(&data, 6);
    if (mac)
        dissection_tie(out, address_mac(mac), out->sender, BINDING_announced);
}

/* A claim is made by a request; a name's holder is told by a good answer to a query. */
static bool tells_holder(const struct dns_message *m)
{
    uint8_t opcode = dns_opcode(m);
    bool is_claim = opcode == REGISTRATION || opcode == REFRESH || opcode == REFRESH_TOO ||
                    opcode == MULTIHOMED;

    return dns_is_response(m) ? opcode == DNS_QUERY && dns_kind(m) == MESSAGE_RESPONSE : is_claim;
}

static void read_record(struct dissection *out, const struct dns_message *m,
                        const struct dns_record *r)
{
    struct netbios_name name;

    if (r->section == DNS_QUESTION) {
        if (!dns_is_response(m) && dns_opcode(m) == DNS_QUERY && decode(&r->name, &name))
            netbios_name_ask(out, &name, "nbns query");
        return;
    }
    if (r->type == DNS_NODE_STATUS && dns_is_response(m))
        read_node_status(out, r);
    else if (r->type == DNS_NETBIOS && tells_holder(m) && decode(&r->name, &name))
        read_holders(out, r, &name);
}

static enum verdict nbns_dissect(struct cursor *payload, struct dissection *out)
{
    struct dns_message message;
    struct dns_record record;
    uint32_t sub = SUB_NONE;

    if (nbns_probe(*payload) == MATCH_NO || !dns_open(*payload, &message))
        return VERDICT_MALFORMED;
    while (dns_next(&message, &record)) {
        if (dns_opcode(&message) == DNS_QUERY && record.type == DNS_NODE_STATUS)
            sub = DNS_NODE_STATUS;
        read_record(out, &message, &record);
    }
    out->direction = dns_is_response(&message) ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &nbns_protocol, dns_kind(&message), dns_opcode(&message), sub);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol nbns_protocol = {
    .name = "nbns",
    .title = "NetBIOS name service",
    .specification = "RFC 1002",
    .carriers = CARRIER_UDP,
    .ports = { 137 },
    .operations = operations,
    .probe = nbns_probe,
    .dissect = nbns_dissect,
};
