#include "assess/once.h"

#include "base/hash.h"

static bool same_saying(const void *owner, const void *key, uint32_t item)
{
    const struct saying *a = key, *b = &((const struct once *)owner)->rows.items[item];

    return address_equal(&a->about, &b->about) && text_equal(a->says, b->says);
}

bool once_add(struct once *o, const struct address *about, struct text says)
{
    const struct saying saying = { *about, says };
    uint64_t hash = hash_mix(address_hash(about), hash_bytes(says.at, says.length));

    if (index_find(&o->places, hash, same_saying, o, &saying) != INDEX_NONE)
        return false;
    *array_add(&o->rows) = saying;
    index_insert(&o->places, hash, (uint32_t)(o->rows.count - 1));
    return true;
}

void once_finish(struct once *o)
{
    array_free(&o->rows);
    index_free(&o->places);
}
