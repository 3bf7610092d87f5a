/*
 * c37118.h - a synchrophasor frame, and what its sender says of itself in it.
 *
 * Source: IEEE C37.118.2-2011, 6.2.
 */
#pragma once

#include "proto/protocol.h"

enum c37118_type {
    C37118_DATA = 0,
    C37118_HEADER = 1,
    C37118_CFG_1 = 2,
    C37118_CFG_2 = 3,
    C37118_COMMAND = 4,
    C37118_CFG_3 = 5,
    C37118_TYPES,
};

enum { C37118_STREAMS_MOST = 16 };

struct c37118_stream {
    uint16_t number; /* 0: an empty row */
    uint16_t units;  /* 0: its configuration was not seen */
    uint8_t marks;   /* what was told of its state last */
};

struct c37118_state {
    struct c37118_stream streams[C37118_STREAMS_MOST];
    uint16_t asked; /* one bit for each command whose answer has not come */
    uint8_t next;   /* the row that gives way */
};

struct c37118_frame {
    uint8_t type;    /* enum c37118_type */
    uint8_t quality; /* of the time */
    uint16_t stream; /* whose sender it is */
    struct cursor body;
};

void c37118_identity(const struct c37118_frame *f, struct dissection *out);
