#include "proto/wide.h"

enum {
    CHARACTERS_MOST = 255,
    UTF8_MOST = 4, /* bytes of one character */
    HIGH_FIRST = 0xd800,
    LOW_FIRST = 0xdc00,
    LOW_LAST = 0xdfff,
    BEYOND_16_BITS = 0x10000,
};

static uint32_t unit(struct cursor *c, enum wide_order order)
{
    return order == WIDE_LITTLE ? cursor_u16le(c) : cursor_u16be(c);
}

static bool is_between(uint32_t value, uint32_t first, uint32_t last)
{
    return value >= first && value <= last;
}

static uint32_t character(struct cursor *c, enum wide_order order)
{
    uint32_t high = unit(c, order);

    if (!is_between(high, HIGH_FIRST, LOW_LAST))
        return high;
    struct cursor ahead = *c;
    uint32_t low = unit(&ahead, order);
    if (high >= LOW_FIRST || !cursor_ok(&ahead) || !is_between(low, LOW_FIRST, LOW_LAST))
        return '?';
    *c = ahead;
    return BEYOND_16_BITS + ((high - HIGH_FIRST) << 10) + (low - LOW_FIRST);
}

/* Source: RFC 3629, 3. */
static size_t write_utf8(uint32_t value, uint8_t *out)
{
    static const struct {
        uint32_t below;
        uint8_t lead;
    } forms[] = { { 0x80, 0 }, { 0x800, 0xc0 }, { 0x10000, 0xe0 }, { 0x110000, 0xf0 } };
    size_t more = 0;

    while (value >= forms[more].below)
        more++;
    for (size_t i = more; i > 0; i--, value >>= 6)
        out[i] = (uint8_t)(0x80 | (value & 0x3f));
    out[0] = (uint8_t)(forms[more].lead | value);
    return more + 1;
}

struct text wide_text(struct cursor bytes, enum wide_order order, struct arena *into)
{
    uint8_t narrow[CHARACTERS_MOST * UTF8_MOST];
    size_t length = 0;

    while (bytes.left >= 2 && length <= sizeof narrow - UTF8_MOST) {
        uint32_t value = character(&bytes, order);
        if (value == 0)
            break;
        length += write_utf8(value, narrow + length);
    }
    return text_from_wire(cursor_over(narrow, length), into);
}

struct cursor wide_string(struct cursor *c)
{
    struct cursor ahead = *c;
    size_t length = 0;

    while (ahead.left >= 2 && cursor_u16le(&ahead) != 0)
        length += 2;
    struct cursor found = cursor_split(c, length);
    cursor_skip(c, c->left < 2 ? c->left : 2);
    return found;
}
