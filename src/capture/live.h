/*
 * live.h - packets of a network interface, as libpcap reads them.
 *
 * The kernel writes packets into a ring that is mapped here (TPACKET_V3), and
 * wakes us when a block of it is full or LIVE_BLOCK_MS old.  Nothing is ever
 * sent: the caller takes the system calls away that could (ipc/sandbox.h).
 *
 * Ownership: a packet's bytes live until the handler returns.
 * Units: nanoseconds since 1970 as the kernel stamps them.
 * Errors: what cannot be opened is a sentence with the interface in it.  An
 * interface that goes down gives no packets until it is up again; one that is
 * gone ends the reading with -ENODEV.
 */
#pragma once

#include "base/attributes.h"
#include "base/problem.h"
#include "capture/source.h"

enum {
    LIVE_SNAPLEN_MOST = 262144, /* Source: libpcap, MAXIMUM_SNAPLEN */
    LIVE_BLOCK_MS = 100,
};

struct live_options {
    const char *interface;
    const char *filter; /* in pcap-filter(7)'s language; NULL: everything */
    uint32_t snaplen;   /* bytes of a packet that are read */
    uint32_t buffer;    /* bytes of the kernel's ring */
};

struct live_capture;

/* Needs the right to open packet sockets; nothing after it does. */
MUST_USE int live_capture_open(struct live_capture **live, const struct live_options *options,
                               struct problem *why);
void live_capture_close(struct live_capture *live);

/* To wait on for reading. */
int live_capture_descriptor(const struct live_capture *live);
uint16_t live_capture_link(const struct live_capture *live); /* a LINKTYPE_ value */

typedef void live_handler(void *owner, const struct packet *p);

/* At most `most` packets that are there by now: how many, or negative. */
MUST_USE int live_capture_read(struct live_capture *live, int most, live_handler *handler,
                               void *owner, struct problem *why);

/* Packets that passed the filter since it was opened. */
struct live_capture_count {
    uint64_t arrived; /* in the ring, read by now or not */
    uint64_t dropped; /* the kernel found no room for them */
    uint64_t read;
};

struct live_capture_count live_capture_count(struct live_capture *live);
