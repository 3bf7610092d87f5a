#include "capture/fragment.h"

#include <stdlib.h>
#include <string.h>

enum {
    DATAGRAM_MOST = 65535,
    UNIT = 8, /* offsets count in it, and all but the last fragment are whole units */
    UNITS_MOST = (DATAGRAM_MOST + UNIT) / UNIT,
};

static const int64_t patience_ns = INT64_C(30) * 1000000000;

struct datagram {
    struct fragment_key key;
    int64_t started_ns;
    uint64_t order; /* smaller came earlier, also where packets have no time */
    uint32_t total; /* bytes in all; 0 until the last fragment came */
    uint32_t reach; /* end of the furthest fragment */
    uint32_t units; /* how many are present */
    uint8_t present[(UNITS_MOST + 7) / 8];
    uint8_t bytes[UNITS_MOST * UNIT];
};

struct fragments {
    struct datagram *waiting[FRAGMENTS_MOST]; /* NULL: free */
    struct datagram *lent;                    /* the one given out last */
    uint64_t started, dropped;
};

struct fragments *fragments_create(void)
{
    return calloc(1, sizeof(struct fragments));
}

void fragments_destroy(struct fragments *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < FRAGMENTS_MOST; i++)
        free(f->waiting[i]);
    free(f->lent);
    free(f);
}

uint64_t fragments_dropped(const struct fragments *f)
{
    return f->dropped;
}

static void give_up(struct fragments *f, struct datagram **slot)
{
    free(*slot);
    *slot = NULL;
    f->dropped++;
}

static bool same_key(const struct fragment_key *a, const struct fragment_key *b)
{
    return a->identification == b->identification && a->protocol == b->protocol &&
           address_equal(&a->source, &b->source) && address_equal(&a->target, &b->target);
}

static bool is_stale(const struct datagram *d, int64_t at_ns)
{
    int64_t waited_ns;

    /* A difference that does not fit is no sane pair of times. */
    return __builtin_sub_overflow(at_ns, d->started_ns, &waited_ns) || waited_ns > patience_ns;
}

static struct datagram **find(struct fragments *f, const struct fragment_key *key, int64_t at_ns)
{
    for (size_t i = 0; i < FRAGMENTS_MOST; i++) {
        struct datagram **slot = &f->waiting[i];
        if (!*slot)
            continue;
        if (is_stale(*slot, at_ns))
            give_up(f, slot);
        else if (same_key(&(*slot)->key, key))
            return slot;
    }
    return NULL;
}

static struct datagram **make_room(struct fragments *f)
{
    struct datagram **oldest = &f->waiting[0];

    for (size_t i = 0; i < FRAGMENTS_MOST; i++) {
        if (!f->waiting[i])
            return &f->waiting[i];
        if (f->waiting[i]->order < (*oldest)->order)
            oldest = &f->waiting[i];
    }
    give_up(f, oldest);
    return oldest;
}

/* Only the bookkeeping is cleared: bytes that never came are never shown. */
static struct datagram **start(struct fragments *f, const struct fragment_key *key, int64_t at_ns)
{
    struct datagram **slot = make_room(f);
    struct datagram *d = malloc(sizeof *d);
    if (!d)
        return NULL;

    d->key = *key;
    d->started_ns = at_ns;
    d->order = f->started++;
    d->total = d->reach = d->units = 0;
    memset(d->present, 0, sizeof d->present);
    *slot = d;
    return slot;
}

/* Does this fragment agree with what is known of the datagram's length? */
static bool fits(struct datagram *d, uint32_t offset, bool more, size_t length)
{
    uint32_t end = offset + (uint32_t)length;

    if (more && length % UNIT != 0)
        return false;
    if (d->total > 0 && (end > d->total || (!more && end != d->total)))
        return false;
    if (!more && end < d->reach)
        return false;
    if (end > d->reach)
        d->reach = end;
    if (!more)
        d->total = end;
    return true;
}

/*
 * The first copy stays.  IPv6 forbids overlaps other than repetition, and there
 * a difference means that the datagram cannot be trusted: false.
 */
static bool keep_unit(struct datagram *d, uint32_t unit, struct cursor part)
{
    uint8_t bit = (uint8_t)(1u << (unit % 8));
    uint8_t *into = &d->bytes[(size_t)unit * UNIT];
    size_t length = part.left;
    const uint8_t *from = cursor_take(&part, length);

    if (d->present[unit / 8] & bit)
        return d->key.source.kind == ADDRESS_IPV4 || memcmp(into, from, length) == 0;
    memcpy(into, from, length);
    d->present[unit / 8] |= bit;
    d->units++;
    return true;
}

static bool keep(struct datagram *d, uint32_t offset, struct cursor part)
{
    uint32_t unit = offset / UNIT;

    for (; part.left > 0; unit++) {
        size_t length = part.left < UNIT ? part.left : UNIT;
        if (!keep_unit(d, unit, cursor_split(&part, length)))
            return false;
    }
    return true;
}

static bool is_whole(const struct datagram *d)
{
    return d->total > 0 && d->units == (d->total + UNIT - 1) / UNIT;
}

static bool add(struct fragments *f, const struct fragment_key *key, uint32_t offset, bool more,
                struct cursor part, int64_t at_ns)
{
    struct datagram **slot = find(f, key, at_ns);
    if (!slot)
        slot = start(f, key, at_ns);
    if (!slot) {
        f->dropped++;
        return false;
    }
    if (offset + part.left > DATAGRAM_MOST || !fits(*slot, offset, more, part.left) ||
        !keep(*slot, offset, part)) {
        give_up(f, slot);
        return false;
    }
    if (!is_whole(*slot))
        return false;
    f->lent = *slot;
    *slot = NULL;
    return true;
}

bool fragments_add(struct fragments *f, const struct fragment_key *key, uint32_t offset, bool more,
                   struct cursor part, int64_t at_ns, struct cursor *whole)
{
    struct datagram *before = f->lent; /* `part` may lie inside: fragments nest */

    f->lent = NULL;
    bool done = part.left > 0 && add(f, key, offset, more, part, at_ns);
    free(before);
    if (done)
        *whole = cursor_over(f->lent->bytes, f->lent->total);
    return done;
}
