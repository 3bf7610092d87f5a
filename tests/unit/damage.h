/*
 * damage.h - helpers for tests that read captures from memory and break them.
 */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "capture/source.h"

/* A copy of exactly its size, so that AddressSanitizer sees every step outside. */
struct exact {
    uint8_t *bytes;
    size_t size;
};

static inline struct exact exact_copy(struct text of, size_t size)
{
    struct exact e = { malloc(size ? size : 1), size };

    if (size)
        memcpy(e.bytes, of.at, size);
    return e;
}

/* xorshift64*: the same damage on every machine. Source: Vigna 2016, 3. */
static inline uint32_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)(*state * UINT64_C(2685821657736338717) >> 32);
}

static inline void poke_u32le(struct buffer *file, size_t at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        file->at[at + i] = (char)(uint8_t)(value >> (8 * i));
}
