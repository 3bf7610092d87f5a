#include "proto/mc_field.h"

static uint32_t digit(struct mc_fields *f)
{
    bool there = f->rest.left > 0;
    uint8_t byte = cursor_u8(&f->rest);

    if (byte >= '0' && byte <= '9')
        return (uint32_t)(byte - '0');
    if (byte >= 'A' && byte <= 'F')
        return (uint32_t)(byte - 'A' + 10);
    f->is_wrong |= there;
    f->rest.failed = true;
    f->rest.left = 0;
    return 0;
}

uint32_t mc_number(struct mc_fields *f, size_t bytes)
{
    uint32_t value = 0;

    if (f->is_text)
        for (size_t i = 0; i < 2 * bytes; i++)
            value = value << 4 | digit(f);
    else
        for (size_t i = 0; i < bytes; i++)
            value |= (uint32_t)cursor_u8(&f->rest) << (8 * i);
    return mc_ok(f) ? value : 0;
}

struct cursor mc_characters(struct mc_fields *f, size_t count)
{
    return cursor_split(&f->rest, count);
}
