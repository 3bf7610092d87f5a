/*
 * pcapng_write.h - packets as blocks of a pcapng file.
 *
 * A file is one section with one interface, in nanoseconds; every call appends
 * whole blocks, so a file that ends behind one of them is complete.
 *
 * Source: draft-ietf-opsawg-pcapng, 4.1 to 4.3.
 */
#pragma once

#include "base/buffer.h"
#include "capture/source.h"

struct pcapng_interface {
    const char *name;
    uint16_t link; /* a LINKTYPE_ value */
    uint32_t snaplen;
};

void pcapng_put_start(struct buffer *out, const struct pcapng_interface *of);
void pcapng_put_packet(struct buffer *out, const struct packet *p);
