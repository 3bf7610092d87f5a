/*
 * must.h - memory without which a sensor cannot go on.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>

static inline void *must(void *memory)
{
    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return memory;
}
