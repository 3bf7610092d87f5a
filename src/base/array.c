#include "base/array.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *array_grow(void *items, size_t *count, size_t *capacity, size_t size)
{
    if (*count == *capacity) {
        size_t wider = *capacity ? *capacity + *capacity / 2 + 1 : 8;
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
