#include "identify/binding.h"

#include <string.h>

#include "identify/party.h"

enum { VENDOR_BYTES = 3 };

static struct party *party_at(struct parties *p, const struct address *a)
{
    uint32_t number = parties_find(p, a);

    return number == PARTY_NONE ? NULL : &p->items.items[number];
}

static uint32_t group_at(struct parties *p, const struct address *a)
{
    return parties_group(p, parties_find(p, a));
}

/* A frame that has been through a ring comes back with the local bit set in its sender's block. */
static bool same_block(const struct address *a, const struct address *b)
{
    enum { LOCAL = 2 };

    return (a->bytes[0] | LOCAL) == (b->bytes[0] | LOCAL) &&
           memcmp(a->bytes + 1, b->bytes + 1, VENDOR_BYTES - 1) == 0;
}

/*
 * A port names its chassis.  Anybody can announce anything, so both must come
 * from one manufacturer's block, as the ports of one device do.
 */
static void join_ports(struct parties *p)
{
    for (ARRAY_EACH(const struct address_claim, c, &p->claims))
        if (c->ip.kind == ADDRESS_MAC && same_block(&c->mac, &c->ip))
            parties_join(p, parties_find(p, &c->mac), parties_find(p, &c->ip));
}

static void count_claimed(struct parties *p)
{
    for (ARRAY_EACH(const struct address_claim, c, &p->claims))
        if (claim_is_own(c) && c->ip.kind == ADDRESS_IPV4)
            party_at(p, &c->mac)->claimed++;
}

/* What the device itself says outranks what it announces, and that what it was given. */
static int weight(enum binding_how how)
{
    static const uint8_t weights[] = {
        [BINDING_arp] = 3,
        [BINDING_ndp] = 3,
        [BINDING_announced] = 2,
        [BINDING_dhcp] = 1,
    };
    return weights[how];
}

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

/*
 * Does the first claim outrank the second?  Who answers for many addresses (a
 * proxy, or a machine in the middle) gives way to who answers for one.
 */
static bool outranks(struct parties *p, const struct address_claim *a,
                     const struct address_claim *b)
{
    int order = NUMBERS(party_at(p, &b->mac)->claimed, party_at(p, &a->mac)->claimed);

    if (a->how == BINDING_dhcp && b->how == BINDING_dhcp)
        return a->last > b->last; /* the lease went from one to the other */
    order = order ? order : NUMBERS(weight(a->how), weight(b->how));
    order = order ? order : NUMBERS(a->count, b->count);
    order = order ? order : NUMBERS(b->first, a->first);
    return order ? order > 0 : address_compare(&a->mac, &b->mac) < 0;
}

static bool is_ip_claim(const struct address_claim *c)
{
    return claim_is_own(c) && c->ip.kind != ADDRESS_MAC;
}

/* The claim that an IP address is held by, or NULL. */
static struct address_claim *holder(struct parties *p, const struct address *ip)
{
    uint32_t claim = party_at(p, ip)->claim;

    return claim == PARTY_NONE ? NULL : &p->claims.items[claim];
}

static void hold(struct parties *p, const struct address_claim *c)
{
    party_at(p, &c->ip)->claim = (uint32_t)(c - p->claims.items);
    parties_join(p, parties_find(p, &c->mac), parties_find(p, &c->ip));
}

static void choose_holders(struct parties *p)
{
    for (ARRAY_EACH(struct address_claim, c, &p->claims)) {
        if (!is_ip_claim(c))
            continue;
        const struct address_claim *best = holder(p, &c->ip);
        if (!best || outranks(p, c, best))
            party_at(p, &c->ip)->claim = (uint32_t)(c - p->claims.items);
    }
    for (ARRAY_EACH(struct address_claim, c, &p->claims))
        if (is_ip_claim(c) && holder(p, &c->ip) == c)
            hold(p, c);
}

/* Two MACs claim one address: ports of one device, one lease after another, or a dispute. */
static void find_disputes(struct parties *p)
{
    for (ARRAY_EACH(struct address_claim, c, &p->claims)) {
        if (!is_ip_claim(c) || group_at(p, &c->mac) == group_at(p, &c->ip))
            continue;
        struct address_claim *best = holder(p, &c->ip);
        bool announced = c->how == BINDING_announced || best->how == BINDING_announced;
        if (announced && same_block(&c->mac, &best->mac))
            parties_join(p, parties_find(p, &c->mac), parties_find(p, &best->mac));
        else if (c->how != BINDING_dhcp || best->how != BINDING_dhcp)
            c->disputed = best->disputed = true;
    }
}

/* The claims of one MAC: they stand side by side. */
struct run {
    struct address_claim *first, *end;
};

static struct run next_run(struct parties *p, struct address_claim *from)
{
    struct address_claim *end = from, *last = p->claims.items + p->claims.count;

    while (end < last && address_equal(&end->mac, &from->mac))
        end++;
    return (struct run){ from, end };
}

#define EACH_RUN(run, p)                                                                           \
    struct run run = next_run((p), (p)->claims.items);                                             \
    run.first < run.end;                                                                           \
    run = next_run((p), run.end)

/* The claims of one MAC are in the order of their addresses: those of one address are neighbours. */
static bool claims_itself(struct run run, const struct address_claim *c)
{
    const struct address_claim *same = c;

    while (same > run.first && address_equal(&same[-1].ip, &c->ip))
        same--;
    for (; same < run.end && address_equal(&same->ip, &c->ip); same++)
        if (claim_is_own(same))
            return true;
    return false;
}

/* Addresses of two subnets, which then are neighbours somewhere. */
static bool spans_subnets(const struct parties *p, struct run run, enum address_kind kind)
{
    const struct address *before = NULL;

    for (const struct address_claim *c = run.first; c < run.end; c++) {
        if (c->ip.kind != kind || address_is_link_local(&c->ip))
            continue;
        if (before && !subnets_share(&p->subnets, before, &c->ip))
            return true;
        before = &c->ip;
    }
    return false;
}

/* A packet's source that could have come from beyond a router, and that the MAC does not claim. */
static bool is_foreign(struct run run, const struct address_claim *c)
{
    return !claim_is_own(c) && !address_is_link_local(&c->ip) && !claims_itself(run, c);
}

/*
 * A router sources packets of addresses that others hold, or of several subnets.
 */
static uint32_t count_routed(struct parties *p, struct run run)
{
    bool spans[] = { [ADDRESS_IPV4] = spans_subnets(p, run, ADDRESS_IPV4),
                     [ADDRESS_IPV6] = spans_subnets(p, run, ADDRESS_IPV6) };
    uint32_t foreign = 0;
    bool routes = false;

    for (const struct address_claim *c = run.first; c < run.end; c++) {
        if (!is_foreign(run, c) || group_at(p, &c->ip) == group_at(p, &c->mac))
            continue;
        foreign++;
        routes |= spans[c->ip.kind] || holder(p, &c->ip) != NULL;
    }
    return routes ? foreign : 0;
}

static void find_routers(struct parties *p)
{
    for (EACH_RUN(run, p)) {
        struct party *mac = party_at(p, &run.first->mac);
        mac->routed = count_routed(p, run);
        mac->speaks |= mac->routed > 0;
    }
}

static void count_sources(struct parties *p)
{
    for (ARRAY_EACH(const struct address_claim, c, &p->claims))
        if (!claim_is_own(c) && party_at(p, &c->mac)->routed == 0)
            party_at(p, &c->ip)->sources++;
}

static uint32_t count_ipv4(struct run run)
{
    uint32_t count = 0;

    for (const struct address_claim *c = run.first; c < run.end; c++)
        count += !claim_is_own(c) && c->ip.kind == ADDRESS_IPV4 && !address_is_link_local(&c->ip);
    return count;
}

/* Packets alone tie an address to a MAC only if no other reading is left. */
static bool is_tied_by_source(struct parties *p, struct run run, const struct address_claim *c)
{
    const struct party *mac = party_at(p, &c->mac), *ip = party_at(p, &c->ip);

    if (claim_is_own(c) || ip->claim != PARTY_NONE || ip->sources > 1)
        return false;
    if (address_is_link_local(&c->ip))
        return true;
    if (mac->routed > 0)
        return false;
    return c->ip.kind == ADDRESS_IPV6 || (mac->claimed == 0 && count_ipv4(run) == 1);
}

static void tie_sources(struct parties *p)
{
    for (EACH_RUN(run, p))
        for (const struct address_claim *c = run.first; c < run.end; c++)
            if (is_tied_by_source(p, run, c))
                hold(p, c);
}

static void judge(struct parties *p)
{
    join_ports(p);
    count_claimed(p);
    choose_holders(p);
    find_disputes(p);
    find_routers(p);
    count_sources(p);
    tie_sources(p);
}

/* A device is there as soon as one of its addresses spoke. */
static void spread_speech(struct parties *p)
{
    for (uint32_t i = 0; i < p->items.count; i++)
        if (p->items.items[i].speaks)
            p->items.items[parties_group(p, i)].speaks = true;
}

static void add_devices(struct parties *p, struct assets *out)
{
    ARRAY(uint32_t) asset_of_group = { 0 };

    for (uint32_t i = 0; i < p->items.count; i++) {
        uint32_t group = parties_group(p, i), asset = ASSET_NONE;
        if (group != i) /* the representative has the lowest number: it was here before */
            asset = asset_of_group.items[group];
        else if (p->items.items[i].speaks)
            asset = assets_add(out);
        *array_add(&asset_of_group) = asset;
        if (asset == ASSET_NONE)
            continue;
        assets_own(out, asset, &p->items.items[i].address);
        out->items.items[asset].routed += p->items.items[i].routed;
    }
    array_free(&asset_of_group);
}

static void keep_claim(struct assets *out, const struct address *at, const struct address_claim *c)
{
    uint32_t number = assets_number_at(out, at);

    if (number != ASSET_NONE)
        *array_add(&out->items.items[number].claims) = *c;
}

/* Claims stay with the MAC's device; a disputed one is shown at the address it disputes, too. */
static void keep_claims(struct parties *p, struct assets *out)
{
    for (ARRAY_EACH(const struct address_claim, c, &p->claims)) {
        bool joined = group_at(p, &c->mac) == group_at(p, &c->ip);
        if (joined || claim_is_own(c))
            keep_claim(out, &c->mac, c);
        if (!joined && c->disputed)
            keep_claim(out, &c->ip, c);
    }
}

void binding_find_devices(const struct observed *o, struct assets *out)
{
    struct parties p;

    parties_init(&p);
    parties_collect(&p, o);
    judge(&p);
    spread_speech(&p);
    add_devices(&p, out);
    assets_settle(out);
    keep_claims(&p, out);
    parties_finish(&p);
}
