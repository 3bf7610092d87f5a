/*
 * zone.h - which zone an address or an asset is in.
 *
 * A member named one by one outranks every prefix; of prefixes the narrowest
 * wins; of two zones that claim an address equally the one that lies inside the
 * other wins.  When neither lies in the other the address is in no zone and both
 * are named: that is an error of the zone plan, and nobody here resolves it.
 */
#pragma once

#include "base/arena.h"
#include "model/plant.h"
#include "model/program.h"

enum placed {
    PLACED_nowhere,
    PLACED_member,   /* named in the zone */
    PLACED_prefix,   /* within `prefix` */
    PLACED_disputed, /* `zone` is NULL; `claimants` both have it */
};

struct placement {
    const struct zone *zone; /* NULL: in no zone */
    enum placed how;
    struct address address; /* that decided */
    const struct prefix *prefix;
    const struct zone *claimants[2];
};

struct placement zone_of_address(const struct program *p, const struct address *address);

/* By its first address that any zone has: IP addresses before MACs, in their order. */
struct placement zone_of_asset(const struct program *p, const struct asset *asset);

/*
 * One end of a dialogue: an IP address by itself, a MAC by itself or else by its
 * asset, unless that has legs in several zones.
 */
struct placement zone_of_end(const struct plant *plant, const struct address *end);

/* Why: "10.41.0.11 is within 10.41.0.0/24, which zone "cell-a" has." */
struct text placement_reason(const struct placement *at, struct arena *into);

/* Its Purdue level as tenths: "3.5" is 35; -1 when it has none. */
int zone_level(const struct zone *zone);

/* Inside the control system: neither business nor a DMZ (level 3.5). */
bool zone_is_control(const struct zone *zone);
