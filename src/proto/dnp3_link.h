/*
 * dnp3_link.h - DNP3 link frames: every checksum is checked before a byte is
 * believed.
 *
 * Source: IEEE 1815-2012, 9 (data link layer).
 */
#pragma once

#include "proto/protocol.h"

enum {
    DNP3_HEADER_BYTES = 10, /* with its checksum */
    DNP3_USER_MOST = 250,
    DNP3_FRAME_MOST = DNP3_HEADER_BYTES + DNP3_USER_MOST + 2 * 16,
    DNP3_GROUP_ADDRESSES = 0xfff0, /* from here on: reserved, self and broadcast */
};

struct dnp3_frame {
    bool from_master; /* DIR */
    uint16_t target, source;
    uint8_t user[DNP3_USER_MOST]; /* without checksums */
    size_t length;                /* 0 in frames of the link layer's own */
};

/* What has arrived of a header is right: NO, MAYBE (not all of it yet), YES. */
enum match dnp3_link_probe(struct cursor payload);

/* Consumes only a whole frame. */
enum verdict dnp3_link_read(struct cursor *payload, struct dnp3_frame *frame);
