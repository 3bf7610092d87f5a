/*
 * ethercat_identity.c - what EtherCAT slaves say of themselves: objects of CoE,
 * the EEPROM (SII), registers of the slave controller.
 *
 * Source: ETG.1000.6, 5.6.7 (objects 1000 to 1018); ETG.2010, 3 (SII words 8 to
 * 15); ETG.1000.4, 6 (registers).
 */
#include "proto/ethercat.h"
#include "proto/registry.h"

enum {
    OBJECT_NAME = 0x1008,
    OBJECT_HARDWARE = 0x1009,
    OBJECT_SOFTWARE = 0x100a,
    OBJECT_IDENTITY = 0x1018,
    REGISTER_INFORMATION = 0x0000,
    REGISTER_AL_STATUS = 0x0130,
    REGISTER_EEPROM = 0x0502,
    REGISTER_EEPROM_DATA = 0x0508,
    SII_VENDOR = 8, /* the four numbers of the identity, two words each */
    IDENTITY_NUMBERS = 4,
};

/* Source: vendor identifiers that their owners publish in their device descriptions (ESI). */
static const struct registry_row vendor_rows[] = {
    { 0x00000002, "Beckhoff Automation" }, { 0x00000083, "Omron" },
    { 0x0000009a, "Elmo Motion Control" }, { 0x000000fb, "maxon" },
    { 0x000001dd, "Delta Electronics" },   { 0x00000539, "Yaskawa" },
    { 0x0000066f, "Panasonic" },
};

static const struct registry vendors = { vendor_rows, COUNT_OF(vendor_rows) };

static void say(uint16_t station, enum field field, struct text value, const char *source,
                struct dissection *out)
{
    dissection_state_part(out, &out->sender, text_format(out->arena, "slave %u", station), field,
                          value, source, CONFIDENCE_SELF);
}

/* A name where there is one: a vendor's; the others are numbers of the vendor's own. */
static struct text number_shown(unsigned which, uint32_t number, struct arena *into)
{
    const char *vendor = which == 0 ? registry_name(&vendors, number) : NULL;

    switch (which) {
    case 0:
        return vendor ? text_of(vendor) : text_format(into, "EtherCAT vendor 0x%08x", number);
    case 1:
        return text_format(into, "product 0x%08x", number);
    case 2:
        return text_format(into, "revision 0x%08x", number);
    default:
        return text_format(into, "%u", number);
    }
}

/* Vendor, product, revision, serial number; zero: none. */
static void say_number(uint16_t station, unsigned which, uint32_t number, const char *source,
                       struct dissection *out)
{
    static const enum field fields[IDENTITY_NUMBERS] = { FIELD_vendor, FIELD_model, FIELD_hardware,
                                                         FIELD_serial };

    if (number != 0)
        say(station, fields[which], number_shown(which, number, out->arena), source, out);
}

static void say_numbers(uint16_t station, unsigned from, struct cursor data, const char *source,
                        struct dissection *out)
{
    for (unsigned which = from; which < IDENTITY_NUMBERS && data.left >= 4; which++)
        say_number(station, which, cursor_u32le(&data), source, out);
}

/* ---- objects ---- */

static const struct named {
    uint16_t object;
    enum field field;
    const char *source;
} named[] = {
    { OBJECT_NAME, FIELD_model, "coe 1008 device name" },
    { OBJECT_HARDWARE, FIELD_hardware, "coe 1009 hardware version" },
    { OBJECT_SOFTWARE, FIELD_software, "coe 100A software version" },
};

bool ethercat_is_identity(uint16_t object)
{
    return object == OBJECT_IDENTITY || (object >= OBJECT_NAME && object <= OBJECT_SOFTWARE);
}

void ethercat_tell_object(uint16_t station, uint16_t object, uint8_t entry, bool complete,
                          struct cursor data, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (named[i].object == object)
            say(station, named[i].field, text_from_wire(data, out->arena), named[i].source, out);
    if (object != OBJECT_IDENTITY)
        return;
    if (complete && entry == 0)
        cursor_skip(&data, 2); /* how many entries follow */
    if (complete && entry <= 1)
        say_numbers(station, 0, data, "coe 1018 identity", out);
    else if (!complete && entry >= 1 && entry <= IDENTITY_NUMBERS && data.left == 4)
        say_number(station, entry - 1u, cursor_u32le(&data), "coe 1018 identity", out);
}

/* ---- registers ---- */

static void tell_information(uint16_t station, struct cursor data, struct dissection *out)
{
    uint8_t type = cursor_u8(&data), revision = cursor_u8(&data);
    uint16_t build = cursor_u16le(&data);

    if (cursor_ok(&data))
        say(station, FIELD_hardware,
            text_format(out->arena, "slave controller type 0x%02x revision %u build %u", type,
                        revision, build),
            "ethercat registers 0000 to 0003", out);
}

static void tell_state(uint16_t station, struct cursor data, struct dissection *out)
{
    static const char *const states[] = { [1] = "INIT", "PREOP", "BOOT", "SAFEOP", [8] = "OP" };
    enum { STATE = 15 };
    uint8_t state = cursor_u8(&data) & STATE;

    if (state < COUNT_OF(states) && states[state])
        say(station, FIELD_state, text_of(states[state]), "ethercat AL status", out);
}

/* Words of the EEPROM from `word` on. */
static void tell_words(uint16_t station, uint32_t word, struct cursor data, struct dissection *out)
{
    if (word >= SII_VENDOR && word < SII_VENDOR + 2u * IDENTITY_NUMBERS && word % 2 == 0)
        say_numbers(station, (word - SII_VENDOR) / 2, data, "ethercat EEPROM", out);
}

static void tell_eeprom(uint16_t station, struct cursor data, struct dissection *out)
{
    cursor_skip(&data, 2); /* control */
    uint32_t word = cursor_u32le(&data);

    if (cursor_ok(&data))
        tell_words(station, word, data, out);
}

static void tell_eeprom_data(uint16_t station, struct cursor data, struct dissection *out)
{
    tell_words(station, ethercat_station_of(out, station)->eeprom_word, data, out);
}

static const struct teller {
    uint16_t offset;
    void (*tell)(uint16_t station, struct cursor data, struct dissection *out);
} tellers[] = {
    { REGISTER_INFORMATION, tell_information },
    { REGISTER_AL_STATUS, tell_state },
    { REGISTER_EEPROM, tell_eeprom },
    { REGISTER_EEPROM_DATA, tell_eeprom_data },
};

void ethercat_tell_register(uint16_t station, uint16_t offset, struct cursor data,
                            struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(tellers); i++)
        if (tellers[i].offset == offset)
            tellers[i].tell(station, data, out);
}
