/*
 * fragment.h - IP datagrams put together again, within a fixed memory.
 *
 * At most FRAGMENTS_MOST datagrams wait at a time; the oldest gives way and is
 * counted.  Overlapping IPv4 fragments keep the bytes that came first; in IPv6
 * any overlap but plain repetition ends the datagram.  One that would exceed
 * 65 535 bytes is dropped and counted.
 *
 * Source: RFC 791, 3.2; RFC 8200, 4.5; RFC 5722 (overlaps).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"
#include "model/address.h"

enum { FRAGMENTS_MOST = 128 };

struct fragments;

struct fragment_key {
    struct address source, target;
    uint32_t identification;
    uint8_t protocol;
};

struct fragments *fragments_create(void);
void fragments_destroy(struct fragments *f);

/*
 * Add one fragment.  True when its datagram is whole: `whole` then views memory
 * that stays valid until the next call.  `offset` in bytes.
 */
bool fragments_add(struct fragments *f, const struct fragment_key *key, uint32_t offset, bool more,
                   struct cursor part, int64_t at_ns, struct cursor *whole);

/* Datagrams given up: pushed out, late by 30 s of capture time, too large, or contradictory. */
uint64_t fragments_dropped(const struct fragments *f);
