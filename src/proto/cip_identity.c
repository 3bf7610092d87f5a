#include "proto/cip.h"
#include "proto/registry.h"

static const char *const states[] = {
    "nonexistent",
    "self-testing",
    "standby",
    "operational",
    "major recoverable fault",
    "major unrecoverable fault",
};

/* Bits 4 to 7 of the status word. */
static const char *const extended_states[16] = {
    [1] = "firmware update in progress",
    [2] = "an I/O connection has failed",
    [3] = "no I/O connection",
    [4] = "configuration in memory is bad",
    [5] = "major fault",
    [6] = "I/O connection in run mode",
    [7] = "I/O connections idle",
};

enum attribute {
    ATTRIBUTE_VENDOR = 1,
    ATTRIBUTE_TYPE = 2,
    ATTRIBUTE_CODE = 3,
    ATTRIBUTE_REVISION = 4,
    ATTRIBUTE_STATUS = 5,
    ATTRIBUTE_SERIAL = 6,
    ATTRIBUTE_NAME = 7,
    TCPIP_HOST_NAME = 6,
    ETHERNET_ADDRESS = 3,
};

/* What an Identity object says; fields that were not in the answer are empty. */
struct identity {
    struct text vendor, type, revision, state, serial, name;
};

static void vendor(struct cursor *value, struct identity *i, struct arena *into)
{
    i->vendor = registry_text(&cip_vendors, "CIP vendor", cursor_u16le(value), into);
}

static void type(struct cursor *value, struct identity *i, struct arena *into)
{
    i->type = registry_text(&cip_device_types, "CIP device type", cursor_u16le(value), into);
}

static void code(struct cursor *value, struct identity *i, struct arena *into)
{
    (void)i, (void)into;
    cursor_skip(value, 2); /* the vendor's own number for what the product name says */
}

static void revision(struct cursor *value, struct identity *i, struct arena *into)
{
    unsigned major = cursor_u8(value) & 0x7f;

    i->revision = text_format(into, "%u.%03u", major, (unsigned)cursor_u8(value));
}

static void status(struct cursor *value, struct identity *i, struct arena *into)
{
    (void)into;
    i->state = text_of(extended_states[cursor_u16le(value) >> 4 & 0x0f]);
}

static void serial(struct cursor *value, struct identity *i, struct arena *into)
{
    i->serial = text_format(into, "%08X", (unsigned)cursor_u32le(value));
}

static void name(struct cursor *value, struct identity *i, struct arena *into)
{
    i->name = text_from_wire(cursor_split(value, cursor_u8(value)), into);
}

static void (*const attributes[])(struct cursor *, struct identity *, struct arena *) = {
    [ATTRIBUTE_VENDOR] = vendor,     [ATTRIBUTE_TYPE] = type,     [ATTRIBUTE_CODE] = code,
    [ATTRIBUTE_REVISION] = revision, [ATTRIBUTE_STATUS] = status, [ATTRIBUTE_SERIAL] = serial,
    [ATTRIBUTE_NAME] = name,
};

static bool attribute_read(uint32_t number, struct cursor *value, struct identity *i,
                           struct arena *into)
{
    struct identity before = *i;

    if (number >= COUNT_OF(attributes) || !attributes[number])
        return false;
    attributes[number](value, i, into);
    if (!cursor_ok(value))
        *i = before; /* half a value is none */
    return cursor_ok(value);
}

static void all_attributes(struct cursor *data, struct identity *i, struct arena *into)
{
    for (uint32_t number = ATTRIBUTE_VENDOR; number <= ATTRIBUTE_NAME; number++)
        if (!attribute_read(number, data, i, into))
            return;
}

/* Number, status and value of each; a value of unknown length ends the reading. */
static void listed_attributes(struct cursor data, struct identity *i, struct arena *into)
{
    uint16_t count = cursor_u16le(&data);

    for (; count > 0 && data.left > 0; count--) {
        uint16_t number = cursor_u16le(&data);
        uint16_t outcome = cursor_u16le(&data);
        if (outcome == 0 && !attribute_read(number, &data, i, into))
            return;
    }
}

/* About the device that has the address, or about a module in its chassis. */
static void tell_device(const struct identity *i, struct text part, const char *source,
                        struct dissection *out)
{
    const struct {
        enum field field;
        struct text value;
    } facts[] = {
        { FIELD_vendor, i->vendor },     { FIELD_device_type, i->type },
        { FIELD_firmware, i->revision }, { FIELD_state, i->state },
        { FIELD_serial, i->serial },     { FIELD_model, i->name },
    };

    for (size_t n = 0; n < COUNT_OF(facts); n++)
        dissection_state_part(out, &out->sender, part, facts[n].field, facts[n].value, source,
                              CONFIDENCE_SELF);
}

static struct text part_of(uint8_t slot, struct arena *into)
{
    if (slot == CIP_SLOT_SELF)
        return (struct text){ 0 };
    return slot <= CIP_SLOT_MOST ? text_format(into, "slot %u", (unsigned)slot)
                                 : TEXT("module on an unseen route");
}

static void tell_identity(const struct cip_asked *asked, struct cursor data, struct dissection *out)
{
    struct identity i = { 0 };

    if (asked->service == CIP_GET_ATTRIBUTES_ALL)
        all_attributes(&data, &i, out->arena);
    else if (asked->service == CIP_GET_ATTRIBUTE_LIST)
        listed_attributes(data, &i, out->arena);
    else if (asked->service == CIP_GET_ATTRIBUTE)
        attribute_read(asked->attribute, &data, &i, out->arena);

    tell_device(&i, part_of(asked->slot, out->arena), "cip Identity", out);
}

static void tell_host_name(const struct cip_asked *asked, struct cursor data,
                           struct dissection *out)
{
    if (asked->service != CIP_GET_ATTRIBUTE || asked->attribute != TCPIP_HOST_NAME ||
        asked->slot != CIP_SLOT_SELF)
        return;
    struct cursor host = cursor_split(&data, cursor_u16le(&data));
    dissection_state(out, &out->sender, FIELD_name, text_from_wire(host, out->arena),
                     "cip TCP/IP host name", CONFIDENCE_SELF);
}

static void tell_ethernet_address(const struct cip_asked *asked, struct cursor data,
                                  struct dissection *out)
{
    uint8_t bytes[6];

    if (asked->service != CIP_GET_ATTRIBUTE || asked->attribute != ETHERNET_ADDRESS ||
        asked->slot != CIP_SLOT_SELF || data.left != sizeof bytes)
        return;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = cursor_u8(&data);
    dissection_tie(out, address_mac(bytes), out->sender, BINDING_arp); /* it said so itself */
}

static const struct {
    uint32_t class;
    void (*tell)(const struct cip_asked *, struct cursor, struct dissection *);
} objects[] = {
    { CIP_IDENTITY, tell_identity },
    { CIP_TCPIP, tell_host_name },
    { CIP_ETHERNET_LINK, tell_ethernet_address },
};

void cip_tell_answer(const struct cip_asked *asked, struct cursor data, struct dissection *out)
{
    for (size_t n = 0; n < COUNT_OF(objects); n++)
        if (objects[n].class == asked->class)
            objects[n].tell(asked, data, out);
}

void cip_tell_listed(struct cursor item, struct dissection *out)
{
    struct identity i = { 0 };

    all_attributes(&item, &i, out->arena);
    uint8_t state = cursor_u8(&item);
    if (cursor_ok(&item) && state < COUNT_OF(states))
        i.state = text_of(states[state]);
    tell_device(&i, (struct text){ 0 }, "enip ListIdentity", out);
}
