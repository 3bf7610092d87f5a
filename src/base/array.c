#include "base/array.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Large items are mostly few: a million conversations with one operation each must stay small. */
static size_t first_capacity(size_t size)
{
    return size > 64 ? 1 : size > 16 ? 2 : 8;
}

void *array_grow(void *items, size_t *count, size_t *capacity, size_t size)
{
    if (*count == *capacity) {
        size_t wider = *capacity ? *capacity + *capacity / 2 + 1 : first_capacity(size);
        void *moved = wider > SIZE_MAX / size ? NULL : realloc(items, wider * size);
        if (!moved) {
            fputs("bulkhead: out of memory\n", stderr);
            abort();
        }
        items = moved;
        *capacity = wider;
    }
    memset((char *)items + *count * size, 0, size);
    *count += 1;
    return items;
}

void array_release(void *items)
{
    free(items);
}
