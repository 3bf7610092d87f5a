/*
 * dhcpv6.c - DHCP for IPv6: what a client calls itself, and which address it got.
 *
 * A relayed message is read inside out: it is its client's, whoever passed it on.
 *
 * Source: RFC 8415, 7.3 (types), 8 and 9 (messages, relays), 11 (DUID), 21
 * (options); RFC 4704, 4 (FQDN); RFC 3646, 4 (domains); RFC 5007, 4.1 (lease query).
 */
#include <stdio.h>

#include "base/attributes.h"
#include "proto/dns_message.h"
#include "proto/registry.h"

enum message_type {
    ADVERTISE = 2,
    REPLY = 7,
    RECONFIGURE = 10,
    RELAY_FORWARD = 12,
    RELAY_REPLY = 13,
    LEASE_QUERY_REPLY = 15,
};

static const struct operation operations[] = {
    { 1, SUB_NONE, "solicit", CLASS_discover },
    { ADVERTISE, SUB_NONE, "advertise", CLASS_discover },
    { 3, SUB_NONE, "request", CLASS_config },
    { 4, SUB_NONE, "confirm", CLASS_config },
    { 5, SUB_NONE, "renew", CLASS_config },
    { 6, SUB_NONE, "rebind", CLASS_config },
    { REPLY, SUB_NONE, "reply", CLASS_config },
    { 8, SUB_NONE, "release", CLASS_config },
    { 9, SUB_NONE, "decline", CLASS_config },
    { RECONFIGURE, SUB_NONE, "reconfigure", CLASS_config },
    { 11, SUB_NONE, "information request", CLASS_config },
    { 14, SUB_NONE, "lease query", CLASS_read },
    { LEASE_QUERY_REPLY, SUB_NONE, "lease query reply", CLASS_read },
    { 0 },
};

enum option {
    OPTION_CLIENT = 1,
    OPTION_LASTING_ADDRESSES = 3,
    OPTION_ADDRESS = 5,
    OPTION_WANTED = 6,
    OPTION_RELAYED = 9,
    OPTION_STATUS = 13,
    OPTION_VENDOR_CLASS = 16,
    OPTION_DOMAINS = 24,
    OPTION_NAME = 39,
};

enum { RELAYS_MOST = 8 /* Source: RFC 8415, 7.6, HOP_COUNT_LIMIT */, TYPE_MOST = 36 };

static struct cursor read_option(struct cursor *c, uint16_t *code)
{
    *code = cursor_u16be(c);
    return cursor_split(c, cursor_u16be(c));
}

static bool are_options(struct cursor c)
{
    uint16_t code;

    while (c.left > 0)
        (void)read_option(&c, &code);
    return cursor_ok(&c);
}

/* The first option of that code. */
static bool find_option(struct cursor c, uint16_t wanted, struct cursor *value)
{
    uint16_t code;

    while (c.left > 0) {
        *value = read_option(&c, &code);
        if (cursor_ok(&c) && code == wanted)
            return true;
    }
    return false;
}

/* ---- the message inside its relays ---- */

struct dhcpv6_message {
    uint8_t type;
    struct cursor options;
    struct address client; /* as the last relay before it says, else the packet */
    bool is_relayed;
};

static bool is_relay(uint8_t type)
{
    return type == RELAY_FORWARD || type == RELAY_REPLY;
}

static bool unwrap(struct cursor c, struct dhcpv6_message *m)
{
    *m = (struct dhcpv6_message){ .type = cursor_u8(&c) };
    for (unsigned i = 0; is_relay(m->type); i++) {
        cursor_skip(&c, 1 + 16); /* hops, the link's address */
        const uint8_t *peer = cursor_take(&c, 16);
        if (!peer || i == RELAYS_MOST || !are_options(c) || !find_option(c, OPTION_RELAYED, &c))
            return false;
        m->client = address_ipv6(peer);
        m->is_relayed = true;
        m->type = cursor_u8(&c);
    }
    cursor_skip(&c, 3); /* transaction */
    m->options = c;
    return cursor_ok(&c) && m->type > 0 && m->type <= TYPE_MOST && are_options(c);
}

static enum match dhcpv6_probe(struct cursor payload)
{
    struct dhcpv6_message m;

    return unwrap(payload, &m) ? MATCH_MAYBE : MATCH_NO;
}

static bool is_answer(uint8_t type)
{
    return type == ADVERTISE || type == REPLY || type == LEASE_QUERY_REPLY;
}

/* ---- what is said ---- */

/* The hardware address or the enterprise in a client's unique identifier. */
static void read_client(struct cursor duid, const struct dhcpv6_message *m, struct dissection *out)
{
    enum { LINK_AND_TIME = 1, ENTERPRISE = 2, LINK = 3, HARDWARE_ETHERNET = 1 };
    uint16_t kind = cursor_u16be(&duid);

    if (kind == ENTERPRISE) {
        const char *name = registry_name(&enterprise_numbers, cursor_u32be(&duid));
        dissection_state(out, &m->client, FIELD_vendor, text_of(name), "dhcpv6 client identifier",
                         CONFIDENCE_ASKED);
    }
    if ((kind != LINK_AND_TIME && kind != LINK) || cursor_u16be(&duid) != HARDWARE_ETHERNET)
        return;
    if (kind == LINK_AND_TIME)
        cursor_skip(&duid, 4);
    const uint8_t *mac = cursor_take(&duid, 6);
    /* It outlives the card that it was made from: where the client's own frame is seen, that
     * counts. */
    if (mac && m->is_relayed)
        dissection_tie(out, address_mac(mac), m->client, BINDING_announced);
}

static void read_wanted(struct cursor value, const struct dhcpv6_message *m, struct dissection *out)
{
    char list[64 * 6]; /* that many numbers tell any two systems apart */
    size_t used = 0;

    while (value.left >= 2 && used + 6 < sizeof list)
        used += (size_t)snprintf(list + used, sizeof list - used, used ? ",%u" : "%u",
                                 (unsigned)cursor_u16be(&value));
    dissection_state(out, &m->client, FIELD_dhcp_options,
                     text_copy((struct text){ list, used }, out->arena), "dhcpv6 option 6",
                     CONFIDENCE_STACK);
}

static void read_vendor_class(struct cursor value, const struct dhcpv6_message *m,
                              struct dissection *out)
{
    cursor_skip(&value, 4); /* whose class it is */
    struct cursor class = cursor_split(&value, cursor_u16be(&value));

    if (cursor_ok(&class))
        dissection_state(out, &m->client, FIELD_vendor_class, text_from_wire(class, out->arena),
                         "dhcpv6 option 16", CONFIDENCE_ASKED);
}

static void state_name(struct cursor value, enum field field, const char *source,
                       const struct dhcpv6_message *m, struct dissection *out)
{
    struct dns_name name;

    if (dns_name_whole(value, &name))
        dissection_state(out, &m->client, field, dns_name_text(&name, out->arena), source,
                         CONFIDENCE_ASKED);
}

static void read_name(struct cursor value, const struct dhcpv6_message *m, struct dissection *out)
{
    cursor_skip(&value, 1); /* who updates the DNS */
    if (value.left > 0)
        state_name(value, FIELD_name, "dhcpv6 option 39", m, out);
}

static void read_domains(struct cursor value, const struct dhcpv6_message *m,
                         struct dissection *out)
{
    state_name(value, FIELD_domain, "dhcpv6 option 24", m, out);
}

/* An address that is given belongs to the card that the answer goes to. */
static void read_addresses(struct cursor value, const struct dhcpv6_message *m,
                           struct dissection *out)
{
    struct cursor address;

    cursor_skip(&value, 4 + 4 + 4); /* association, times */
    if (m->is_relayed || !find_option(value, OPTION_ADDRESS, &address))
        return;
    const uint8_t *bytes = cursor_take(&address, 16);
    if (bytes && cursor_u32be(&address) && cursor_u32be(&address)) /* lifetimes */
        dissection_tie(out, out->receiver_mac, address_ipv6(bytes), BINDING_dhcp);
}

static const struct {
    uint16_t option;
    bool in_answer;
    void (*read)(struct cursor value, const struct dhcpv6_message *m, struct dissection *out);
} readers[] = {
    { OPTION_CLIENT, false, read_client },
    { OPTION_WANTED, false, read_wanted },
    { OPTION_VENDOR_CLASS, false, read_vendor_class },
    { OPTION_NAME, false, read_name },
    { OPTION_DOMAINS, true, read_domains },
    { OPTION_LASTING_ADDRESSES, true, read_addresses },
};

static void read_options(const struct dhcpv6_message *m, struct dissection *out)
{
    struct cursor c = m->options;
    bool is_final = m->type == REPLY, is_asked = !is_answer(m->type) && m->type != RECONFIGURE;
    uint16_t code;

    while (c.left > 0) {
        struct cursor value = read_option(&c, &code);
        for (size_t i = 0; i < COUNT_OF(readers); i++)
            if (readers[i].option == code && (readers[i].in_answer ? is_final : is_asked))
                readers[i].read(value, m, out);
    }
}

static bool has_error(struct cursor options)
{
    struct cursor status;

    return find_option(options, OPTION_STATUS, &status) && cursor_u16be(&status) != 0;
}

/* Of the whole, or of the addresses that were asked for. */
static bool is_refused(const struct dhcpv6_message *m)
{
    struct cursor addresses = { 0 };
    bool has_addresses = find_option(m->options, OPTION_LASTING_ADDRESSES, &addresses);

    cursor_skip(&addresses, 4 + 4 + 4);
    return has_error(m->options) || (has_addresses && has_error(addresses));
}

static enum verdict dhcpv6_dissect(struct cursor *payload, struct dissection *out)
{
    struct dhcpv6_message m;

    if (!unwrap(*payload, &m))
        return VERDICT_MALFORMED;
    bool answers = is_answer(m.type), by_server = answers || m.type == RECONFIGURE;
    if (!m.is_relayed)
        m.client = by_server ? out->receiver : out->sender;
    out->direction = by_server ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &dhcpv6_protocol,
                         !answers         ? MESSAGE_REQUEST
                         : is_refused(&m) ? MESSAGE_REFUSAL
                                          : MESSAGE_RESPONSE,
                         m.type, SUB_NONE);
    read_options(&m, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol dhcpv6_protocol = {
    .name = "dhcpv6",
    .title = "DHCPv6",
    .specification = "RFC 8415",
    .carriers = CARRIER_UDP,
    .ports = { 547, 546 },
    .operations = operations,
    .probe = dhcpv6_probe,
    .dissect = dhcpv6_dissect,
};
