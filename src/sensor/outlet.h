/*
 * outlet.h - raw packets on their way from a reader to the process that keeps
 * them on disk.
 *
 * The reader never waits for the disk: what does not fit into OUTLET_MOST bytes
 * of queue is not kept, and counted.  A parcel is one message of a socket that
 * keeps messages apart, so a reader that is killed leaves no half packet.
 *
 * A parcel: u16 link type, then for each packet u64 time in nanoseconds, u32
 * length on the wire, u32 bytes captured and the bytes; little-endian.
 */
#pragma once

#include "base/buffer.h"
#include "capture/source.h"

enum {
    OUTLET_MOST = 16 << 20,
    PARCEL_BYTES = 64 << 10, /* a packet that is larger has a parcel of its own */
    PARCEL_HEAD = 2,
    PARCEL_PACKET_HEAD = 16,
};

struct parcel;

struct outlet {
    int fd; /* non-blocking; -1: nothing is kept, and nothing missed */
    uint16_t link;
    struct parcel *first, *last;
    size_t queued;    /* bytes */
    uint64_t refused; /* packets */
};

void outlet_put(struct outlet *o, const struct packet *p);
void outlet_send(struct outlet *o); /* as much as can go without waiting */
/* The rest is given up. */
void outlet_give_up(struct outlet *o);

static inline bool outlet_waits(const struct outlet *o)
{
    return o->first;
}
