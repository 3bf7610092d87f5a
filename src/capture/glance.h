/*
 * glance.h - what the front of an ordinary packet says, read at once.
 *
 * Most packets are whole frames of Ethernet, with at most one VLAN tag, that
 * carry IPv4 without options or fragments, or a protocol of their own.  For
 * those a glance gives what decode() would, and a key of 16 bytes for their
 * flow and direction; for all others it says no, and decode() is asked.
 *
 * Views only: valid as long as the packet.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/decode.h"
#include "capture/flow.h"

/* IPv4: addresses; protocol and ports.  Else: target and EtherType; source and a mark. */
struct glance_key {
    uint64_t words[2];
};

struct glance {
    struct glance_key key;
    struct cursor macs; /* target and source */
    struct cursor network, payload;
    uint32_t tcp_sequence, tcp_acknowledged;
    uint8_t tcp_flags;
    enum decode_outcome outcome; /* DECODE_TCP, DECODE_UDP or DECODE_ETHERNET */
};

/* False: not ordinary.  A segment that opens a connection is none either. */
bool glance_at(const struct packet *p, struct glance *g);

/* The key that packets of this flow from this end have; false when they have none. */
bool glance_key_of(const struct flow_key *flow, int from, struct glance_key *key);

/* A number of the two devices of a packet or of a flow, the same for both directions. */
uint64_t glance_pair(const struct glance_key *key);
uint64_t glance_pair_of(const struct flow_key *flow);

/* As decode() fills it in, but without IP addresses and what describes a new flow only. */
void glance_decode(const struct glance *g, struct decoded *d);

static inline bool glance_key_equal(const struct glance_key *a, const struct glance_key *b)
{
    return a->words[0] == b->words[0] && a->words[1] == b->words[1];
}
