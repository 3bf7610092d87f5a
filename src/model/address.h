/*
 * address.h - who a frame is from or to: a MAC, IPv4 or IPv6 address.
 *
 * Plain values: compared with memcmp over the whole struct, unused bytes zero.
 * Bytes are in wire order.  Text is canonical: lower-case colon MACs, dotted
 * quads, RFC 5952 for IPv6.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum address_kind { ADDRESS_NONE, ADDRESS_MAC, ADDRESS_IPV4, ADDRESS_IPV6 };

struct address {
    uint8_t kind; /* enum address_kind */
    uint8_t bytes[16];
};

enum { ADDRESS_TEXT = 46 }; /* the longest IPv6 text and its NUL */

/* Inline: every packet needs four. */
static inline struct address address_mac(const uint8_t bytes[6])
{
    struct address a = { .kind = ADDRESS_MAC };

    memcpy(a.bytes, bytes, 6);
    return a;
}

static inline struct address address_ipv4(const uint8_t bytes[4])
{
    struct address a = { .kind = ADDRESS_IPV4 };

    memcpy(a.bytes, bytes, 4);
    return a;
}

struct address address_ipv6(const uint8_t bytes[16]); /* v4-mapped becomes IPv4 */

/* Inline, as every packet looks its flow up: constant lengths become a few instructions. */
static inline bool address_equal(const struct address *a, const struct address *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Some order, and always the same, of two different addresses: for keys that have no direction. */
static inline bool address_precedes(const struct address *a, const struct address *b)
{
    uint64_t left[2], right[2];

    if (a->kind != b->kind)
        return a->kind < b->kind;
    memcpy(left, a->bytes, sizeof left);
    memcpy(right, b->bytes, sizeof right);
    return left[0] != right[0] ? left[0] < right[0] : left[1] < right[1];
}

int address_compare(const struct address *a, const struct address *b); /* kind, then bytes */
uint64_t address_hash(const struct address *a);

/* Broadcast, multicast, unspecified: never one device. */
bool address_is_group(const struct address *a);
/* Unspecified or all-zero: says nothing about anyone. */
static inline bool address_is_void(const struct address *a)
{
    static const uint8_t zeros[sizeof a->bytes];

    return memcmp(a->bytes, zeros, sizeof zeros) == 0;
}
/* fe80::/10 and 169.254.0.0/16. */
bool address_is_link_local(const struct address *a);
/* RFC 1918, RFC 4193 and link-local addresses. */
bool address_is_private(const struct address *a);
/* A MAC that somebody chose instead of a manufacturer. */
bool address_is_locally_administered(const struct address *a);

void address_format(const struct address *a, char out[ADDRESS_TEXT]);
bool address_parse(struct text t, struct address *a);

/* An address range: "10.41.0.0/24", "fd00::/8", or a single address. */
struct prefix {
    struct address base; /* host bits zero */
    uint8_t bits;
};

/* With all but the first bits zero. */
struct address address_network(struct address a, unsigned bits);

bool prefix_parse(struct text t, struct prefix *p); /* host bits must be zero */
bool prefix_contains(const struct prefix *p, const struct address *a);

/* The range of an IPv4 address and its mask; bits 0 when the mask has holes or is empty. */
struct prefix prefix_of_mask(const struct address *a, const uint8_t mask[4]);
/*
 * The range whose last address this is, an IPv4 broadcast that one in the range sent.  Where
 * several fit it is the first of /24, /16 and /8 that does, else the widest: one too wide joins
 * what a router may part, one too narrow would make routers of neighbours.  Bits 0 when none fits.
 */
struct prefix prefix_of_broadcast(const struct address *broadcast, const struct address *sender);
/* Are all host bits set? */
bool prefix_is_broadcast(const struct prefix *p, const struct address *a);
/* "10.41.0.0/24" */
enum { PREFIX_TEXT = ADDRESS_TEXT + 4 };
void prefix_format(const struct prefix *p, char out[PREFIX_TEXT]);
struct text prefix_text(const struct prefix *p, struct arena *into);
