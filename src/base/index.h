/*
 * index.h - a hash index over items that live in somebody's array.
 *
 * It keeps item numbers only; the owner keeps the items and answers whether a
 * number is the item looked for.  Numbers are below UINT32_MAX - 1.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDEX_NONE UINT32_MAX

struct index_slot {
    uint32_t hash; /* upper half of the 64-bit hash */
    uint32_t item; /* number + 1; 0 is empty */
};

struct index {
    struct index_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

typedef bool index_same(const void *owner, const void *key, uint32_t item);

uint32_t index_find(const struct index *x, uint64_t hash, index_same *same, const void *owner,
                    const void *key);
void index_insert(struct index *x, uint64_t hash, uint32_t item); /* not there yet */
struct index index_copy(const struct index *x);
void index_free(struct index *x);
