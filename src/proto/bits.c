#include "proto/bits.h"

struct text bits_text(uint32_t bits, const char *const *names, size_t count, struct arena *into)
{
    struct text list = { 0 };

    for (size_t i = 0; i < count; i++)
        if (bits >> i & 1 && names[i])
            list = text_format(into, "%.*s%s%s", (int)list.length, list.length ? list.at : "",
                               list.length ? ", " : "", names[i]);
    return list;
}
