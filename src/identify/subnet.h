/*
 * subnet.h - which addresses stand on one link.
 *
 * Masks are not in packets, but they are said: by DHCP, by routers, by devices
 * that are asked, and by whom a broadcast reaches.  Where nobody said one, /24
 * and /64 are taken, as most plants have them.
 *
 * Ownership: the caller owns a `struct subnets` between init and finish.
 */
#pragma once

#include "model/observed.h"

enum { SUBNETS_MOST = 64 }; /* further ones are not learnt: each is asked for each address */

struct subnets {
    ARRAY(struct prefix) learnt; /* the narrowest first */
};

void subnets_collect(struct subnets *s, const struct observed *o);
void subnets_finish(struct subnets *s);

/* True of addresses of different kinds: they do not speak against it. */
bool subnets_share(const struct subnets *s, const struct address *a, const struct address *b);
/* The last address of its subnet, which is nobody's. */
bool subnets_is_broadcast(const struct subnets *s, const struct address *a);
