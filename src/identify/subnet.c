#include "identify/subnet.h"

#include <stdlib.h>

/* Narrower is a link between two routers, wider is no link but a plan of addresses. */
static bool is_plausible(const struct prefix *p)
{
    return p->base.kind == ADDRESS_IPV4 ? p->bits >= 8 && p->bits <= 30
                                        : p->base.kind == ADDRESS_IPV6 && p->bits >= 48;
}

static bool is_learnt(const struct subnets *s, const struct prefix *p)
{
    for (ARRAY_EACH(const struct prefix, known, &s->learnt))
        if (known->bits == p->bits && address_equal(&known->base, &p->base))
            return true;
    return false;
}

static int compare_narrowness(const void *left, const void *right)
{
    const struct prefix *a = left, *b = right;

    return a->bits != b->bits ? (int)b->bits - (int)a->bits : address_compare(&a->base, &b->base);
}

void subnets_collect(struct subnets *s, const struct observed *o)
{
    struct prefix p;

    *s = (struct subnets){ 0 };
    for (ARRAY_EACH(const struct fact, f, &o->facts))
        if (f->field == FIELD_subnet && s->learnt.count < SUBNETS_MOST &&
            prefix_parse(f->value, &p) && is_plausible(&p) && !is_learnt(s, &p))
            *array_add(&s->learnt) = p;
    if (s->learnt.count)
        qsort(s->learnt.items, s->learnt.count, sizeof *s->learnt.items, compare_narrowness);
}

void subnets_finish(struct subnets *s)
{
    array_free(&s->learnt);
}

static struct prefix usual(const struct address *a)
{
    enum { IPV4_BITS = 24, IPV6_BITS = 64 };
    size_t bytes = a->kind == ADDRESS_IPV4 ? IPV4_BITS / 8 : IPV6_BITS / 8;
    struct prefix p = { *a, (uint8_t)(bytes * 8) };

    for (size_t i = bytes; i < sizeof p.base.bytes; i++)
        p.base.bytes[i] = 0;
    return p;
}

static struct prefix subnet_of(const struct subnets *s, const struct address *a)
{
    for (ARRAY_EACH(const struct prefix, p, &s->learnt))
        if (prefix_contains(p, a))
            return *p;
    return usual(a);
}

/* What is known of one of them outranks what is usual for the other. */
bool subnets_share(const struct subnets *s, const struct address *a, const struct address *b)
{
    if (a->kind != b->kind)
        return true;
    struct prefix of_a = subnet_of(s, a), of_b = subnet_of(s, b);
    return prefix_contains(&of_a, b) && prefix_contains(&of_b, a);
}

bool subnets_is_broadcast(const struct subnets *s, const struct address *a)
{
    struct prefix p = subnet_of(s, a);

    return prefix_is_broadcast(&p, a);
}
