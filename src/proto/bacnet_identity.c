/*
 * bacnet_identity.c - who BACnet devices say they are when nobody asked, and what
 * is asked of them.
 *
 * Source: ASHRAE 135-2020, 21 (services), annex J.2 (tables of the virtual link).
 */
#include "proto/bacnet.h"
#include "proto/registry.h"

/* ---- what is asked ---- */

static uint32_t state_asked(struct cursor c, uint8_t position)
{
    struct cursor bytes;

    if (position > 0)
        (void)bacnet_context_read(&c, 0, &bytes); /* a duration, which may be left out */
    return bacnet_context_read(&c, position, &bytes) ? bacnet_number(bytes) : SUB_NONE;
}

/* Property 90 of a Program object runs, halts and loads it. */
static uint32_t property_written(struct cursor c)
{
    enum { PROGRAM_CHANGE = 90 };
    struct cursor object, property;

    if (!bacnet_context_read(&c, 0, &object) || !bacnet_context_read(&c, 1, &property))
        return SUB_NONE;
    return bacnet_number(property) == PROGRAM_CHANGE ? PROGRAM_CHANGE : SUB_NONE;
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
void bacnet_say(const struct bacnet_speaker *speaker, enum field field, struct text value,
                const char *source, uint8_t confidence, struct dissection *out)
{
    struct text part = { 0 };

    if (speaker->station.network)
        part = station_shown(&speaker->station, out->arena);
    dissection_state_part(out, &speaker->ip, part, field, value, source, confidence);
}

void bacnet_say_instance(const struct bacnet_speaker *speaker, struct bacnet_object object,
                         const char *source, struct dissection *out)
{
    if (object.type == BACNET_OBJECT_DEVICE && object.instance != BACNET_INSTANCE_ANY)
        bacnet_say(speaker, FIELD_station, text_format(out->arena, "%u", object.instance), source,
                   CONFIDENCE_SELF, out);
}

static void i_am(struct cursor c, const struct bacnet_speaker *speaker, struct dissection *out)
{
    struct cursor object, size, segmentation, vendor;

    if (!bacnet_application_value(&c, BACNET_OBJECT, &object) ||
        !bacnet_application_value(&c, BACNET_UNSIGNED, &size) ||
        !bacnet_application_value(&c, BACNET_ENUMERATED, &segmentation) ||
        !bacnet_application_value(&c, BACNET_UNSIGNED, &vendor))
        return;
    bacnet_say_instance(speaker, bacnet_object(object), "bacnet I am", out);
    bacnet_say(speaker, FIELD_vendor,
               registry_text(&bacnet_vendors, "BACnet vendor", bacnet_number(vendor), out->arena),
               "bacnet I am", CONFIDENCE_ANNOUNCED, out);
}

/* Who says that it has its own Device object names itself. */
static void i_have(struct cursor c, const struct bacnet_speaker *speaker, struct dissection *out)
{
    struct cursor device, had, name;

    if (!bacnet_application_value(&c, BACNET_OBJECT, &device))
        return;
    bacnet_say_instance(speaker, bacnet_object(device), "bacnet I have", out);
    if (bacnet_application_value(&c, BACNET_OBJECT, &had) &&
        bacnet_application_value(&c, BACNET_TEXT, &name) &&
        bacnet_number(had) == bacnet_number(device) &&
        bacnet_object(device).type == BACNET_OBJECT_DEVICE)
        bacnet_say(speaker, FIELD_name, bacnet_text(name, out->arena), "bacnet I have",
                   CONFIDENCE_SELF, out);
}

void bacnet_tell_unconfirmed(uint8_t service, struct cursor parameters,
                             const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (service == BACNET_I_AM)
        i_am(parameters, speaker, out);
    else if (service == BACNET_I_HAVE)
        i_have(parameters, speaker, out);
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
        bacnet_say(
            speaker, FIELD_capability,
            text_format(out->arena, "routes BACnet networks %.*s", (int)list.length, list.at),
            "bacnet I am router", CONFIDENCE_ANNOUNCED, out);
}

void bacnet_tell_peers(struct cursor table, const char *source, const char *what,
                       struct dissection *out)
{
    enum { ROW_BYTES = 10, SHOWN_MOST = 32 };
    char shown[ADDRESS_TEXT];

    dissection_state(out, &out->sender, FIELD_capability, TEXT("BACnet broadcast manager"), source,
                     CONFIDENCE_SELF);
    for (unsigned n = 0; n < SHOWN_MOST && table.left >= ROW_BYTES; n++) {
        struct cursor row = cursor_split(&table, ROW_BYTES);
        struct address peer = address_ipv4(cursor_take(&row, 4));
        unsigned port = cursor_u16be(&row);
        if (address_equal(&peer, &out->sender))
            continue; /* the manager stands in its own table */
        address_format(&peer, shown);
        dissection_state(out, &out->sender, FIELD_neighbour,
                         text_format(out->arena, "%s %s:%u", what, shown, port), source,
                         CONFIDENCE_SELF);
    }
}
