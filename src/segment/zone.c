#include "segment/zone.h"

#include "model/program_check.h"

enum { LEVEL_DMZ = 35 };

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

/* An equal claim: the zone inside the other has it, otherwise neither. */
static void settle_tie(const struct program *p, struct placement *at, const struct zone *zone,
                       const struct prefix *by)
{
    const struct zone *holder = at->zone ? at->zone : at->claimants[0];

    if (program_zone_within(p, zone, holder)) {
        at->zone = zone;
        at->prefix = by;
        at->how = by ? PLACED_prefix : PLACED_member;
    } else if (!program_zone_within(p, holder, zone)) {
        at->claimants[0] = holder;
        at->claimants[1] = zone;
        at->zone = NULL;
        at->how = PLACED_disputed;
    }
}

static void weigh(const struct program *p, struct placement *at, const struct zone_claim *c)
{
    const struct zone *zone = &p->zones.items[c->zone];
    const struct prefix *by = c->bits == CLAIM_MEMBER ? NULL : &zone->prefixes.items[c->prefix];

    if (at->how != PLACED_nowhere) {
        settle_tie(p, at, zone, by);
        return;
    }
    at->zone = zone;
    at->prefix = by;
    at->how = by ? PLACED_prefix : PLACED_member;
}

struct placement zone_of_address(const struct program *p, const struct address *address)
{
    struct placement at = { .address = *address };
    struct address_lookup own;
    struct claims_found found = lookup_claims(program_lookup(p, &own), address);

    for (size_t i = 0; i < found.count; i++)
        if (i == 0 || found.items[i].zone != found.items[i - 1].zone)
            weigh(p, &at, &found.items[i]);
    lookup_finish(&own);
    return at;
}

struct placement zone_of_asset(const struct program *p, const struct asset *asset)
{
    for (ARRAY_EACH(const struct address, ip, &asset->ips)) {
        struct placement at = zone_of_address(p, ip);
        if (at.how != PLACED_nowhere)
            return at;
    }
    for (ARRAY_EACH(const struct address, mac, &asset->macs)) {
        struct placement at = zone_of_address(p, mac);
        if (at.how != PLACED_nowhere)
            return at;
    }
    return (struct placement){ 0 };
}

/*
 * Whether all its IP addresses are in one zone: a router's leg says nothing of where the router
 * is.  Link-local addresses are everywhere and say nothing.
 */
static bool is_in_one_zone(const struct program *p, const struct asset *asset)
{
    const struct address *first = NULL;

    for (ARRAY_EACH(const struct address, ip, &asset->ips)) {
        const struct zone *here = zone_of_address(p, ip).zone;
        if (address_is_link_local(ip) && !here)
            continue;
        if (first && here != zone_of_address(p, first).zone)
            return false;
        first = ip;
    }
    return true;
}

struct placement zone_of_end(const struct plant *plant, const struct address *end)
{
    struct placement at = zone_of_address(&plant->program, end);
    const struct asset *asset = assets_at(&plant->assets, end);

    if (at.how != PLACED_nowhere || end->kind != ADDRESS_MAC || !asset ||
        !is_in_one_zone(&plant->program, asset))
        return at;
    return zone_of_asset(&plant->program, asset);
}

struct text placement_reason(const struct placement *at, struct arena *into)
{
    char address[ADDRESS_TEXT], base[ADDRESS_TEXT];

    address_format(&at->address, address);
    switch (at->how) {
    case PLACED_member:
        return text_format(into, "%s is named as a member of zone \"%.*s\".", address,
                           SHOWN(at->zone->id));
    case PLACED_prefix:
        address_format(&at->prefix->base, base);
        return text_format(into, "%s is within %s/%u, which zone \"%.*s\" has.", address, base,
                           at->prefix->bits, SHOWN(at->zone->id));
    case PLACED_disputed:
        return text_format(into,
                           "%s is claimed equally by zone \"%.*s\" and zone \"%.*s\", of which "
                           "neither lies in the other: it is in no zone until one gives it up.",
                           address, SHOWN(at->claimants[0]->id), SHOWN(at->claimants[1]->id));
    default:
        return text_format(into, "No zone has any of its addresses.");
    }
}

int zone_level(const struct zone *zone)
{
    struct text rest = zone->level;
    struct text whole = text_cut(&rest, '.');
    uint64_t units, tenths = 0;

    if (!text_unsigned(whole, 9, &units) || (rest.length && !text_unsigned(rest, 9, &tenths)))
        return -1;
    return (int)(units * 10 + tenths);
}

bool zone_is_control(const struct zone *zone)
{
    return !zone->business && zone_level(zone) != LEVEL_DMZ;
}
