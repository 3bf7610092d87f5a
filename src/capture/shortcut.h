/*
 * shortcut.h - from the bytes in a packet straight to its flow.
 *
 * A cache in front of the flow table: it remembers flows by the key of
 * glance.h, one entry for each direction.  What it has forgotten is looked up
 * in the table; what it finds is what the table would find.
 *
 * Memory: SHORTCUTS entries, whatever the capture holds; the elder of two gives
 * way.  A flow must be forgotten before it is freed.
 */
#pragma once

#include "base/hash.h"
#include "capture/glance.h"

enum { SHORTCUT_BITS = 16, SHORTCUTS = 1 << SHORTCUT_BITS };

struct shortcut {
    struct glance_key key;
    struct flow *flow; /* NULL: free */
    int from;          /* which end sends */
};

struct shortcuts {
    struct shortcut *entries; /* SHORTCUTS, in pairs */
};

void shortcuts_init(struct shortcuts *s);
void shortcuts_free(struct shortcuts *s);

/* The pair of entries in which a key would be.  Inline: once for every packet, as is the next. */
static inline struct shortcut *shortcut_pair(const struct shortcuts *s,
                                             const struct glance_key *key)
{
    uint64_t hash = hash_mix(key->words[0], key->words[1]);

    return &s->entries[hash >> (64 - SHORTCUT_BITS) & ~UINT64_C(1)];
}

/* NULL: not here. */
static inline struct flow *shortcut_find(struct shortcut *pair, const struct glance_key *key,
                                         int *from)
{
    for (int i = 0; i < 2; i++)
        if (pair[i].flow && glance_key_equal(&pair[i].key, key)) {
            *from = pair[i].from;
            return pair[i].flow;
        }
    return NULL;
}

/* Packets of this glance belong to that flow; nothing is kept when its key says otherwise. */
void shortcut_learn(struct shortcuts *s, const struct glance_key *key, struct flow *f, int from);
void shortcut_forget(struct shortcuts *s, const struct flow *f);
