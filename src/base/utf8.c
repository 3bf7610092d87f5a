#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>

static bool is_tail(const uint8_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((b[i] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t utf8_length(const char *at, size_t left)
{
    const uint8_t *b = (const uint8_t *)at;

    if (left == 0)
        return 0;
    if (b[0] < 0x80)
        return 1;
    if (b[0] >= 0xc2 && b[0] <= 0xdf)
        return left >= 2 && is_tail(b + 1, 1) ? 2 : 0;
    if (b[0] >= 0xe0 && b[0] <= 0xef) {
        if (left < 3 || !is_tail(b + 1, 2))
            return 0;
        bool overlong = b[0] == 0xe0 && b[1] < 0xa0;
        bool surrogate = b[0] == 0xed && b[1] > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (b[0] >= 0xf0 && b[0] <= 0xf4) {
        if (left < 4 || !is_tail(b + 1, 3))
            return 0;
        bool overlong = b[0] == 0xf0 && b[1] < 0x90;
        bool beyond = b[0] == 0xf4 && b[1] > 0x8f;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}
