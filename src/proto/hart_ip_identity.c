/*
 * hart_ip_identity.c - what HART devices say of themselves.
 *
 * Source: HCF_SPEC-127, 6 (commands 0, 11, 12, 13, 16, 20, 21); HCF_SPEC-151
 * (commands 74, 84); HCF_SPEC-183, table 8 (manufacturers); HCF_SPEC-99
 * (packed ASCII).
 */
#include "proto/hart_ip.h"
#include "proto/registry.h"

enum {
    EXPANDED = 254,  /* first byte of an answer with a two-byte device type */
    UNIVERSAL_7 = 7, /* from here on the manufacturer has a field of its own */
    DEVICE_ID_BITS = 24,
    FLAG_BRIDGE = 0x04,        /* of command 0: it stands for devices of another network */
    DEVICE_TYPE_MASK = 0x3fff, /* the address leaves out the two highest bits */
    MESSAGE_BYTES = 24,
    TAG_BYTES = 6,
    DESCRIPTOR_BYTES = 12,
    LONG_TAG_BYTES = 32,
};

struct subject {
    struct dissection *out;
    struct hart_names *names;
    const char *source;
    uint64_t device; /* who answered; 0: the server itself */
};

static struct text part_of(const struct subject *s, uint64_t device)
{
    if (device == 0 || device == s->names->server)
        return (struct text){ 0 };
    return text_format(s->out->arena, "device %02x%08x", (unsigned)(device >> 32),
                       (unsigned)(device & UINT32_MAX));
}

static void say(const struct subject *s, uint64_t device, enum field field, struct text value)
{
    dissection_state_part(s->out, &s->out->sender, part_of(s, device), field, value, s->source,
                          CONFIDENCE_SELF);
}

static void say_number(const struct subject *s, uint64_t device, enum field field, uint32_t value)
{
    say(s, device, field, text_format(s->out->arena, "%u", value));
}

static void say_vendor(const struct subject *s, uint64_t device, uint16_t manufacturer)
{
    say(s, device, FIELD_vendor, text_of(registry_name(&hart_manufacturers, manufacturer)));
}

static uint32_t cursor_u24be(struct cursor *c)
{
    uint32_t high = cursor_u8(c);

    return high << 16 | cursor_u16be(c);
}

static uint64_t unique_identifier_of(uint16_t type, uint32_t id)
{
    return (uint64_t)(type & DEVICE_TYPE_MASK) << DEVICE_ID_BITS | id;
}

/* Four characters of six bits in three bytes; bit 6 is the opposite of bit 5. Zeros: never set. */
static struct text unpack(struct cursor packed, struct arena *into)
{
    char shown[MESSAGE_BYTES / 3 * 4];
    size_t length = 0;
    uint32_t any = 0;

    while (packed.left >= 3 && length < sizeof shown) {
        uint32_t group = cursor_u24be(&packed);
        any |= group;
        for (int shift = 18; shift >= 0; shift -= 6) {
            uint32_t c = group >> shift & 0x3f;
            shown[length++] = (char)(c & 0x20 ? c : c | 0x40);
        }
    }
    return any ? text_from_wire(cursor_over(shown, length), into) : (struct text){ 0 };
}

/* A server that has not been named yet is who answers first: clients begin with it. */
static void tell_unique_identifier(const struct subject *s, struct cursor data)
{
    uint8_t expansion = cursor_u8(&data);
    uint16_t type = cursor_u16be(&data);
    cursor_skip(&data, 1); /* preambles */
    uint8_t universal = cursor_u8(&data), revision = cursor_u8(&data);
    uint8_t software = cursor_u8(&data), hardware = cursor_u8(&data);
    uint8_t flags = cursor_u8(&data);
    uint32_t id = cursor_u24be(&data);

    if (expansion != EXPANDED || !cursor_ok(&data))
        return;
    uint64_t device = unique_identifier_of(type, id);
    if (s->device == 0 || (s->names->server == 0 && s->device != HART_DEVICE_UNSAID))
        s->names->server = device;
    cursor_skip(&data, 5); /* preambles, variables, change counter, status */
    uint16_t manufacturer = cursor_u16be(&data);
    if (universal < UNIVERSAL_7 || !cursor_ok(&data))
        manufacturer = type >> 8;

    if (flags & FLAG_BRIDGE)
        say(s, device, FIELD_capability, TEXT("HART protocol bridge"));
    say_vendor(s, device, manufacturer);
    say(s, device, FIELD_device_type, text_format(s->out->arena, "0x%04x", type));
    say_number(s, device, FIELD_serial, id);
    say_number(s, device, FIELD_hardware, hardware >> 3);
    say_number(s, device, FIELD_software, software);
    say(s, device, FIELD_profile,
        text_format(s->out->arena, "HART %u, device revision %u", universal, revision));
}

static void tell_message(const struct subject *s, struct cursor data)
{
    say(s, s->device, FIELD_description, unpack(cursor_split(&data, MESSAGE_BYTES), s->out->arena));
}

static void tell_tag(const struct subject *s, struct cursor data)
{
    struct cursor tag = cursor_split(&data, TAG_BYTES);
    struct cursor descriptor = cursor_split(&data, DESCRIPTOR_BYTES);

    say(s, s->device, FIELD_name, unpack(tag, s->out->arena));
    say(s, s->device, FIELD_description, unpack(descriptor, s->out->arena));
}

static void tell_final_assembly(const struct subject *s, struct cursor data)
{
    uint32_t number = cursor_u24be(&data);

    if (number)
        say_number(s, s->device, FIELD_asset_tag, number);
}

static void tell_long_tag(const struct subject *s, struct cursor data)
{
    say(s, s->device, FIELD_name,
        text_from_wire(cursor_split(&data, LONG_TAG_BYTES), s->out->arena));
}

static void tell_io_capabilities(const struct subject *s, struct cursor data)
{
    cursor_skip(&data, 3); /* cards, channels, devices at a channel: what it could have */
    uint16_t devices = cursor_u16be(&data);

    if (cursor_ok(&data))
        say(s, s->device, FIELD_capability,
            text_format(s->out->arena, "I/O system with %u devices", devices));
}

/* The gateway speaks of one of its devices; index 0 is the gateway itself. */
static void tell_sub_device(const struct subject *s, struct cursor data)
{
    uint16_t index = cursor_u16be(&data);
    uint8_t card = cursor_u8(&data), channel = cursor_u8(&data);
    uint16_t manufacturer = cursor_u16be(&data), type = cursor_u16be(&data);
    uint32_t id = cursor_u24be(&data);
    cursor_skip(&data, 1); /* universal revision */
    struct cursor tag = cursor_split(&data, LONG_TAG_BYTES);

    if (!cursor_ok(&data))
        return;
    uint64_t device = unique_identifier_of(type, id);
    if (index == 0)
        s->names->server = device;
    if (index > 0)
        say(s, 0, FIELD_capability, TEXT("HART gateway"));
    say_vendor(s, device, manufacturer);
    say(s, device, FIELD_device_type, text_format(s->out->arena, "0x%04x", type));
    say_number(s, device, FIELD_serial, id);
    say(s, device, FIELD_name, text_from_wire(tag, s->out->arena));
    if (index > 0)
        say(s, device, FIELD_slot, text_format(s->out->arena, "card %u channel %u", card, channel));
}

static const struct teller {
    uint32_t command;
    const char *source;
    void (*tell)(const struct subject *s, struct cursor data);
} tellers[] = {
    { HART_READ_UNIQUE_ID, "hart 0 unique identifier", tell_unique_identifier },
    { HART_READ_UNIQUE_ID_BY_TAG, "hart 11 unique identifier", tell_unique_identifier },
    { HART_READ_MESSAGE, "hart 12 message", tell_message },
    { HART_READ_TAG, "hart 13 tag", tell_tag },
    { HART_READ_FINAL_ASSEMBLY, "hart 16 final assembly number", tell_final_assembly },
    { HART_READ_LONG_TAG, "hart 20 long tag", tell_long_tag },
    { HART_READ_UNIQUE_ID_BY_LONG_TAG, "hart 21 unique identifier", tell_unique_identifier },
    { HART_READ_IO_CAPABILITIES, "hart 74 I/O system", tell_io_capabilities },
    { HART_SUB_DEVICE_IDENTITY, "hart 84 sub-device", tell_sub_device },
};

void hart_tell_answer(const struct hart_answer *a, struct hart_names *names, struct dissection *out)
{
    if (a->device == HART_DEVICE_UNSAID && a->number != HART_READ_UNIQUE_ID)
        return;
    for (const struct teller *t = tellers; t < tellers + COUNT_OF(tellers); t++)
        if (t->command == a->number)
            t->tell(&(struct subject){ out, names, t->source, a->device }, a->data);
}
