#include "base/cursor.h"

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
