#include "identify/party.h"

#include <stdlib.h>

void parties_init(struct parties *p)
{
    *p = (struct parties){ 0 };
}

void parties_finish(struct parties *p)
{
    array_free(&p->items);
    array_free(&p->claims);
    index_free(&p->by_address);
    subnets_finish(&p->subnets);
}

static bool same_address(const void *owner, const void *key, uint32_t item)
{
    const struct parties *p = owner;

    return address_equal(&p->items.items[item].address, key);
}

uint32_t parties_find(const struct parties *p, const struct address *address)
{
    uint32_t at = index_find(&p->by_address, address_hash(address), same_address, p, address);

    return at == INDEX_NONE ? PARTY_NONE : at;
}

static bool is_one_device(const struct address *a)
{
    return a->kind != ADDRESS_NONE && !address_is_group(a) && !address_is_void(a);
}

static uint32_t add(struct parties *p, const struct address *address)
{
    if (!is_one_device(address))
        return PARTY_NONE;
    uint32_t found = parties_find(p, address);
    if (found != PARTY_NONE)
        return found;
    uint32_t number = (uint32_t)p->items.count;
    *array_add(&p->items) =
        (struct party){ .address = *address, .group = number, .claim = PARTY_NONE };
    index_insert(&p->by_address, address_hash(address), number);
    return number;
}

static void hear(struct parties *p, const struct address *address)
{
    uint32_t number = add(p, address);

    if (number != PARTY_NONE)
        p->items.items[number].speaks = true;
}

uint32_t parties_group(struct parties *p, uint32_t party)
{
    while (p->items.items[party].group != party) {
        uint32_t above = p->items.items[party].group;
        p->items.items[party].group = p->items.items[above].group;
        party = above;
    }
    return party;
}

void parties_join(struct parties *p, uint32_t a, uint32_t b)
{
    uint32_t left = parties_group(p, a), right = parties_group(p, b);

    if (left < right)
        p->items.items[right].group = left;
    else
        p->items.items[left].group = right;
}

bool claim_is_own(const struct address_claim *claim)
{
    return claim->how != BINDING_source;
}

/* A server that never answers may be a log server, or an address that a scanner tried. */
static bool is_heard_as_server(const struct parties *p, const struct conversation *c)
{
    if (c->packets > c->packets_from_client)
        return true;
    if (subnets_is_broadcast(&p->subnets, &c->server))
        return false;
    return c->operations.count > 0 || c->transport == TRANSPORT_UDP;
}

/* Who was answered is there, unless the answer went to everybody. */
static bool is_heard_as_client(const struct parties *p, const struct conversation *c)
{
    return c->packets_from_client > 0 || !subnets_is_broadcast(&p->subnets, &c->client);
}

static void collect_speakers(struct parties *p, const struct observed *o)
{
    for (ARRAY_EACH(const struct conversation, c, &o->conversations)) {
        if (is_heard_as_client(p, c))
            hear(p, &c->client);
        if (is_heard_as_server(p, c))
            hear(p, &c->server);
    }
    for (ARRAY_EACH(const struct fact, f, &o->facts))
        hear(p, &f->about);
}

static int compare_claims(const void *left, const void *right)
{
    const struct address_claim *a = left, *b = right;
    int order = address_compare(&a->mac, &b->mac);

    order = order ? order : address_compare(&a->ip, &b->ip);
    return order ? order : (a->how > b->how) - (a->how < b->how);
}

static struct address_claim claim_of(const struct binding *b)
{
    return (struct address_claim){ .mac = b->mac,
                                   .ip = b->ip,
                                   .how = b->how,
                                   .capture = b->capture,
                                   .frame = b->first_frame,
                                   .count = b->count,
                                   .first = b->first,
                                   .last = b->last };
}

/* The same claim in several captures is one claim, first seen where it was seen first. */
static void fold(struct address_claim *into, const struct address_claim *more)
{
    into->count += more->count;
    if (more->last > into->last)
        into->last = more->last;
    if (more->first < into->first) {
        into->first = more->first;
        into->capture = more->capture;
        into->frame = more->frame;
    }
}

static void fold_claims(struct parties *p)
{
    size_t kept = 0;

    if (p->claims.count)
        qsort(p->claims.items, p->claims.count, sizeof *p->claims.items, compare_claims);
    for (size_t i = 0; i < p->claims.count; i++) {
        if (kept && compare_claims(&p->claims.items[kept - 1], &p->claims.items[i]) == 0)
            fold(&p->claims.items[kept - 1], &p->claims.items[i]);
        else
            p->claims.items[kept++] = p->claims.items[i];
    }
    p->claims.count = kept;
}

void parties_collect(struct parties *p, const struct observed *o)
{
    subnets_collect(&p->subnets, o);
    collect_speakers(p, o);
    for (ARRAY_EACH(const struct binding, b, &o->bindings)) {
        if (!is_one_device(&b->mac) || !is_one_device(&b->ip))
            continue;
        struct address_claim claim = claim_of(b);
        hear(p, &b->ip);
        if (claim_is_own(&claim))
            hear(p, &b->mac);
        else
            (void)add(p, &b->mac);
        *array_add(&p->claims) = claim;
    }
    fold_claims(p);
}
