#include "base/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t first_slot(const struct index *x, uint32_t half)
{
    return (half * 0x9e3779b1u) & (x->capacity - 1);
}

uint32_t index_find(const struct index *x, uint64_t hash, index_same *same, const void *owner,
                    const void *key)
{
    uint32_t half = (uint32_t)(hash >> 32);

    if (!x->capacity)
        return INDEX_NONE;
    for (size_t i = first_slot(x, half); x->slots[i].item; i = (i + 1) & (x->capacity - 1))
        if (x->slots[i].hash == half && same(owner, key, x->slots[i].item - 1))
            return x->slots[i].item - 1;
    return INDEX_NONE;
}

static void place(struct index *x, struct index_slot slot)
{
    size_t i = first_slot(x, slot.hash);

    while (x->slots[i].item)
        i = (i + 1) & (x->capacity - 1);
    x->slots[i] = slot;
}

static struct index_slot *empty_slots(size_t capacity)
{
    struct index_slot *slots = calloc(capacity, sizeof *slots);

    if (!slots) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return slots;
}

static void widen(struct index *x)
{
    struct index wider = { .capacity = x->capacity ? x->capacity * 2 : 64, .count = x->count };

    wider.slots = empty_slots(wider.capacity);
    for (size_t i = 0; i < x->capacity; i++)
        if (x->slots[i].item)
            place(&wider, x->slots[i]);
    free(x->slots);
    *x = wider;
}

void index_insert(struct index *x, uint64_t hash, uint32_t item)
{
    if ((x->count + 1) * 4 > x->capacity * 3)
        widen(x);
    place(x, (struct index_slot){ (uint32_t)(hash >> 32), item + 1 });
    x->count++;
}

struct index index_copy(const struct index *x)
{
    struct index copy = *x;

    if (!x->capacity)
        return copy;
    copy.slots = empty_slots(x->capacity);
    memcpy(copy.slots, x->slots, x->capacity * sizeof *x->slots);
    return copy;
}

void index_free(struct index *x)
{
    free(x->slots);
    *x = (struct index){ 0 };
}
