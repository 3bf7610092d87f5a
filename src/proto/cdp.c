/*
 * cdp.c - Cisco Discovery Protocol: a device and its port describe themselves.
 *
 * Everything is said of the MAC that sent the frame, as with LLDP.
 *
 * Source: Cisco has published no full specification; numbers and layouts are as
 * its devices send them and as other readers of the protocol take them.
 */
#include "proto/bits.h"
#include "proto/line.h"

enum {
    VERSION_MOST = 2,
    HEAD_BYTES = 4, /* type and length, which a length includes */
    ADDRESSES_MOST = 32,
    NLPID_IPV4 = 0xcc,
};

enum tlv_type {
    TLV_DEVICE_ID = 0x01,
    TLV_ADDRESSES = 0x02,
    TLV_PORT = 0x03,
    TLV_CAPABILITIES = 0x04,
    TLV_VERSION = 0x05,
    TLV_PLATFORM = 0x06,
    TLV_NATIVE_VLAN = 0x0a,
    TLV_SYSTEM_NAME = 0x14,
    TLV_MANAGEMENT = 0x16,
    TLV_LOCATION = 0x17,
};

static const struct operation operations[] = {
    { 0, SUB_NONE, "announcement", CLASS_discover }, /* the protocol numbers no messages */
    { 0 },
};

static struct cursor tlv_read(struct cursor *c, uint16_t *type)
{
    *type = cursor_u16be(c);
    uint16_t length = cursor_u16be(c);

    return length < HEAD_BYTES ? cursor_split(c, SIZE_MAX) : cursor_split(c, length - HEAD_BYTES);
}

/* Every part must fit before any part is believed. */
static bool is_well_formed(struct cursor c)
{
    uint16_t type;

    while (c.left > 0)
        (void)tlv_read(&c, &type);
    return cursor_ok(&c);
}

static enum match cdp_probe(struct cursor payload)
{
    uint8_t version = cursor_u8(&payload);

    cursor_skip(&payload, 3); /* time to live, checksum */
    return version >= 1 && version <= VERSION_MOST && payload.left > 0 ? MATCH_MAYBE : MATCH_NO;
}

static void say(struct dissection *out, enum field field, struct text value, const char *source)
{
    dissection_state(out, &out->sender_mac, field, value, source, CONFIDENCE_ANNOUNCED);
}

static void tie_addresses(struct cursor value, struct dissection *out)
{
    uint32_t count = cursor_u32be(&value);

    for (uint32_t i = 0; i < count && i < ADDRESSES_MOST && cursor_ok(&value); i++) {
        cursor_skip(&value, 1); /* how the protocol is written */
        struct cursor protocol = cursor_split(&value, cursor_u8(&value));
        struct cursor address = cursor_split(&value, cursor_u16be(&value));
        bool is_ipv4 = protocol.left == 1 && cursor_u8(&protocol) == NLPID_IPV4;
        const uint8_t *bytes = cursor_take(&address, is_ipv4 ? 4 : 16);
        if (bytes)
            dissection_tie(out, out->sender_mac,
                           is_ipv4 ? address_ipv4(bytes) : address_ipv6(bytes), BINDING_announced);
    }
}

/* The row is the bit. */
static const char *const capabilities[] = {
    "router", "bridge", "source route bridge", "switch", "host", NULL, "repeater", "telephone",
};

static void tell_capabilities(struct cursor value, struct dissection *out)
{
    say(out, FIELD_capability,
        bits_text(cursor_u32be(&value), capabilities, COUNT_OF(capabilities), out->arena),
        "cdp capabilities");
}

static void tell_vlan(struct cursor value, struct dissection *out)
{
    uint16_t vlan = cursor_u16be(&value);

    if (cursor_ok(&value))
        say(out, FIELD_vlan, text_format(out->arena, "%u", (unsigned)vlan), "cdp native VLAN");
}

/* The line with the version, else the last one: the others are copyright and who built it. */
static struct text version_line(struct cursor value, struct arena *into)
{
    struct cursor line = value;

    while (line_next(&value, &line) && !text_contains(line_text(line, 0, into), "version"))
        line = value;
    return line_text(line, 0, into);
}

/* The whole text, its line ends made blanks. */
static void tell_version(struct cursor value, struct dissection *out)
{
    say(out, FIELD_software, version_line(value, out->arena), "cdp software version");
    say(out, FIELD_description, text_from_wire(value, out->arena), "cdp software version");
}

static void tell_location(struct cursor value, struct dissection *out)
{
    cursor_skip(&value, 1);
    say(out, FIELD_location, text_from_wire(value, out->arena), "cdp location");
}

/* Types that hold one text each. */
static const struct {
    uint16_t type;
    enum field field;
    const char *source;
} texts[] = {
    { TLV_DEVICE_ID, FIELD_name, "cdp device id" },
    { TLV_PORT, FIELD_port, "cdp port id" },
    { TLV_PLATFORM, FIELD_model, "cdp platform" },
    { TLV_SYSTEM_NAME, FIELD_name, "cdp system name" },
};

static const struct {
    uint16_t type;
    void (*tell)(struct cursor value, struct dissection *out);
} readers[] = {
    { TLV_ADDRESSES, tie_addresses },        { TLV_MANAGEMENT, tie_addresses },
    { TLV_CAPABILITIES, tell_capabilities }, { TLV_NATIVE_VLAN, tell_vlan },
    { TLV_VERSION, tell_version },           { TLV_LOCATION, tell_location },
};

static void tell(uint16_t type, struct cursor value, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].type == type)
            say(out, texts[i].field, text_from_wire(value, out->arena), texts[i].source);
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (readers[i].type == type)
            readers[i].tell(value, out);
}

static enum verdict cdp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    uint16_t type;

    if (cdp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    cursor_skip(&c, 4);
    if (!is_well_formed(c))
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &cdp_protocol, MESSAGE_REQUEST, 0, SUB_NONE);
    while (c.left > 0) {
        struct cursor value = tlv_read(&c, &type);
        tell(type, value, out);
    }
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol cdp_protocol = {
    .name = "cdp",
    .title = "CDP",
    .specification = "Cisco Discovery Protocol, versions 1 and 2",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x2000 },
    .operations = operations,
    .probe = cdp_probe,
    .dissect = cdp_dissect,
};
