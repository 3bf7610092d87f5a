/*
 * decode.h - from a frame to the payload of its transport.
 *
 * Reads link, VLAN, IP and transport headers; reassembles IP fragments through
 * fragment.h.  What is not understood comes back as a reason, in plain words,
 * that the summary prints.
 *
 * Source: IEEE 802.3, 802.1Q, RFC 791, 8200, 9293, 768; LINKTYPE_LINUX_SLL and
 * _SLL2 as published by the tcpdump group.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"
#include "capture/source.h"
#include "model/address.h"
#include "model/observed.h"

enum decode_outcome {
    DECODE_ETHERNET, /* no IP: `ether_type` and payload */
    DECODE_IP,       /* IP without ports (ICMP, ESP ...): `ip_protocol` and payload */
    DECODE_TCP,
    DECODE_UDP,
    DECODE_FRAGMENT, /* part of an IP datagram that is not whole yet: addresses only */
    DECODE_SKIPPED,  /* `reason` says why; addresses may be absent */
};

enum tcp_flags { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16 };

struct decoded {
    enum decode_outcome outcome;
    const char *reason; /* static text, for DECODE_SKIPPED */
    bool malformed; /* skipped because it breaks its own format, not because it is foreign to us */

    struct address source_mac, target_mac; /* ADDRESS_NONE without a link layer */
    struct address source, target;         /* IP; ADDRESS_NONE without */
    uint16_t ether_type; /* behind VLAN tags; with SNAP the protocol id, whoever's; else see llc */
    uint16_t vlan;       /* of the innermost tag that has one, 0 without */
    bool llc; /* 802.3 frame without SNAP: ether_type is DSAP and SSAP, the payload starts at
                 control */
    uint8_t ip_protocol; /* behind IPv6 extension headers */
    uint8_t ttl;
    uint16_t source_port, target_port;

    uint8_t tcp_flags;
    uint32_t tcp_sequence, tcp_acknowledged;

    struct cursor network; /* from the IP header on, as captured; empty without IP */
    struct cursor payload; /* captured part only, without padding */
    uint32_t missing;      /* payload bytes that the capture cut off */
};

struct fragments; /* fragment.h */

/* `fragments` may be NULL: then only whole datagrams are decoded. */
void decode(const struct packet *p, struct fragments *fragments, struct decoded *out);
