#include "base/cursor.h"

struct cursor cursor_over(const void *bytes, size_t length)
{
    return (struct cursor){ .next = bytes, .left = length };
}

const uint8_t *cursor_take(struct cursor *c, size_t n)
{
    if (c->failed || n > c->left) {
        c->failed = true;
        return NULL;
    }
    const uint8_t *taken = c->next;
    c->next += n;
    c->left -= n;
    return taken;
}

struct cursor cursor_split(struct cursor *c, size_t n)
{
    const uint8_t *part = cursor_take(c, n);
    return (struct cursor){ .next = part, .left = part ? n : 0, .failed = !part };
}

void cursor_skip(struct cursor *c, size_t n)
{
    (void)cursor_take(c, n);
}

uint8_t cursor_u8(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 1);
    return b ? b[0] : 0;
}

uint16_t cursor_u16be(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 2);
    return b ? (uint16_t)((unsigned)b[0] << 8 | b[1]) : (uint16_t)0;
}

uint16_t cursor_u16le(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 2);
    return b ? (uint16_t)((unsigned)b[1] << 8 | b[0]) : (uint16_t)0;
}

uint32_t cursor_u32be(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 4);
    return b ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3] : 0;
}

uint32_t cursor_u32le(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 4);
    return b ? (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0] : 0;
}

uint64_t cursor_u64be(struct cursor *c)
{
    struct cursor whole = cursor_split(c, 8);
    uint64_t high = cursor_u32be(&whole);

    return high << 32 | cursor_u32be(&whole);
}

uint64_t cursor_u64le(struct cursor *c)
{
    struct cursor whole = cursor_split(c, 8);
    uint64_t low = cursor_u32le(&whole);

    return (uint64_t)cursor_u32le(&whole) << 32 | low;
}
