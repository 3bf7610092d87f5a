/*
 * snmp_identity.c - what SNMP objects, engines and traps say of a device.
 *
 * Source: RFC 3418, 2 (system group); RFC 6933, 3 (ENTITY-MIB); RFC 3411, 5
 * (SnmpEngineID); RFC 3418, 2 and RFC 3584, 3 (traps).
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/description.h"
#include "proto/registry.h"
#include "proto/snmp.h"

/* Beginnings of object identifiers, encoded as on the wire. */
#define PREFIX(bytes)                                                                              \
    {                                                                                              \
        sizeof(bytes) - 1, bytes                                                                   \
    }

static const struct prefix_row {
    size_t length;
    const char *bytes;
} system_group = PREFIX("\x2b\x06\x01\x02\x01\x01"),
  entity_table = PREFIX("\x2b\x06\x01\x02\x01\x2f\x01\x01\x01\x01"),
  enterprises = PREFIX("\x2b\x06\x01\x04\x01"),
  trap_object = PREFIX("\x2b\x06\x01\x06\x03\x01\x01\x04\x01\x00"),
  general_traps = PREFIX("\x2b\x06\x01\x06\x03\x01\x01\x05");

/* Steps behind a beginning; false, and nothing is read, when the identifier begins otherwise. */
static bool begins(struct cursor *oid, const struct prefix_row *prefix)
{
    struct cursor c = *oid;

    for (size_t i = 0; i < prefix->length; i++)
        if (cursor_u8(&c) != (uint8_t)prefix->bytes[i])
            return false;
    if (cursor_ok(&c))
        *oid = c;
    return cursor_ok(&c);
}

/* The next number of an identifier.  Source: ITU-T X.690, 8.19.2. */
static uint32_t next_number(struct cursor *oid)
{
    uint64_t number = 0;
    uint8_t byte;

    do {
        byte = cursor_u8(oid);
        number = number << 7 | (byte & 0x7f);
        if (number > UINT32_MAX)
            *oid = (struct cursor){ .failed = true };
    } while (cursor_ok(oid) && byte & 0x80);
    return cursor_ok(oid) ? (uint32_t)number : 0;
}

static bool ends(const struct cursor *oid)
{
    return cursor_ok(oid) && oid->left == 0;
}

void snmp_tell_enterprise(struct cursor oid, const struct address *about, const char *source,
                          struct dissection *out)
{
    if (!begins(&oid, &enterprises))
        return;
    const char *name = registry_name(&enterprise_numbers, next_number(&oid));
    dissection_state(out, about, FIELD_vendor, text_of(name), source, CONFIDENCE_CERTIFIED);
}

/* ---- objects ---- */

enum { SYSTEM_DESCRIPTION = 1, SYSTEM_OBJECT_ID = 2 };

static const struct {
    uint8_t object;
    enum field field;
    const char *source;
} system_texts[] = {
    { 4, FIELD_contact, "snmp sysContact" },
    { 5, FIELD_name, "snmp sysName" },
    { 6, FIELD_location, "snmp sysLocation" },
};

static void tell_system(struct cursor oid, uint32_t tag, struct cursor value,
                        struct dissection *out)
{
    uint32_t object = next_number(&oid), instance = next_number(&oid);

    if (!ends(&oid) || instance != 0)
        return;
    if (object == SYSTEM_OBJECT_ID && tag == BER_OID) {
        snmp_tell_enterprise(value, &out->sender, "snmp sysObjectID", out);
        dissection_state(out, &out->sender, FIELD_profile, ber_oid_text(value, out->arena),
                         "snmp sysObjectID", CONFIDENCE_ANNOUNCED);
    }
    if (tag != BER_OCTETS)
        return;
    struct text text = text_from_wire(value, out->arena);
    if (object == SYSTEM_DESCRIPTION)
        description_state(out, &out->sender, text, "snmp sysDescr", CONFIDENCE_ANNOUNCED);
    for (size_t i = 0; i < COUNT_OF(system_texts); i++)
        if (system_texts[i].object == object)
            dissection_state(out, &out->sender, system_texts[i].field, text, system_texts[i].source,
                             CONFIDENCE_ANNOUNCED);
}

enum { ENTITY_CLASS = 5, ENTITY_DEVICE = 1 /* by custom the first entity is the whole */ };

static const struct {
    uint8_t column;
    bool of_device; /* also said of the device when it is said of the first entity */
    enum field field;
    const char *source;
} entity_texts[] = {
    { 2, true, FIELD_description, "snmp entPhysicalDescr" },
    { 7, false, FIELD_name, "snmp entPhysicalName" },
    { 8, true, FIELD_hardware, "snmp entPhysicalHardwareRev" },
    { 9, true, FIELD_firmware, "snmp entPhysicalFirmwareRev" },
    { 10, true, FIELD_software, "snmp entPhysicalSoftwareRev" },
    { 11, true, FIELD_serial, "snmp entPhysicalSerialNum" },
    { 12, true, FIELD_vendor, "snmp entPhysicalMfgName" },
    { 13, true, FIELD_model, "snmp entPhysicalModelName" },
};

/* Source: RFC 6933, IANAPhysicalClass. */
static const char *const entity_classes[] = {
    [3] = "chassis", [4] = "backplane", [5] = "container", [6] = "power supply", [7] = "fan",
    [8] = "sensor",  [9] = "module",    [10] = "port",     [11] = "stack",       [12] = "processor",
};

static void tell_part(struct dissection *out, uint32_t entity, enum field field, struct text value,
                      const char *source)
{
    struct text part = text_format(out->arena, "module %u", (unsigned)entity);

    dissection_state_part(out, &out->sender, part, field, value, source, CONFIDENCE_ANNOUNCED);
}

static void tell_entity_text(struct dissection *out, uint32_t column, uint32_t entity,
                             struct cursor value)
{
    for (size_t i = 0; i < COUNT_OF(entity_texts); i++) {
        if (entity_texts[i].column != column)
            continue;
        struct text text = text_from_wire(value, out->arena);
        if (entity != ENTITY_DEVICE)
            tell_part(out, entity, entity_texts[i].field, text, entity_texts[i].source);
        else if (entity_texts[i].of_device)
            dissection_state(out, &out->sender, entity_texts[i].field, text, entity_texts[i].source,
                             CONFIDENCE_ANNOUNCED);
    }
}

static void tell_entity(struct cursor oid, uint32_t tag, struct cursor value,
                        struct dissection *out)
{
    uint32_t column = next_number(&oid), entity = next_number(&oid);

    if (!ends(&oid))
        return;
    if (tag == BER_OCTETS)
        tell_entity_text(out, column, entity, value);
    if (tag != BER_INTEGER || column != ENTITY_CLASS || entity == ENTITY_DEVICE)
        return;
    uint32_t class = ber_number(value);
    if (class < COUNT_OF(entity_classes) && entity_classes[class])
        tell_part(out, entity, FIELD_device_type, text_of(entity_classes[class]),
                  "snmp entPhysicalClass");
}

void snmp_tell_object(struct cursor oid, uint32_t tag, struct cursor value, struct dissection *out)
{
    if (begins(&oid, &system_group))
        tell_system(oid, tag, value, out);
    else if (begins(&oid, &entity_table))
        tell_entity(oid, tag, value, out);
}

/* ---- traps ---- */

bool snmp_is_trap_object(struct cursor oid)
{
    return begins(&oid, &trap_object) && ends(&oid);
}

enum snmp_trap snmp_tell_trap(struct cursor oid, const struct address *about,
                              struct dissection *out)
{
    if (begins(&oid, &general_traps)) {
        uint32_t number = next_number(&oid);
        return ends(&oid) && number >= 1 && number <= SNMP_TRAP_ENTERPRISE
                   ? (enum snmp_trap)(number - 1)
                   : SNMP_TRAP_NONE;
    }
    snmp_tell_enterprise(oid, about, "snmp trap", out);
    return SNMP_TRAP_ENTERPRISE;
}

/* ---- engines and communities ---- */

enum { ENGINE_HAS_FORMAT = 0x80000000u >> 24, ENGINE_MAC = 3 };

void snmp_tell_engine(struct cursor engine, const struct address *about, struct dissection *out)
{
    uint32_t head = cursor_u32be(&engine);
    bool has_format = head >> 24 & ENGINE_HAS_FORMAT;
    const char *name = registry_name(&enterprise_numbers, head & 0x7fffffff);

    if (!cursor_ok(&engine))
        return; /* an engine that is still to be discovered */
    dissection_state(out, about, FIELD_vendor, text_of(name), "snmp engine", CONFIDENCE_BANNER);
    const uint8_t *mac = has_format && cursor_u8(&engine) == ENGINE_MAC && engine.left == 6
                             ? cursor_take(&engine, 6)
                             : NULL;
    if (mac)
        dissection_tie(out, address_mac(mac), *about, BINDING_announced);
}

bool snmp_is_default_community(struct text community)
{
    /* What manuals of switches, controllers and operating systems print. */
    static const char *const defaults[] = { "public",  "private", "admin",   "cisco",
                                            "manager", "snmp",    "default", "community" };

    for (size_t i = 0; i < COUNT_OF(defaults); i++)
        if (text_is(community, defaults[i]))
            return true;
    return false;
}
