/*
 * lookup.h - which rows of a program speak of an address, without a walk through
 * all of them.
 *
 * Made once, when the rows are complete (program_settle); a program whose rows
 * change afterwards is settled again.  Until it is settled, who asks walks.
 */
#pragma once

#include <stdbool.h>

#include "base/array.h"
#include "base/index.h"
#include "model/address.h"

/* A prefix or a member of a zone. */
struct zone_claim {
    struct address base;
    uint8_t bits;          /* CLAIM_MEMBER: named one by one */
    uint32_t zone, prefix; /* numbers in zones and in its prefixes */
};
enum { CLAIM_MEMBER = 255 };

/* Claims of one kind and width, beside each other. */
struct claim_group {
    uint8_t kind, bits;
    size_t from, to;
};

struct address_lookup {
    bool settled;
    struct index registered;         /* the first row of the register with an address */
    ARRAY(struct zone_claim) claims; /* by kind, narrowest first, by base, by zone */
    ARRAY(struct claim_group) groups;
};

struct program;

void lookup_make(struct address_lookup *l, const struct program *p);
void lookup_finish(struct address_lookup *l);

/* The number of the first row of the register with this address; INDEX_NONE. */
uint32_t lookup_registered(const struct address_lookup *l, const struct program *p,
                           const struct address *address);

/* The narrowest claims of an address, all alike, zone by zone; none: count is 0. */
struct claims_found {
    const struct zone_claim *items;
    size_t count;
};
struct claims_found lookup_claims(const struct address_lookup *l, const struct address *address);
