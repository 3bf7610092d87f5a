/*
 * bacnet_identity.c - BACnet's tagged values, as far as they say who a device is
 * and what is asked of it.
 *
 * Source: ASHRAE 135-2020, 20.2 (encoding), 12.11 (the Device object), 21
 * (numbers of properties).
 */
#include "proto/bacnet.h"
#include "proto/registry.h"

enum {
    TAGS_MOST = 256, /* of one answer */
    OBJECT_DEVICE = 8,
    INSTANCE_ANY = 0x3fffff, /* "whoever you are" in a request */
    TYPE_UNSIGNED = 2,
    TYPE_TEXT = 7,
    TYPE_ENUMERATED = 9,
    TYPE_OBJECT = 12,
};

enum tag_kind { TAG_VALUE, TAG_OPENS, TAG_CLOSES };

struct tag {
    enum tag_kind kind;
    uint8_t number; /* application: the type; context: what the service says */
    bool context;
    struct cursor bytes;
};

static uint32_t tag_length(struct cursor *c, uint8_t length)
{
    enum { BYTE_FOLLOWS = 5, SHORT_FOLLOWS = 254, LONG_FOLLOWS = 255 };

    if (length != BYTE_FOLLOWS)
        return length;
    uint8_t byte = cursor_u8(c);
    return byte == SHORT_FOLLOWS ? cursor_u16be(c) : byte == LONG_FOLLOWS ? cursor_u32be(c) : byte;
}

static bool tag_read(struct cursor *c, struct tag *t)
{
    enum { NUMBER_FOLLOWS = 15, CONTEXT = 8, LENGTH = 7, OPENS = 6, CLOSES = 7, BOOLEAN = 1 };
    uint8_t first = cursor_u8(c), length = first & LENGTH;

    *t = (struct tag){ .number = first >> 4, .context = first & CONTEXT };
    if (t->number == NUMBER_FOLLOWS)
        t->number = cursor_u8(c);
    if (t->context && length >= OPENS)
        t->kind = length == CLOSES ? TAG_CLOSES : TAG_OPENS;
    else if (t->context || t->number != BOOLEAN) /* whose value stands in its length */
        t->bytes = cursor_split(c, tag_length(c, length));
    return cursor_ok(c);
}

/* The next tag, when it is this value in the service's own numbering. */
static bool context_read(struct cursor *c, uint8_t number, struct cursor *bytes)
{
    struct cursor ahead = *c;
    struct tag t;

    if (!tag_read(&ahead, &t) || !t.context || t.kind != TAG_VALUE || t.number != number)
        return false;
    *bytes = t.bytes;
    *c = ahead;
    return true;
}

static bool bracket_read(struct cursor *c, enum tag_kind kind, uint8_t number)
{
    struct cursor ahead = *c;
    struct tag t;

    if (!tag_read(&ahead, &t) || t.kind != kind || t.number != number)
        return false;
    *c = ahead;
    return true;
}

static bool application_read(struct cursor *c, uint8_t type, struct cursor *bytes)
{
    struct tag t;

    if (!tag_read(c, &t) || t.context || t.number != type)
        return false;
    *bytes = t.bytes;
    return true;
}

/* As many bytes as its sender needed, at most four. */
static uint32_t number_of(struct cursor bytes)
{
    uint32_t number = 0;

    if (bytes.left > 4)
        return UINT32_MAX;
    while (bytes.left > 0)
        number = number << 8 | cursor_u8(&bytes);
    return number;
}

struct object {
    uint16_t type;
    uint32_t instance;
};

static struct object object_of(struct cursor bytes)
{
    uint32_t number = number_of(bytes);

    return (struct object){ .type = (uint16_t)(number >> 22), .instance = number & INSTANCE_ANY };
}

/* ---- what is asked ---- */

static uint32_t state_asked(struct cursor c, uint8_t position)
{
    struct cursor bytes;

    if (position > 0)
        (void)context_read(&c, 0, &bytes); /* a duration, which may be left out */
    return context_read(&c, position, &bytes) ? number_of(bytes) : SUB_NONE;
}

/* Property 90 of a Program object runs, halts and loads it. */
static uint32_t property_written(struct cursor c)
{
    enum { PROGRAM_CHANGE = 90 };
    struct cursor object, property;

    if (!context_read(&c, 0, &object) || !context_read(&c, 1, &property))
        return SUB_NONE;
    return number_of(property) == PROGRAM_CHANGE ? PROGRAM_CHANGE : SUB_NONE;
}

uint32_t bacnet_request_sub(uint8_t service, struct cursor parameters)
{
    uint32_t sub = SUB_NONE;

    if (service == BACNET_REINITIALIZE)
        sub = state_asked(parameters, 0);
    else if (service == BACNET_COMMUNICATION_CONTROL)
        sub = state_asked(parameters, 1);
    else if (service == BACNET_WRITE_PROPERTY)
        sub = property_written(parameters);
    return sub < UINT16_MAX ? sub : SUB_NONE;
}

/* ---- what is said ---- */

static struct text station_shown(const struct bacnet_station *s, struct arena *into)
{
    enum { ADDRESS_SHOWN_MOST = 18 }; /* IPv6 and a port is the longest in use */
    struct text shown = text_format(into, "station %u:", s->network);
    struct cursor bytes = s->address;

    for (unsigned n = 0; n < ADDRESS_SHOWN_MOST && bytes.left > 0; n++)
        shown = text_format(into, "%.*s%02x", (int)shown.length, shown.at ? shown.at : "",
                            cursor_u8(&bytes));
    return shown;
}

/* Of the address itself, or of a station behind it. */
static void say(const struct bacnet_speaker *speaker, enum field field, struct text value,
                const char *source, uint8_t confidence, struct dissection *out)
{
    struct text part = { 0 };

    if (speaker->station.network)
        part = station_shown(&speaker->station, out->arena);
    dissection_state_part(out, &speaker->ip, part, field, value, source, confidence);
}

static void say_instance(const struct bacnet_speaker *speaker, struct object object,
                         const char *source, struct dissection *out)
{
    if (object.type == OBJECT_DEVICE && object.instance != INSTANCE_ANY)
        say(speaker, FIELD_station, text_format(out->arena, "%u", object.instance), source,
            CONFIDENCE_SELF, out);
}

static void i_am(struct cursor c, const struct bacnet_speaker *speaker, struct dissection *out)
{
    struct cursor object, size, segmentation, vendor;

    if (!application_read(&c, TYPE_OBJECT, &object) ||
        !application_read(&c, TYPE_UNSIGNED, &size) ||
        !application_read(&c, TYPE_ENUMERATED, &segmentation) ||
        !application_read(&c, TYPE_UNSIGNED, &vendor))
        return;
    say_instance(speaker, object_of(object), "bacnet I am", out);
    say(speaker, FIELD_vendor,
        registry_text(&bacnet_vendors, "BACnet vendor", number_of(vendor), out->arena),
        "bacnet I am", CONFIDENCE_ANNOUNCED, out);
}

static void i_have(struct cursor c, const struct bacnet_speaker *speaker, struct dissection *out)
{
    struct cursor device;

    if (application_read(&c, TYPE_OBJECT, &device))
        say_instance(speaker, object_of(device), "bacnet I have", out);
}

void bacnet_tell_unconfirmed(uint8_t service, struct cursor parameters,
                             const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (service == BACNET_I_AM)
        i_am(parameters, speaker, out);
    else if (service == BACNET_I_HAVE)
        i_have(parameters, speaker, out);
}

/* ---- properties of the Device object ---- */

/* The first byte names the character set; two bytes a character are made one. */
static struct text text_value(struct cursor bytes, struct arena *into)
{
    enum { UCS_2 = 4, SHOWN_MOST = 255 };
    uint8_t narrow[SHOWN_MOST];
    size_t length = 0;

    if (cursor_u8(&bytes) != UCS_2)
        return text_from_wire(bytes, into);
    while (bytes.left >= 2 && length < sizeof narrow) {
        uint16_t wide = cursor_u16be(&bytes);
        narrow[length++] = wide < 0x80 ? (uint8_t)wide : '?';
    }
    return text_from_wire(cursor_over(narrow, length), into);
}

/* Source: ASHRAE 135-2020, 21, BACnetDeviceStatus. */
static struct text status_text(struct cursor bytes, struct arena *into)
{
    static const char *const statuses[] = {
        "operational",          "operational, read only", "download required",
        "download in progress", "not operational",        "backup in progress",
    };
    uint32_t status = number_of(bytes);

    return status < COUNT_OF(statuses) ? text_of(statuses[status])
                                       : text_format(into, "status %u", status);
}

static struct text vendor_value(struct cursor bytes, struct arena *into)
{
    return registry_text(&bacnet_vendors, "BACnet vendor", number_of(bytes), into);
}

static const struct {
    uint32_t property;
    uint8_t type;
    enum field field;
    struct text (*show)(struct cursor, struct arena *);
    const char *source;
} properties[] = {
    { 12, TYPE_TEXT, FIELD_software, text_value, "bacnet application software version" },
    { 28, TYPE_TEXT, FIELD_description, text_value, "bacnet description" },
    { 44, TYPE_TEXT, FIELD_firmware, text_value, "bacnet firmware revision" },
    { 58, TYPE_TEXT, FIELD_location, text_value, "bacnet location" },
    { 70, TYPE_TEXT, FIELD_model, text_value, "bacnet model name" },
    { 77, TYPE_TEXT, FIELD_name, text_value, "bacnet object name" },
    { 112, TYPE_ENUMERATED, FIELD_state, status_text, "bacnet system status" },
    { 120, TYPE_UNSIGNED, FIELD_vendor, vendor_value, "bacnet vendor identifier" },
    { 121, TYPE_TEXT, FIELD_vendor, text_value, "bacnet vendor name" },
    { 372, TYPE_TEXT, FIELD_serial, text_value, "bacnet serial number" },
};

static void property_state(uint32_t property, const struct tag *value,
                           const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (value->context || value->kind != TAG_VALUE)
        return;
    for (size_t i = 0; i < COUNT_OF(properties); i++)
        if (properties[i].property == property && properties[i].type == value->number)
            say(speaker, properties[i].field, properties[i].show(value->bytes, out->arena),
                properties[i].source, CONFIDENCE_SELF, out);
}

/* What stands between two brackets, of which the first tag is kept; they may hold more brackets. */
static bool bracketed(struct cursor *c, uint8_t number, struct tag *first)
{
    struct tag t;
    unsigned depth = 1;

    if (!bracket_read(c, TAG_OPENS, number))
        return false;
    for (unsigned n = 0; n < TAGS_MOST && tag_read(c, &t); n++) {
        if (n == 0)
            *first = t;
        depth += t.kind == TAG_OPENS;
        depth -= t.kind == TAG_CLOSES;
        if (depth == 0)
            return true;
    }
    return false;
}

/* Object, property, place in an array, value. */
static void property_answer(struct cursor c, const struct bacnet_speaker *speaker,
                            struct dissection *out)
{
    struct cursor object, property, place;
    struct tag value;

    if (!context_read(&c, 0, &object) || !context_read(&c, 1, &property))
        return;
    (void)context_read(&c, 2, &place);
    if (object_of(object).type != OBJECT_DEVICE || !bracketed(&c, 3, &value))
        return;
    say_instance(speaker, object_of(object), "bacnet read property", out);
    property_state(number_of(property), &value, speaker, out);
}

/* One result of several: property, place, and a value (4) or an error (5). */
static bool result_read(struct cursor *c, struct object object,
                        const struct bacnet_speaker *speaker, struct dissection *out)
{
    struct cursor property, place;
    struct tag value;

    if (!context_read(c, 2, &property))
        return false;
    (void)context_read(c, 3, &place);
    if (!bracketed(c, 4, &value))
        return bracketed(c, 5, &value);
    if (object.type == OBJECT_DEVICE)
        property_state(number_of(property), &value, speaker, out);
    return true;
}

static void properties_answer(struct cursor c, const struct bacnet_speaker *speaker,
                              struct dissection *out)
{
    struct cursor bytes;

    for (unsigned n = 0; n < TAGS_MOST && context_read(&c, 0, &bytes); n++) {
        struct object object = object_of(bytes);
        if (!bracket_read(&c, TAG_OPENS, 1))
            return;
        say_instance(speaker, object, "bacnet read property multiple", out);
        while (result_read(&c, object, speaker, out))
            continue;
        if (!bracket_read(&c, TAG_CLOSES, 1))
            return;
    }
}

void bacnet_tell_answer(uint8_t service, struct cursor parameters,
                        const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (service == BACNET_READ_PROPERTY)
        property_answer(parameters, speaker, out);
    else if (service == BACNET_READ_PROPERTY_MULTIPLE)
        properties_answer(parameters, speaker, out);
}

void bacnet_tell_networks(struct cursor numbers, const struct bacnet_speaker *speaker,
                          struct dissection *out)
{
    enum { NETWORKS_MOST = 16 };
    struct text list = { 0 };

    for (unsigned n = 0; n < NETWORKS_MOST && numbers.left >= 2; n++) {
        unsigned number = cursor_u16be(&numbers);
        list = text_format(out->arena, "%.*s%s%u", (int)list.length, list.at ? list.at : "",
                           list.length ? ", " : "", number);
    }
    if (list.length)
        say(speaker, FIELD_capability,
            text_format(out->arena, "routes BACnet networks %.*s", (int)list.length, list.at),
            "bacnet I am router", CONFIDENCE_ANNOUNCED, out);
}
