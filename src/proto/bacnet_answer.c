/*
 * bacnet_answer.c - what a device answers when its properties are read.
 *
 * An answer may take many segments, of which a device's list of objects fills most.
 * It is read tag by tag, so that only a tag that a segment cuts in two is kept.
 *
 * Source: ASHRAE 135-2020, 12.11 (the Device object), 15.5 and 15.7 (ReadProperty,
 * ReadPropertyMultiple), 21 (numbers of properties), 5.4 (segments).
 */
#include "proto/bacnet.h"
#include "proto/bacnet_tag.h"
#include "proto/registry.h"

/* ---- properties of the Device object ---- */

/* Source: ASHRAE 135-2020, 21, BACnetDeviceStatus. */
static struct text status_text(struct cursor bytes, struct arena *into)
{
    static const char *const statuses[] = {
        "operational",          "operational, read only", "download required",
        "download in progress", "not operational",        "backup in progress",
    };
    uint32_t status = bacnet_number(bytes);

    return status < COUNT_OF(statuses) ? text_of(statuses[status])
                                       : text_format(into, "status %u", status);
}

static struct text vendor_value(struct cursor bytes, struct arena *into)
{
    return registry_text(&bacnet_vendors, "BACnet vendor", bacnet_number(bytes), into);
}

static const struct {
    uint32_t property;
    uint8_t type;
    enum field field;
    struct text (*show)(struct cursor, struct arena *);
    const char *source;
} properties[] = {
    { 12, BACNET_TEXT, FIELD_software, bacnet_text, "bacnet application software version" },
    { 28, BACNET_TEXT, FIELD_description, bacnet_text, "bacnet description" },
    { 44, BACNET_TEXT, FIELD_firmware, bacnet_text, "bacnet firmware revision" },
    { 58, BACNET_TEXT, FIELD_location, bacnet_text, "bacnet location" },
    { 70, BACNET_TEXT, FIELD_model, bacnet_text, "bacnet model name" },
    { 77, BACNET_TEXT, FIELD_name, bacnet_text, "bacnet object name" },
    { 112, BACNET_ENUMERATED, FIELD_state, status_text, "bacnet system status" },
    { 120, BACNET_UNSIGNED, FIELD_vendor, vendor_value, "bacnet vendor identifier" },
    { 121, BACNET_TEXT, FIELD_vendor, bacnet_text, "bacnet vendor name" },
    { 372, BACNET_TEXT, FIELD_serial, bacnet_text, "bacnet serial number" },
};

static void property_state(uint32_t property, uint8_t type, struct cursor value,
                           const struct bacnet_speaker *speaker, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(properties); i++)
        if (properties[i].property == property && properties[i].type == type)
            bacnet_say(speaker, properties[i].field, properties[i].show(value, out->arena),
                       properties[i].source, CONFIDENCE_SELF, out);
}

/* ---- one tag after the other ---- */

/* How many brackets are around a property, and the numbers of property and value. */
static const struct layout {
    uint8_t service, depth, property, value;
    const char *source;
} layouts[] = {
    { BACNET_READ_PROPERTY, 0, 1, 3, "bacnet read property" },
    { BACNET_READ_PROPERTY_MULTIPLE, 1, 2, 4, "bacnet read property multiple" },
};

static const struct layout *layout_of(uint8_t service)
{
    for (size_t i = 0; i < COUNT_OF(layouts); i++)
        if (layouts[i].service == service)
            return &layouts[i];
    return NULL;
}

static void opened(struct bacnet_reading *r, const struct layout *l, uint8_t number)
{
    r->awaits_value = r->depth == l->depth && number == l->value;
    if (r->depth < UINT8_MAX)
        r->depth++;
}

static void closed(struct bacnet_reading *r)
{
    r->awaits_value = false;
    if (r->depth > 0)
        r->depth--;
}

static bool is_of_device(const struct bacnet_reading *r)
{
    return r->object >> 22 == BACNET_OBJECT_DEVICE;
}

/* A number that says of what the next values are. */
static void named(struct bacnet_reading *r, const struct layout *l, uint8_t number,
                  struct cursor value, const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (r->depth == 0 && number == 0) {
        struct cursor object = value;
        r->object = bacnet_number(object);
        bacnet_say_instance(speaker, bacnet_object(value), l->source, out);
    } else if (r->depth == l->depth && number == l->property) {
        r->property = bacnet_number(value);
    }
}

/* Only the first value between the brackets of a property: the others are of a list. */
static void valued(struct bacnet_reading *r, uint8_t type, struct cursor value,
                   const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (r->awaits_value && is_of_device(r))
        property_state(r->property, type, value, speaker, out);
    r->awaits_value = false;
}

static void take(struct bacnet_reading *r, const struct layout *l, const struct bacnet_tag *t,
                 struct cursor value, const struct bacnet_speaker *speaker, struct dissection *out)
{
    if (t->kind == BACNET_OPENS)
        opened(r, l, t->number);
    else if (t->kind == BACNET_CLOSES)
        closed(r);
    else if (t->context)
        named(r, l, t->number, value, speaker, out);
    else
        valued(r, t->number, value, speaker, out);
}

/* Whole tags are taken, and the first bytes of one that is cut off are left. */
static struct cursor take_all(struct bacnet_reading *r, const struct layout *l, struct cursor c,
                              const struct bacnet_speaker *speaker, struct dissection *out)
{
    while (c.left > 0) {
        struct cursor ahead = c;
        struct bacnet_tag t;
        if (!bacnet_tag_read(&ahead, &t))
            return c;
        if (t.length > ahead.left && c.left > BACNET_REST_MOST) { /* too long to be kept */
            r->skip = t.length - (uint32_t)ahead.left;
            return (struct cursor){ 0 };
        }
        struct cursor value = cursor_split(&ahead, t.length);
        if (!cursor_ok(&value))
            return c;
        take(r, l, &t, value, speaker, out);
        c = ahead;
    }
    return c;
}

static void keep(struct bacnet_reading *r, struct cursor rest)
{
    r->kept = 0;
    while (rest.left > 0 && r->kept < BACNET_REST_MOST)
        r->rest[r->kept++] = cursor_u8(&rest);
}

/* What was kept, and the segment behind it; nothing when there is no room. */
static struct cursor joined(const struct bacnet_reading *r, struct cursor c, struct arena *into)
{
    size_t length = 0;
    uint8_t *whole = arena_array(into, uint8_t, r->kept + c.left);

    if (!whole)
        return (struct cursor){ 0 };
    while (length < r->kept) {
        whole[length] = r->rest[length];
        length++;
    }
    while (c.left > 0)
        whole[length++] = cursor_u8(&c);
    return cursor_over(whole, length);
}

static void feed(struct bacnet_reading *r, struct cursor c, const struct bacnet_speaker *speaker,
                 struct dissection *out)
{
    uint32_t skipped = r->skip < c.left ? r->skip : (uint32_t)c.left;

    cursor_skip(&c, skipped);
    r->skip -= skipped;
    if (r->kept > 0)
        c = joined(r, c, out->arena);
    keep(r, take_all(r, layout_of(r->service), c, speaker, out));
}

void bacnet_answer_begin(const struct bacnet_segment *s, const struct bacnet_speaker *speaker,
                         struct dissection *out)
{
    struct bacnet_state *state = out->state;
    struct bacnet_reading r = { .station = bacnet_station_hash(&speaker->station),
                                .invoke = s->invoke,
                                .service = s->service,
                                .end = bacnet_end_of(out),
                                .next = 1,
                                .open = s->more };

    if (!layout_of(s->service))
        return;
    feed(&r, s->parameters, speaker, out);
    if (s->more)
        state->reading = r;
}

bool bacnet_answer_continue(const struct bacnet_segment *s, const struct bacnet_speaker *speaker,
                            struct dissection *out)
{
    struct bacnet_reading *r = &((struct bacnet_state *)out->state)->reading;

    if (!r->open || r->invoke != s->invoke || r->service != s->service ||
        r->end != bacnet_end_of(out) || r->station != bacnet_station_hash(&speaker->station))
        return false;
    if (s->sequence != r->next)
        return s->sequence != 0; /* sent again, or one is missing: the first would begin anew */
    feed(r, s->parameters, speaker, out);
    r->next++;
    r->open = s->more;
    return true;
}
