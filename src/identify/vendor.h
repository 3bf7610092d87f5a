/*
 * vendor.h - whose network card a MAC belongs to, by the registered prefixes.
 *
 * The table is generated at build time (tools/oui-table) from the IEEE's public
 * listing as Debian ships it, package ieee-data; the longest prefix decides.
 *
 * Source: IEEE registries MA-L (24 bits), MA-M (28), MA-S and IAB (36).
 */
#pragma once

#include "model/address.h"

/* As registered; empty for group, locally administered, all-zero and unregistered MACs. */
struct text vendor_of(const struct address *mac);

/* The hypervisor that made the address up: "VMware"; empty for real network cards. */
struct text vendor_hypervisor(const struct address *mac);

/* One length of prefixes, sorted; a row is the prefix above VENDOR_NAME_BITS bits of name offset.
 */
enum { VENDOR_NAME_BITS = 20 };

struct vendor_registry {
    unsigned bits; /* of a prefix; 0 ends the list */
    const uint64_t *rows;
    size_t count;
};

extern const struct vendor_registry vendor_registries[]; /* longest prefix first */
extern const char vendor_names[];                        /* NUL-terminated, one behind the other */
