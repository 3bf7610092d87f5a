#include "proto/dnp3_objects.h"

/* One object header: what follows it, and how many times. */
struct header {
    uint8_t group, variation;
    uint8_t prefix; /* bytes of index in front of each object */
    uint32_t count;
};

/* Low half of the qualifier: how the objects are counted. */
static const struct range {
    uint8_t bytes; /* of one number; 0: a form that carries no objects we read */
    bool from_to;
} ranges[16] = {
    [0] = { 1, true },  [1] = { 2, true },  [2] = { 4, true },
    [7] = { 1, false }, [8] = { 2, false }, [9] = { 4, false },
};

static const uint8_t prefixes[8] = { [1] = 1, [2] = 2, [3] = 4 };

static uint32_t number(struct cursor *c, uint8_t bytes)
{
    return bytes == 1 ? cursor_u8(c) : bytes == 2 ? cursor_u16le(c) : cursor_u32le(c);
}

/* False for the qualifiers that carry no objects of a size known to us. */
static bool read_header(struct cursor *objects, struct header *h)
{
    h->group = cursor_u8(objects);
    h->variation = cursor_u8(objects);
    uint8_t qualifier = cursor_u8(objects), form = qualifier >> 4 & 7;
    const struct range *range = &ranges[qualifier & 15];

    h->prefix = prefixes[form];
    if (!range->bytes || qualifier & 0x80 || (form && !h->prefix))
        return false;
    uint32_t first = number(objects, range->bytes);
    uint32_t last = range->from_to ? number(objects, range->bytes) : 0;
    h->count = !range->from_to ? first : last >= first ? last - first + 1 : 0;
    return h->count > 0 && cursor_ok(objects);
}

static const struct attribute {
    uint8_t variation;
    enum field field;
    const char *source;
} attributes[] = {
    { 206, FIELD_description, "dnp3 group 0 variation 206 secondary operator" },
    { 207, FIELD_description, "dnp3 group 0 variation 207 primary operator" },
    { 208, FIELD_description, "dnp3 group 0 variation 208 system name" },
    { 242, FIELD_firmware, "dnp3 group 0 variation 242" },
    { 243, FIELD_hardware, "dnp3 group 0 variation 243" },
    { 245, FIELD_location, "dnp3 group 0 variation 245" },
    { 246, FIELD_description, "dnp3 group 0 variation 246 user id code" },
    { 247, FIELD_name, "dnp3 group 0 variation 247" },
    { 248, FIELD_serial, "dnp3 group 0 variation 248" },
    { 249, FIELD_profile, "dnp3 group 0 variation 249" },
    { 250, FIELD_model, "dnp3 group 0 variation 250" },
    { 252, FIELD_vendor, "dnp3 group 0 variation 252" },
};

enum { GROUP_ATTRIBUTES = 0, ATTRIBUTE_TEXT = 1, ATTRIBUTE_LONG_LIST = 255 };

static void state_attribute(uint8_t variation, struct cursor value, struct dissection *out)
{
    for (const struct attribute *a = attributes; a < attributes + COUNT_OF(attributes); a++)
        if (a->variation == variation)
            dissection_state(out, &out->sender, a->field, text_from_wire(value, out->arena),
                             a->source, CONFIDENCE_SELF);
}

/* Type, length, value; without `out` only stepped over. */
static void read_attribute(struct cursor *objects, const struct header *h, struct dissection *out)
{
    cursor_skip(objects, h->prefix);
    uint8_t type = cursor_u8(objects);
    struct cursor value = cursor_split(objects, cursor_u8(objects));

    if (type == ATTRIBUTE_LONG_LIST) /* its length does not fit the byte */
        cursor_skip(objects, objects->left + 1);
    else if (out && type == ATTRIBUTE_TEXT && cursor_ok(&value))
        state_attribute(h->variation, value, out);
}

static bool skip_attributes(struct cursor *objects, const struct header *h)
{
    for (uint32_t i = 0; i < h->count && cursor_ok(objects); i++)
        read_attribute(objects, h, NULL);
    return cursor_ok(objects);
}

bool dnp3_attributes(struct cursor *objects, struct dissection *out)
{
    struct header h;

    while (objects->left > 0) {
        struct cursor ahead = *objects, peek = *objects;
        if (cursor_u8(&peek) != GROUP_ATTRIBUTES)
            return false;
        if (!read_header(&ahead, &h))
            return !cursor_ok(&ahead);
        struct cursor values = ahead;
        if (!skip_attributes(&ahead, &h))
            return true;
        for (uint32_t i = 0; i < h.count; i++)
            read_attribute(&values, &h, out);
        *objects = ahead;
    }
    return true;
}

/* Bytes of one object; bits are packed. */
static const struct written {
    uint8_t group, variation, bytes;
    bool is_bits;
} writes[] = {
    { 34, 1, 2, false }, { 34, 2, 4, false }, { 34, 3, 4, false },
    { 50, 1, 6, false }, { 50, 3, 6, false }, { 80, 1, 1, true },
};

static bool fills(const struct written *w, const struct header *h, size_t left)
{
    if (w->is_bits)
        return h->prefix == 0 && left == (size_t)(((uint64_t)h->count + 7) / 8);
    return (uint64_t)h->count * ((uint64_t)h->prefix + w->bytes) == left;
}

uint8_t dnp3_write_group(struct cursor objects)
{
    struct header h;

    if (!read_header(&objects, &h))
        return DNP3_WRITE_PLAIN;
    if (h.group == GROUP_ATTRIBUTES)
        return skip_attributes(&objects, &h) && objects.left == 0 ? h.group : DNP3_WRITE_PLAIN;
    for (const struct written *w = writes; w < writes + COUNT_OF(writes); w++)
        if (w->group == h.group && w->variation == h.variation && fills(w, &h, objects.left))
            return h.group;
    return DNP3_WRITE_PLAIN;
}

/* Bytes of one control; its status is the last of them. */
static const struct control {
    uint8_t group, variation, bytes;
} controls[] = { { 12, 1, 11 }, { 41, 1, 5 }, { 41, 2, 3 }, { 41, 3, 5 }, { 41, 4, 9 } };

enum { STATUS_BITS = 0x7f };

static uint8_t control_bytes(const struct header *h)
{
    for (const struct control *c = controls; c < controls + COUNT_OF(controls); c++)
        if (c->group == h->group && c->variation == h->variation)
            return c->bytes;
    return 0;
}

bool dnp3_control_refused(struct cursor objects)
{
    struct header h;

    while (read_header(&objects, &h)) {
        uint8_t bytes = control_bytes(&h);
        for (uint32_t i = 0; bytes && i < h.count && cursor_ok(&objects); i++) {
            cursor_skip(&objects, h.prefix + bytes - 1u);
            if (cursor_u8(&objects) & STATUS_BITS)
                return true;
        }
        if (!bytes)
            return false;
    }
    return false;
}
