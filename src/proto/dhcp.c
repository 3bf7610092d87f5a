/*
 * dhcp.c - DHCP and BOOTP for IPv4.
 *
 * What is said here is said of the client, by its hardware address: relayed or
 * broadcast, the packet's own addresses belong to somebody else or to nobody.
 *
 * Source: RFC 951 and RFC 2131, 2 (header); RFC 2132 (options, 9.3 overload);
 * RFC 3004 (user class), RFC 3046 (relays), RFC 4702, 2 (client FQDN); RFC 4388 and 6926 (lease
 * query).
 */
#include <stdio.h>

#include "proto/protocol.h"

enum {
    HARDWARE_ETHERNET = 1,
    MAGIC = 0x63825363,
    OPTION_PAD = 0,
    OPTION_MASK = 1,
    OPTION_ROUTER = 3,
    OPTION_HOST_NAME = 12,
    OPTION_DOMAIN = 15,
    OPTION_OVERLOAD = 52,
    OPTION_MESSAGE_TYPE = 53,
    OPTION_PARAMETERS = 55,
    OPTION_VENDOR_CLASS = 60,
    OPTION_USER_CLASS = 77,
    OPTION_FQDN = 81,
    OPTION_RELAY = 82,
    OPTION_END = 255,
    OVERLOAD_FILE = 1,
    OVERLOAD_SNAME = 2,
    FQDN_IN_WIRE_FORM = 0x04,
};

enum { BOOTREQUEST = 1, BOOTREPLY = 2 };

enum message_type { TYPE_BOOTP = 0, TYPE_ACK = 5, TYPE_NAK = 6 };

/* The code is the value of option 53; 0 stands for BOOTP, which has no such option. */
static const struct operation operations[] = {
    { TYPE_BOOTP, SUB_NONE, "bootp", CLASS_config },
    { 1, SUB_NONE, "discover", CLASS_discover },
    { 2, SUB_NONE, "offer", CLASS_discover },
    { 3, SUB_NONE, "request", CLASS_config },
    { 4, SUB_NONE, "decline", CLASS_config },
    { TYPE_ACK, SUB_NONE, "acknowledge", CLASS_config },
    { TYPE_NAK, SUB_NONE, "refuse", CLASS_config },
    { 7, SUB_NONE, "release", CLASS_config },
    { 8, SUB_NONE, "inform", CLASS_config },
    { 9, SUB_NONE, "force renew", CLASS_config },
    { 10, SUB_NONE, "lease query", CLASS_read },
    { 11, SUB_NONE, "lease unassigned", CLASS_read },
    { 12, SUB_NONE, "lease unknown", CLASS_read },
    { 13, SUB_NONE, "lease active", CLASS_read },
    { 0 },
};

struct header {
    uint8_t operation, hardware, hardware_bytes;
    const uint8_t *has;    /* address that the client uses already, 4 bytes */
    const uint8_t *yours;  /* address given to the client, 4 bytes */
    const uint8_t *relay;  /* that passed it on, 4 bytes */
    const uint8_t *client; /* hardware address, 16 bytes */
    struct cursor sname, file;
    uint32_t magic; /* 0 when the packet ends before it */
};

static struct header read_header(struct cursor *c)
{
    struct header h = { 0 };

    h.operation = cursor_u8(c);
    h.hardware = cursor_u8(c);
    h.hardware_bytes = cursor_u8(c);
    cursor_skip(c, 1 + 4 + 2 + 2); /* hops, transaction, seconds, flags */
    h.has = cursor_take(c, 4);
    h.yours = cursor_take(c, 4);
    cursor_skip(c, 4); /* next server */
    h.relay = cursor_take(c, 4);
    h.client = cursor_take(c, 16);
    h.sname = cursor_split(c, 64);
    h.file = cursor_split(c, 128);
    if (cursor_ok(c) && c->left >= 4)
        h.magic = cursor_u32be(c);
    return h;
}

static enum match dhcp_probe(struct cursor payload)
{
    struct header h = read_header(&payload);

    if (!cursor_ok(&payload) || (h.operation != BOOTREQUEST && h.operation != BOOTREPLY) ||
        h.hardware_bytes > 16)
        return MATCH_NO;
    return h.magic == MAGIC ? MATCH_YES : MATCH_MAYBE;
}

/* The value of each option; a repeated option keeps its first value. */
struct options {
    struct cursor value[256];
};

static bool read_options(struct cursor area, struct options *o)
{
    while (area.left > 0) {
        uint8_t code = cursor_u8(&area);
        if (code == OPTION_END)
            break;
        if (code == OPTION_PAD)
            continue;
        struct cursor value = cursor_split(&area, cursor_u8(&area));
        if (!cursor_ok(&area))
            return false;
        if (!o->value[code].next)
            o->value[code] = value;
    }
    return true;
}

static bool read_all_options(const struct header *h, struct cursor area, struct options *o)
{
    if (!read_options(area, o))
        return false;
    struct cursor overload = o->value[OPTION_OVERLOAD];
    uint8_t where = cursor_u8(&overload);

    return (!(where & OVERLOAD_FILE) || read_options(h->file, o)) &&
           (!(where & OVERLOAD_SNAME) || read_options(h->sname, o));
}

static struct text show_numbers(struct cursor value, struct arena *into)
{
    char list[256 * 4]; /* an option holds at most 255 numbers of three digits and a comma */
    size_t used = 0;

    while (value.left > 0 && used + 4 < sizeof list)
        used += (size_t)snprintf(list + used, sizeof list - used, used ? ",%u" : "%u",
                                 (unsigned)cursor_u8(&value));
    return text_copy((struct text){ list, used }, into);
}

static struct text show_labels(struct cursor value, struct arena *into)
{
    struct text name = { 0 };

    for (uint8_t length = cursor_u8(&value); length > 0; length = cursor_u8(&value)) {
        struct text label = text_from_wire(cursor_split(&value, length), into);
        if (!cursor_ok(&value))
            break;
        name = name.length ? text_format(into, "%.*s.%.*s", (int)name.length, name.at,
                                         (int)label.length, label.at)
                           : label;
    }
    return name;
}

static struct text show_full_name(struct cursor value, struct arena *into)
{
    uint8_t flags = cursor_u8(&value);

    cursor_skip(&value, 2); /* two result codes that are no longer used */
    return flags & FQDN_IN_WIRE_FORM ? show_labels(value, into) : text_from_wire(value, into);
}

static struct text show_address(struct cursor value, struct arena *into)
{
    const uint8_t *bytes = cursor_take(&value, 4);
    char address[ADDRESS_TEXT];

    if (!bytes)
        return (struct text){ 0 };
    struct address a = address_ipv4(bytes);
    address_format(&a, address);
    return text_copy(text_of(address), into);
}

/* A list of strings, of which older clients send one without its length.  Source: RFC 3004, 4. */
static struct text show_user_class(struct cursor value, struct arena *into)
{
    struct cursor whole = value;
    struct cursor first = cursor_split(&value, cursor_u8(&value));

    return text_from_wire(cursor_ok(&first) ? first : whole, into);
}

/* Where the relay heard the client: the circuit, which most switches write as text. */
static struct text show_circuit(struct cursor value, struct arena *into)
{
    enum { CIRCUIT = 1 };

    while (value.left > 0) {
        uint8_t code = cursor_u8(&value);
        struct cursor part = cursor_split(&value, cursor_u8(&value));
        struct cursor first = part;
        if (cursor_ok(&part) && code == CIRCUIT && cursor_u8(&first) >= ' ')
            return text_from_wire(part, into);
    }
    return (struct text){ 0 };
}

/* What an option says of the client, by who sent it. */
static const struct {
    uint8_t said_by; /* BOOTREQUEST: the client itself */
    uint8_t option;
    enum field field;
    uint8_t confidence;
    const char *source;
    struct text (*show)(struct cursor value, struct arena *into);
} meanings[] = {
    { BOOTREQUEST, OPTION_HOST_NAME, FIELD_name, CONFIDENCE_ASKED, "dhcp option 12",
      text_from_wire },
    { BOOTREQUEST, OPTION_FQDN, FIELD_name, CONFIDENCE_ASKED, "dhcp option 81", show_full_name },
    { BOOTREQUEST, OPTION_VENDOR_CLASS, FIELD_vendor_class, CONFIDENCE_ASKED, "dhcp option 60",
      text_from_wire },
    { BOOTREQUEST, OPTION_PARAMETERS, FIELD_dhcp_options, CONFIDENCE_STACK, "dhcp option 55",
      show_numbers },
    { BOOTREQUEST, OPTION_USER_CLASS, FIELD_vendor_class, CONFIDENCE_ASKED, "dhcp option 77",
      show_user_class },
    { BOOTREQUEST, OPTION_RELAY, FIELD_neighbour, CONFIDENCE_ASKED, "dhcp option 82",
      show_circuit },
    { BOOTREPLY, OPTION_ROUTER, FIELD_gateway, CONFIDENCE_ASKED, "dhcp option 3", show_address },
    { BOOTREPLY, OPTION_DOMAIN, FIELD_domain, CONFIDENCE_ASKED, "dhcp option 15", text_from_wire },
};

static void state_options(const struct header *h, const struct address *client,
                          const struct options *o, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        struct cursor value = o->value[meanings[i].option];
        if (meanings[i].said_by == h->operation && value.left > 0)
            dissection_state(out, client, meanings[i].field, meanings[i].show(value, out->arena),
                             meanings[i].source, meanings[i].confidence);
    }
}

static enum message_kind kind_of(const struct header *h, uint8_t type)
{
    if (h->operation == BOOTREQUEST)
        return MESSAGE_REQUEST;
    return type == TYPE_NAK ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
}

static struct address client_of(const struct header *h)
{
    if (h->hardware != HARDWARE_ETHERNET || h->hardware_bytes != 6)
        return (struct address){ 0 };
    struct address mac = address_mac(h->client);
    return address_is_void(&mac) || address_is_group(&mac) ? (struct address){ 0 } : mac;
}

static void tie_addresses(const struct header *h, uint8_t type, const struct address *client,
                          struct dissection *out)
{
    if (client->kind != ADDRESS_MAC)
        return;
    if (h->operation == BOOTREPLY && (type == TYPE_ACK || type == TYPE_BOOTP))
        dissection_tie(out, *client, address_ipv4(h->yours), BINDING_dhcp);
    /* Filled in only by a client that answers there.  Source: RFC 2131, 2, ciaddr. */
    if (h->operation == BOOTREQUEST)
        dissection_tie(out, *client, address_ipv4(h->has), BINDING_dhcp);
}

/* The mask that was given, with the address that it goes with. */
static void state_subnet(const struct header *h, const struct address *client,
                         const struct options *o, struct dissection *out)
{
    struct cursor value = o->value[OPTION_MASK];
    const uint8_t *mask = h->operation == BOOTREPLY ? cursor_take(&value, 4) : NULL;
    struct address yours = address_ipv4(h->yours);

    if (!mask || address_is_void(&yours))
        return;
    struct prefix p = prefix_of_mask(&yours, mask);
    if (p.bits)
        dissection_state(out, client, FIELD_subnet, prefix_text(&p, out->arena), "dhcp option 1",
                         CONFIDENCE_ASKED);
}

static void state_relay(const struct header *h, struct dissection *out)
{
    struct address relay = address_ipv4(h->relay);

    if (!address_is_group(&relay))
        dissection_state(out, &relay, FIELD_capability, TEXT("DHCP relay"), "dhcp relay address",
                         CONFIDENCE_ANNOUNCED);
}

static enum verdict dhcp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct options o = { 0 };
    struct header h = read_header(&c);

    if (!cursor_ok(&c) || (h.operation != BOOTREQUEST && h.operation != BOOTREPLY))
        return VERDICT_MALFORMED;
    if (h.magic == MAGIC && !read_all_options(&h, c, &o))
        return VERDICT_MALFORMED;

    struct cursor type_value = o.value[OPTION_MESSAGE_TYPE];
    uint8_t type = cursor_u8(&type_value);
    struct address client = client_of(&h);

    out->direction = h.operation == BOOTREQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &dhcp_protocol, kind_of(&h, type), type, SUB_NONE);
    state_options(&h, &client, &o, out);
    state_subnet(&h, &client, &o, out);
    state_relay(&h, out);
    tie_addresses(&h, type, &client, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol dhcp_protocol = {
    .name = "dhcp",
    .title = "DHCP",
    .specification = "RFC 2131, RFC 2132",
    .carriers = CARRIER_UDP,
    .ports = { 67, 68 },
    .operations = operations,
    .probe = dhcp_probe,
    .dissect = dhcp_dissect,
};
