/*
 * dlms_identity.c - which objects of a meter say who it is.
 *
 * What a physical meter says through its management device is said of the
 * meter; what other logical devices say is said of them.
 *
 * Source: IEC 62056-6-1:2017, 5.4 (identifiers: 0-0:42.0.0 logical device name,
 * 0-0:96.1.0 device ID, 1-0:0.2.0 firmware); IEC 62056-6-2:2017, 4.3 (data,
 * registers); IEC 62056-5-3:2017, 4.3.4 (system title).
 */
#include "base/attributes.h"
#include "proto/dlms.h"

enum { OBJECT_BYTES = 6, MAKER_BYTES = 3, TITLE_BYTES = 8, VALUE_ATTRIBUTE = 2 };

static const struct object {
    uint16_t class;
    uint8_t object[OBJECT_BYTES];
    enum field field;
    const char *source;
} objects[] = {
    { 1, { 0, 0, 42, 0, 0, 255 }, FIELD_name, "dlms logical device name" },
    { 1, { 0, 0, 96, 1, 0, 255 }, FIELD_serial, "dlms device id" },
    { 1, { 1, 0, 0, 2, 0, 255 }, FIELD_firmware, "dlms firmware" },
};

struct dlms_attribute dlms_attribute_read(struct cursor *c)
{
    struct dlms_attribute a = { .class = cursor_u16be(c) };

    a.object = cursor_split(c, OBJECT_BYTES);
    a.number = cursor_u8(c);
    return a;
}

static bool is_object(struct cursor object, const uint8_t wanted[OBJECT_BYTES])
{
    for (size_t i = 0; i < OBJECT_BYTES; i++)
        if (cursor_u8(&object) != wanted[i])
            return false;
    return true;
}

uint8_t dlms_wanted(const struct dlms_attribute *a)
{
    for (uint8_t i = 0; a->number == VALUE_ATTRIBUTE && i < COUNT_OF(objects); i++)
        if (objects[i].class == a->class && is_object(a->object, objects[i].object))
            return (uint8_t)(i + 1);
    return 0;
}

static void tell(struct dissection *out, uint16_t device, enum field field, struct text value,
                 const char *source)
{
    struct text part = { 0 };

    if (device != DLMS_MANAGEMENT_DEVICE)
        part = text_format(out->arena, "logical device %u", device);
    dissection_state_part(out, &out->sender, part, field, value, source, CONFIDENCE_SELF);
}

/* Three letters that the user association gave to a manufacturer. */
static void tell_maker(struct cursor name, uint16_t device, struct dissection *out)
{
    struct cursor maker = cursor_split(&name, MAKER_BYTES);

    for (struct cursor c = maker; c.left > 0;) {
        uint8_t letter = cursor_u8(&c);
        if (letter < 'A' || letter > 'Z')
            return;
    }
    if (cursor_ok(&maker))
        tell(out, device, FIELD_vendor, text_from_wire(maker, out->arena), "dlms maker");
}

void dlms_tell_value(uint8_t wanted, uint16_t device, struct cursor value, struct dissection *out)
{
    enum { OCTET_STRING = 9, VISIBLE_STRING = 10, LONG = 0x80 };
    const struct object *object = &objects[wanted - 1];
    uint8_t type = cursor_u8(&value), length = cursor_u8(&value);
    struct cursor text = cursor_split(&value, length);

    if ((type != OCTET_STRING && type != VISIBLE_STRING) || length & LONG || !cursor_ok(&value))
        return;
    tell(out, device, object->field, text_from_wire(text, out->arena), object->source);
    if (object->field == FIELD_name)
        tell_maker(text, device, out);
}

void dlms_tell_title(struct cursor title, uint16_t device, struct dissection *out)
{
    struct cursor rest = title;

    if (title.left != TITLE_BYTES)
        return;
    tell_maker(title, device, out);
    struct text maker = text_from_wire(cursor_split(&rest, MAKER_BYTES), out->arena);
    uint64_t number = cursor_u8(&rest);
    number = number << 32 | cursor_u32be(&rest);
    tell(out, device, FIELD_asset_tag,
         text_format(out->arena, "%.*s %010llx", (int)maker.length, maker.at,
                     (unsigned long long)number),
         "dlms system title");
}
