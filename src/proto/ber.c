#include "proto/ber.h"

#include "base/buffer.h"

enum {
    TAG_NUMBER = 0x1f, /* all set: the number follows in bytes of its own */
    MORE = 0x80,
    LENGTH_BYTES_MOST = 4, /* Windows writes that many, most of them zero */
    TAG_BYTES_MOST = 3,
};

static uint32_t read_tag(struct cursor *c)
{
    uint32_t tag = cursor_u8(c);

    if ((tag & TAG_NUMBER) != TAG_NUMBER)
        return tag;
    for (unsigned i = 0; i < TAG_BYTES_MOST; i++) {
        uint8_t byte = cursor_u8(c);
        tag = tag << 8 | byte;
        if (!(byte & MORE))
            return tag;
    }
    c->failed = true;
    return 0;
}

static size_t read_length(struct cursor *c)
{
    size_t length = cursor_u8(c);
    unsigned bytes = length & ~(unsigned)MORE;

    if (!(length & MORE))
        return length;
    if (bytes == 0 || bytes > LENGTH_BYTES_MOST)
        return SIZE_MAX;
    for (length = 0; bytes > 0; bytes--)
        length = length << 8 | cursor_u8(c);
    return length;
}

size_t ber_head(struct cursor *c, uint32_t *tag)
{
    *tag = read_tag(c);
    size_t length = read_length(c);
    if (length == SIZE_MAX)
        *c = (struct cursor){ .failed = true };
    return length;
}

struct cursor ber_value(struct cursor *c, uint32_t *tag)
{
    return cursor_split(c, ber_head(c, tag));
}

struct cursor ber_tagged(struct cursor *c, uint32_t wanted)
{
    uint32_t tag;
    struct cursor value = ber_value(c, &tag);

    if (tag != wanted) {
        c->failed = value.failed = true;
        c->left = value.left = 0;
    }
    return value;
}

bool ber_optional(struct cursor *c, uint32_t wanted, struct cursor *value)
{
    struct cursor ahead = *c;
    uint32_t tag;

    *value = ber_value(&ahead, &tag);
    if (!cursor_ok(&ahead) || tag != wanted)
        return false;
    *c = ahead;
    return true;
}

uint32_t ber_context(uint32_t tag)
{
    enum { CLASS = 0xc0, CONTEXT = 0x80 };
    uint32_t first = tag, number = 0;

    for (unsigned shift = 0; first > UINT8_MAX; first >>= 8, shift += 7)
        number |= (first & ~(uint32_t)MORE & UINT8_MAX) << shift;
    if ((first & CLASS) != CONTEXT)
        return UINT32_MAX;
    return first == tag ? tag & TAG_NUMBER : number;
}

bool ber_context_values(struct cursor c, struct cursor *values, size_t count)
{
    while (c.left > 0) {
        uint32_t tag;
        struct cursor value = ber_value(&c, &tag);
        uint32_t number = ber_context(tag);
        if (number < count)
            values[number] = value;
    }
    return cursor_ok(&c);
}

uint32_t ber_number(struct cursor value)
{
    uint32_t number = 0;

    for (unsigned i = 0; i < 4 && value.left > 0; i++)
        number = number << 8 | cursor_u8(&value);
    return number;
}

uint32_t ber_integer(struct cursor *c)
{
    return ber_number(ber_tagged(c, BER_INTEGER));
}

/* One number of an object identifier, seven bits to a byte. */
static uint32_t read_arc(struct cursor *value)
{
    uint32_t arc = 0;
    uint8_t byte = MORE;

    for (unsigned i = 0; i < 5 && byte & MORE; i++) {
        byte = cursor_u8(value);
        arc = arc << 7 | (byte & ~(unsigned)MORE);
    }
    if (byte & MORE)
        value->failed = true;
    return arc;
}

enum { ARCS_MOST = 32 };

static struct text add_arcs(struct text shown, struct cursor value, struct arena *into)
{
    for (unsigned i = 0; i < ARCS_MOST && value.left > 0; i++) {
        uint32_t arc = read_arc(&value);
        shown = text_format(into, "%.*s.%u", (int)shown.length, shown.at ? shown.at : "", arc);
    }
    return cursor_ok(&value) && shown.at ? shown : (struct text){ 0 };
}

struct text ber_oid_text(struct cursor value, struct arena *into)
{
    enum { FIRST_ARC_MOST = 2, ARCS_OF_FIRST = 40 };
    uint32_t both = read_arc(&value);
    uint32_t first = both / ARCS_OF_FIRST;

    if (first > FIRST_ARC_MOST)
        first = FIRST_ARC_MOST;
    struct text shown = text_format(into, "%u.%u", first, both - first * ARCS_OF_FIRST);
    return cursor_ok(&value) ? add_arcs(shown, value, into) : (struct text){ 0 };
}

struct text ber_relative_oid_text(struct cursor value, struct arena *into)
{
    return add_arcs((struct text){ 0 }, value, into);
}

size_t ber_size(struct cursor c)
{
    size_t all = c.left;
    uint32_t tag;
    size_t length = ber_head(&c, &tag);

    return cursor_ok(&c) ? all - c.left + length : 0;
}
