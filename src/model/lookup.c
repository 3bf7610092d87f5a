#include "model/lookup.h"

#include <stdlib.h>

#include "model/program.h"

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_claims(const void *left, const void *right)
{
    const struct zone_claim *a = left, *b = right;
    int order = NUMBERS(a->base.kind, b->base.kind);

    order = order ? order : NUMBERS(b->bits, a->bits);
    order = order ? order : address_compare(&a->base, &b->base);
    order = order ? order : NUMBERS(a->zone, b->zone);
    return order ? order : NUMBERS(a->prefix, b->prefix);
}

static void add_claims(struct address_lookup *l, const struct zone *zone, uint32_t number)
{
    for (ARRAY_EACH(const struct address, member, &zone->members))
        *array_add(&l->claims) = (struct zone_claim){ *member, CLAIM_MEMBER, number, 0 };
    for (uint32_t i = 0; i < zone->prefixes.count; i++) {
        const struct prefix *prefix = &zone->prefixes.items[i];
        *array_add(&l->claims) = (struct zone_claim){ prefix->base, prefix->bits, number, i };
    }
}

static void group_claims(struct address_lookup *l)
{
    struct claim_group *last = NULL;

    for (size_t i = 0; i < l->claims.count; i++) {
        const struct zone_claim *c = &l->claims.items[i];
        if (!last || last->kind != c->base.kind || last->bits != c->bits) {
            last = array_add(&l->groups);
            *last = (struct claim_group){ c->base.kind, c->bits, i, i };
        }
        last->to = i + 1;
    }
}

static bool same_address(const void *owner, const void *key, uint32_t item)
{
    return address_equal(&((const struct program *)owner)->registered.items[item].address, key);
}

uint32_t lookup_registered(const struct address_lookup *l, const struct program *p,
                           const struct address *address)
{
    return index_find(&l->registered, address_hash(address), same_address, p, address);
}

static void index_register(struct address_lookup *l, const struct program *p)
{
    for (uint32_t i = 0; i < p->registered.count; i++) {
        const struct address *address = &p->registered.items[i].address;
        if (lookup_registered(l, p, address) == INDEX_NONE)
            index_insert(&l->registered, address_hash(address), i);
    }
}

void lookup_make(struct address_lookup *l, const struct program *p)
{
    lookup_finish(l);
    for (uint32_t i = 0; i < p->zones.count; i++)
        add_claims(l, &p->zones.items[i], i);
    if (l->claims.count)
        qsort(l->claims.items, l->claims.count, sizeof *l->claims.items, compare_claims);
    group_claims(l);
    index_register(l, p);
    l->settled = true;
}

void lookup_finish(struct address_lookup *l)
{
    index_free(&l->registered);
    array_free(&l->claims);
    array_free(&l->groups);
    l->settled = false;
}

/* The first claim of the group whose base is not before the address. */
static size_t first_at(const struct address_lookup *l, const struct claim_group *g,
                       const struct address *address)
{
    size_t low = g->from, high = g->to;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (address_compare(&l->claims.items[middle].base, address) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct claims_found lookup_claims(const struct address_lookup *l, const struct address *address)
{
    for (ARRAY_EACH(const struct claim_group, g, &l->groups)) {
        if (g->kind != address->kind)
            continue;
        struct address base =
            g->bits == CLAIM_MEMBER ? *address : address_network(*address, g->bits);
        size_t from = first_at(l, g, &base), to = from;
        while (to < g->to && address_equal(&l->claims.items[to].base, &base))
            to++;
        if (to > from)
            return (struct claims_found){ &l->claims.items[from], to - from };
    }
    return (struct claims_found){ 0 };
}
