#include "proto/bacnet_tag.h"

static uint32_t length_read(struct cursor *c, uint8_t length)
{
    enum { BYTE_FOLLOWS = 5, SHORT_FOLLOWS = 254, LONG_FOLLOWS = 255 };

    if (length != BYTE_FOLLOWS)
        return length;
    uint8_t byte = cursor_u8(c);
    return byte == SHORT_FOLLOWS ? cursor_u16be(c) : byte == LONG_FOLLOWS ? cursor_u32be(c) : byte;
}

bool bacnet_tag_read(struct cursor *c, struct bacnet_tag *t)
{
    enum { NUMBER_FOLLOWS = 15, CONTEXT = 8, LENGTH = 7, OPENS = 6, CLOSES = 7, BOOLEAN = 1 };
    uint8_t first = cursor_u8(c), length = first & LENGTH;

    *t = (struct bacnet_tag){ .number = first >> 4, .context = first & CONTEXT };
    if (t->number == NUMBER_FOLLOWS)
        t->number = cursor_u8(c);
    if (t->context && length >= OPENS)
        t->kind = length == CLOSES ? BACNET_CLOSES : BACNET_OPENS;
    else if (t->context || t->number != BOOLEAN) /* whose value stands in its length */
        t->length = length_read(c, length);
    return cursor_ok(c);
}

static bool value_read(struct cursor *c, bool context, uint8_t number, struct cursor *bytes)
{
    struct cursor ahead = *c;
    struct bacnet_tag t;

    if (!bacnet_tag_read(&ahead, &t) || t.context != context || t.kind != BACNET_VALUE ||
        t.number != number)
        return false;
    *bytes = cursor_split(&ahead, t.length);
    if (!cursor_ok(&ahead))
        return false;
    *c = ahead;
    return true;
}

bool bacnet_context_read(struct cursor *c, uint8_t number, struct cursor *bytes)
{
    return value_read(c, true, number, bytes);
}

bool bacnet_application_value(struct cursor *c, enum bacnet_type type, struct cursor *bytes)
{
    return value_read(c, false, (uint8_t)type, bytes);
}

uint32_t bacnet_number(struct cursor bytes)
{
    uint32_t number = 0;

    if (bytes.left > 4)
        return UINT32_MAX;
    while (bytes.left > 0)
        number = number << 8 | cursor_u8(&bytes);
    return number;
}

struct bacnet_object bacnet_object(struct cursor bytes)
{
    uint32_t number = bacnet_number(bytes);

    return (struct bacnet_object){ .type = (uint16_t)(number >> 22),
                                   .instance = number & BACNET_INSTANCE_ANY };
}

/* Two bytes a character are made one. */
struct text bacnet_text(struct cursor bytes, struct arena *into)
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
