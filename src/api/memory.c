#include "api/memory.h"

#include <stdio.h>
#include <stdlib.h>

void *memory_zeroed(size_t count, size_t size)
{
    void *made = calloc(count ? count : 1, size);

    if (!made) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return made;
}
