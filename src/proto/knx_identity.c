/*
 * knx_identity.c - what KNX devices say of themselves.
 *
 * Source: ISO 22510:2019, 5.5 (description blocks); KNX Standard 03_05_01, 4.2
 * (device object), 03_02_06 (descriptors).  Manufacturer numbers are the first
 * two bytes of serial numbers, as their owners publish them.
 */
#include "proto/knx.h"
#include "proto/registry.h"

enum {
    BLOCK_DEVICE = 1,
    BLOCK_MANUFACTURER = 0xfe,
    PROGRAMMING = 1,
    SERIAL_BYTES = 6,
    NAME_BYTES = 30,
    PROPERTY_SERIAL = 11,
    PROPERTY_MANUFACTURER = 12,
    PROPERTY_ORDER = 15,
    ORDER_BYTES = 10,
};

static const struct registry_row manufacturer_rows[] = {
    { 1, "Siemens" },
    { 2, "ABB" },
    { 4, "Albrecht Jung" },
    { 5, "Bticino" },
    { 6, "Berker" },
    { 7, "Busch-Jaeger Elektro" },
    { 8, "GIRA Giersiepen" },
    { 9, "Hager Electro" },
    { 10, "Insta" },
    { 11, "Legrand" },
    { 12, "Merten" },
    { 22, "Siedle" },
    { 24, "Eberle" },
    { 25, "GEWISS" },
    { 30, "Feller" },
    { 46, "Eltako" },
    { 57, "Phoenix Contact" },
    { 61, "WAGO" },
    { 66, "Wieland Electric" },
    { 72, "Theben" },
    { 78, "Somfy" },
    { 81, "Viessmann" },
    { 100, "Schneider Electric" },
    { 107, "WAREMA Renkhoff" },
    { 113, "Zennio" },
    { 131, "MDT technologies" },
    { 197, "Weinzierl Engineering" },
};

static const struct registry manufacturers = { manufacturer_rows, COUNT_OF(manufacturer_rows) };

struct subject {
    struct dissection *out;
    uint16_t device; /* on the bus; 0: who has the address */
    const char *source;
};

static struct text individual_address(uint16_t device, struct arena *into)
{
    return text_format(into, "%u.%u.%u", device >> 12, device >> 8 & 15u, device & 255u);
}

static void say(const struct subject *s, enum field field, struct text value)
{
    struct arena *into = s->out->arena;
    struct text part = { 0 }, address = individual_address(s->device, into);

    if (s->device)
        part = text_format(into, "device %s", text_string(address, into));
    dissection_state_part(s->out, &s->out->sender, part, field, value, s->source, CONFIDENCE_SELF);
}

/* Manufacturer and number, as devices have it printed on them. */
static void say_serial(const struct subject *s, struct cursor serial)
{
    uint16_t manufacturer = cursor_u16be(&serial);
    uint32_t number = cursor_u32be(&serial);

    if (!cursor_ok(&serial) || (manufacturer == 0 && number == 0))
        return;
    say(s, FIELD_serial, text_format(s->out->arena, "%04x:%08x", manufacturer, number));
    say(s, FIELD_vendor, text_of(registry_name(&manufacturers, manufacturer)));
}

/* ---- description blocks ---- */

static void tie(struct cursor mac, struct dissection *out)
{
    const uint8_t *bytes = cursor_take(&mac, 6);

    if (bytes && out->sender.kind == ADDRESS_IPV4)
        dissection_tie(out, address_mac(bytes), out->sender, BINDING_announced);
}

static void tell_device_block(struct cursor c, struct dissection *out)
{
    const struct subject s = { out, 0, "knx device information" };

    cursor_skip(&c, 1); /* medium */
    uint8_t status = cursor_u8(&c);
    uint16_t address = cursor_u16be(&c);
    cursor_skip(&c, 2); /* project installation */
    struct cursor serial = cursor_split(&c, SERIAL_BYTES);
    cursor_skip(&c, 4); /* multicast address */
    struct cursor mac = cursor_split(&c, 6), name = cursor_split(&c, NAME_BYTES);

    if (!cursor_ok(&c))
        return;
    say_serial(&s, serial);
    say(&s, FIELD_name, text_from_wire(name, out->arena));
    say(&s, FIELD_station, individual_address(address, out->arena));
    if (status & PROGRAMMING)
        say(&s, FIELD_state, TEXT("programming mode"));
    tie(mac, out);
}

static void tell_manufacturer(uint16_t device, struct cursor c, const char *source,
                              struct dissection *out)
{
    const struct subject s = { out, device, source };
    uint16_t number = cursor_u16be(&c);

    if (cursor_ok(&c))
        say(&s, FIELD_vendor, text_of(registry_name(&manufacturers, number)));
}

void knx_tell_blocks(struct cursor blocks, struct dissection *out)
{
    enum { HEAD = 2 };

    while (blocks.left) {
        uint8_t length = cursor_u8(&blocks), type = cursor_u8(&blocks);
        struct cursor block = cursor_split(&blocks, length < HEAD ? 0u : (size_t)length - HEAD);
        if (type == BLOCK_DEVICE)
            tell_device_block(block, out);
        else if (type == BLOCK_MANUFACTURER)
            tell_manufacturer(0, block, "knx manufacturer data", out);
    }
}

/* ---- devices on the bus ---- */

static bool was_stated(struct knx_state *state, uint16_t device)
{
    for (unsigned i = 0; i < KNX_STATED_MOST; i++)
        if (state->stated[i] == device)
            return true;
    state->stated[state->next] = device;
    state->next = (uint8_t)((state->next + 1) % KNX_STATED_MOST);
    return false;
}

void knx_tell_device(uint16_t device, struct dissection *out)
{
    const struct subject s = { out, device, "knx source address" };

    if (device && !was_stated(out->state, device))
        say(&s, FIELD_station, individual_address(device, out->arena));
}

void knx_tell_descriptor(uint16_t device, struct cursor data, struct dissection *out)
{
    const struct subject s = { out, device, "knx device descriptor" };
    uint16_t mask = cursor_u16be(&data);

    if (cursor_ok(&data))
        say(&s, FIELD_device_type, text_format(out->arena, "mask version 0x%04x", mask));
}

void knx_tell_property(uint16_t device, uint8_t property, struct cursor data,
                       struct dissection *out)
{
    const struct subject s = { out, device, "knx device object" };

    if (property == PROPERTY_SERIAL)
        say_serial(&s, data);
    else if (property == PROPERTY_MANUFACTURER)
        tell_manufacturer(device, data, s.source, out);
    else if (property == PROPERTY_ORDER && data.left >= ORDER_BYTES)
        say(&s, FIELD_order_number, text_from_wire(cursor_split(&data, ORDER_BYTES), out->arena));
}
