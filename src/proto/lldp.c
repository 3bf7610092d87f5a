/*
 * lldp.c - Link Layer Discovery Protocol, with the inventory of its extensions.
 *
 * Everything is said of the MAC that sent the frame: one port of the device.
 * The chassis MAC and the management addresses are tied to it, which is how the
 * ports of a switch become one device again.
 *
 * Source: IEEE 802.1AB-2016, 8 (TLVs); IEEE 802.1Q-2018, D.2 (VLANs); ANSI/TIA-1057, 10.2.4 (MED);
 * IEC 61158-6-10, 4.11 (PROFINET); IANA registry "Address Family Numbers".
 */

#include "proto/bits.h"
#include "proto/description.h"

enum tlv_type {
    TLV_END = 0,
    TLV_CHASSIS = 1,
    TLV_PORT = 2,
    TLV_TIME_TO_LIVE = 3,
    TLV_PORT_DESCRIPTION = 4,
    TLV_SYSTEM_NAME = 5,
    TLV_SYSTEM_DESCRIPTION = 6,
    TLV_CAPABILITIES = 7,
    TLV_MANAGEMENT_ADDRESS = 8,
    TLV_ORGANISATION = 127,
};

enum {
    CHASSIS_MAC = 4,
    CHASSIS_NETWORK_ADDRESS = 5,
    CHASSIS_LOCAL = 7,
    PORT_MAC = 3,
    FAMILY_IPV4 = 1,
    FAMILY_IPV6 = 2,
    OUI_MED = 0x0012bb,
    OUI_PROFINET = 0x000ecf,
    OUI_BRIDGES = 0x0080c2,
};

enum profinet_subtype { PROFINET_ALIAS = 3, PROFINET_RING = 4, PROFINET_CHASSIS_MAC = 5 };
enum bridges_subtype { BRIDGES_PORT_VLAN = 1, BRIDGES_VLAN_NAME = 3 };

static const struct operation operations[] = {
    { 0, SUB_NONE, "announcement", CLASS_discover }, /* the protocol numbers no messages */
    { 0 },
};

static struct cursor read_tlv(struct cursor *c, unsigned *type)
{
    uint16_t head = cursor_u16be(c);

    *type = head >> 9;
    return cursor_split(c, head & 0x1ff);
}

static enum match lldp_probe(struct cursor payload)
{
    unsigned type;

    for (unsigned wanted = TLV_CHASSIS; wanted <= TLV_TIME_TO_LIVE; wanted++) {
        struct cursor value = read_tlv(&payload, &type);
        if (!cursor_ok(&value) || type != wanted || value.left < 2)
            return MATCH_NO;
    }
    return MATCH_YES;
}

static void say(struct dissection *out, enum field field, struct cursor value, const char *source)
{
    dissection_state(out, &out->sender_mac, field, text_from_wire(value, out->arena), source,
                     CONFIDENCE_ANNOUNCED);
}

static void tie_mac(struct dissection *out, struct cursor value)
{
    const uint8_t *bytes = cursor_take(&value, 6);

    if (!bytes)
        return;
    struct address mac = address_mac(bytes);
    if (!address_is_void(&mac) && !address_equal(&mac, &out->sender_mac))
        dissection_tie(out, out->sender_mac, mac, BINDING_announced);
}

/* An address family and an address: other families name no address of ours. */
static void tie_address(struct dissection *out, struct cursor value)
{
    uint8_t family = cursor_u8(&value);
    const uint8_t *bytes = cursor_take(&value, family == FAMILY_IPV6 ? 16 : 4);

    if (bytes && family == FAMILY_IPV4)
        dissection_tie(out, out->sender_mac, address_ipv4(bytes), BINDING_announced);
    if (bytes && family == FAMILY_IPV6)
        dissection_tie(out, out->sender_mac, address_ipv6(bytes), BINDING_announced);
}

static void read_chassis(struct dissection *out, struct cursor value)
{
    uint8_t subtype = cursor_u8(&value);

    if (subtype == CHASSIS_MAC)
        tie_mac(out, value);
    else if (subtype == CHASSIS_NETWORK_ADDRESS)
        tie_address(out, value);
}

static void read_port(struct dissection *out, struct cursor value)
{
    char shown[ADDRESS_TEXT];

    if (cursor_u8(&value) != PORT_MAC) {
        say(out, FIELD_port, value, "lldp port id");
        return;
    }
    const uint8_t *bytes = cursor_take(&value, 6);
    if (!bytes)
        return;
    struct address mac = address_mac(bytes);
    address_format(&mac, shown);
    dissection_state(out, &out->sender_mac, FIELD_port, text_copy(text_of(shown), out->arena),
                     "lldp port id", CONFIDENCE_ANNOUNCED);
}

static void read_port_description(struct dissection *out, struct cursor value)
{
    say(out, FIELD_port, value, "lldp port description");
}

static void read_system_name(struct dissection *out, struct cursor value)
{
    say(out, FIELD_name, value, "lldp system name");
}

static void read_system_description(struct dissection *out, struct cursor value)
{
    description_state(out, &out->sender_mac, text_from_wire(value, out->arena),
                      "lldp system description", CONFIDENCE_ANNOUNCED);
}

/* Source: IEEE 802.1AB-2016, table 8-4; the row is the bit. */
static const char *const capabilities[] = {
    "other",          "repeater",     "bridge",     "access point",         "router",
    "telephone",      "cable device", "end device", "customer VLAN bridge", "service VLAN bridge",
    "two-port relay",
};

/* What it can do and is set up to do: a router with routing switched off is none. */
static void read_capabilities(struct dissection *out, struct cursor value)
{
    cursor_skip(&value, 2);
    uint16_t enabled = cursor_u16be(&value);
    struct text list = bits_text(enabled, capabilities, COUNT_OF(capabilities), out->arena);
    dissection_state(out, &out->sender_mac, FIELD_capability, list, "lldp capabilities",
                     CONFIDENCE_ANNOUNCED);
}

static void read_management_address(struct dissection *out, struct cursor value)
{
    tie_address(out, cursor_split(&value, cursor_u8(&value)));
}

/* Source: ANSI/TIA-1057, table 5; subtypes that hold one text each. */
static const struct {
    uint8_t subtype;
    enum field field;
    const char *source;
} inventory[] = {
    { 5, FIELD_hardware, "lldp-med hardware revision" },
    { 6, FIELD_firmware, "lldp-med firmware revision" },
    { 7, FIELD_software, "lldp-med software revision" },
    { 8, FIELD_serial, "lldp-med serial number" },
    { 9, FIELD_vendor, "lldp-med manufacturer" },
    { 10, FIELD_model, "lldp-med model" },
    { 11, FIELD_asset_tag, "lldp-med asset id" },
};

static void read_inventory(struct dissection *out, uint8_t subtype, struct cursor value)
{
    for (size_t i = 0; i < COUNT_OF(inventory); i++)
        if (inventory[i].subtype == subtype)
            say(out, inventory[i].field, value, inventory[i].source);
}

/* Who redundancy is set up for says so: a port without it leaves this part out. */
static void read_profinet(struct dissection *out, uint8_t subtype, struct cursor value)
{
    if (subtype == PROFINET_CHASSIS_MAC)
        tie_mac(out, value);
    else if (subtype == PROFINET_ALIAS)
        say(out, FIELD_neighbour, value, "lldp profinet alias");
    else if (subtype == PROFINET_RING)
        dissection_state(out, &out->sender_mac, FIELD_capability, TEXT("port of an MRP ring"),
                         "lldp profinet MRP port status", CONFIDENCE_ANNOUNCED);
}

/* 0: the port has none of its own. */
static void read_bridges(struct dissection *out, uint8_t subtype, struct cursor value)
{
    uint16_t vlan = cursor_u16be(&value);

    if (!cursor_ok(&value) || vlan == 0)
        return;
    if (subtype == BRIDGES_PORT_VLAN) {
        dissection_state(out, &out->sender_mac, FIELD_vlan, text_format(out->arena, "%u", vlan),
                         "lldp port VLAN", CONFIDENCE_ANNOUNCED);
    } else if (subtype == BRIDGES_VLAN_NAME) {
        struct text name = text_from_wire(cursor_split(&value, cursor_u8(&value)), out->arena);
        dissection_state(
            out, &out->sender_mac, FIELD_vlan,
            text_format(out->arena, "%u %.*s", vlan, (int)name.length, name.length ? name.at : ""),
            "lldp VLAN name", CONFIDENCE_ANNOUNCED);
    }
}

static const struct {
    uint32_t oui;
    void (*read)(struct dissection *out, uint8_t subtype, struct cursor value);
} organisations[] = {
    { OUI_MED, read_inventory },
    { OUI_PROFINET, read_profinet },
    { OUI_BRIDGES, read_bridges },
};

static void read_organisation(struct dissection *out, struct cursor value)
{
    uint32_t head = cursor_u32be(&value); /* OUI, then its subtype */

    for (size_t i = 0; i < COUNT_OF(organisations); i++)
        if (organisations[i].oui == head >> 8)
            organisations[i].read(out, head & 0xff, value);
}

static void (*const readers[TLV_ORGANISATION + 1])(struct dissection *out, struct cursor value) = {
    [TLV_CHASSIS] = read_chassis,
    [TLV_PORT] = read_port,
    [TLV_PORT_DESCRIPTION] = read_port_description,
    [TLV_SYSTEM_NAME] = read_system_name,
    [TLV_SYSTEM_DESCRIPTION] = read_system_description,
    [TLV_CAPABILITIES] = read_capabilities,
    [TLV_MANAGEMENT_ADDRESS] = read_management_address,
    [TLV_ORGANISATION] = read_organisation,
};

/* Every part must fit before any part is believed; padding follows the end. */
static bool is_well_formed(struct cursor c)
{
    unsigned type = TLV_CHASSIS;

    while (c.left > 0 && type != TLV_END)
        (void)read_tlv(&c, &type);
    return cursor_ok(&c);
}

static bool speaks_profinet(struct cursor c)
{
    unsigned type = TLV_CHASSIS;

    while (c.left > 0 && type != TLV_END) {
        struct cursor value = read_tlv(&c, &type);
        if (type == TLV_ORGANISATION && cursor_u32be(&value) >> 8 == OUI_PROFINET)
            return true;
    }
    return false;
}

/* PROFINET devices put their name of station there; newer ones a line with blanks instead. */
static void state_station_name(struct dissection *out, struct cursor c)
{
    unsigned type;
    struct cursor chassis = read_tlv(&c, &type);

    if (cursor_u8(&chassis) != CHASSIS_LOCAL)
        return;
    struct text name = text_from_wire(chassis, out->arena);
    if (!text_contains(name, " "))
        dissection_state(out, &out->sender_mac, FIELD_name, name, "lldp chassis id",
                         CONFIDENCE_ANNOUNCED);
}

static enum verdict lldp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    unsigned type;

    if (lldp_probe(c) == MATCH_NO || !is_well_formed(c))
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &lldp_protocol, MESSAGE_REQUEST, 0, SUB_NONE);
    if (speaks_profinet(c))
        state_station_name(out, c);
    do {
        struct cursor value = read_tlv(&c, &type);
        if (readers[type])
            readers[type](out, value);
    } while (c.left > 0 && type != TLV_END);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol lldp_protocol = {
    .name = "lldp",
    .title = "LLDP",
    .specification = "IEEE 802.1AB-2016",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x88cc },
    .operations = operations,
    .probe = lldp_probe,
    .dissect = lldp_dissect,
};
