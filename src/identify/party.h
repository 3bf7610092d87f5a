/*
 * party.h - every address that was seen, before it is known which of them are
 * one device.
 *
 * Ownership: the caller owns a `struct parties` between init and finish.
 */
#pragma once

#include "identify/subnet.h"
#include "model/asset.h"

#define PARTY_NONE UINT32_MAX

struct party {
    struct address address;
    uint32_t group;   /* a party of the same device; itself when it stands for the group */
    bool speaks;      /* seen to exist, not just asked for */
    uint32_t claim;   /* of an IP address: the number of the claim that ties it to its MAC */
    uint32_t sources; /* of an IP address: MACs, routers aside, that its packets came from */
    uint32_t claimed; /* of a MAC: IPv4 addresses that it says are its own */
    uint32_t routed;  /* of a MAC: addresses of others whose packets it forwarded */
};

struct parties {
    ARRAY(struct party) items;
    struct index by_address;
    ARRAY(struct address_claim) claims; /* one per MAC, IP and how; sorted by them */
    struct subnets subnets;
};

void parties_init(struct parties *p);
void parties_finish(struct parties *p);

/* All addresses and claims of what was observed. */
void parties_collect(struct parties *p, const struct observed *o);

/* PARTY_NONE for an address that is no single device's or was not seen. */
uint32_t parties_find(const struct parties *p, const struct address *address);

/* The number that all parties of a device share. */
uint32_t parties_group(struct parties *p, uint32_t party);
void parties_join(struct parties *p, uint32_t a, uint32_t b);

/* Does the device itself, or a server for it, say so?  A packet's source does not. */
bool claim_is_own(const struct address_claim *claim);
