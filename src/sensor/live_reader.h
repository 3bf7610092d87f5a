/*
 * live_reader.h - the role that reads one interface: a process of its own that
 * opens the interface, gives up its rights, and only then looks at a packet.
 *
 * Every flush interval it sends the rows of its run so far (live_reading.h) as
 * records; it never waits for the receiver: rows that are still on their way
 * when the next are due make those late, and nothing is lost by it.
 * SIGTERM: it reads what has arrived by then, sends its last rows and ends.
 */
#pragma once

#include "base/moment.h"
#include "capture/live.h"
#include "ipc/sandbox.h"

struct live_reader {
    struct live_options live;
    int to_ring;        /* a socket for parcels (outlet.h); -1: none */
    moment_us flush;    /* the interval */
    uint64_t packets;   /* it ends after so many; 0: it does not */
    enum sandbox_strength sandbox;
};

/* As role.h wants it; `work` is a struct live_reader. */
int live_reader_role(void *work, int to_parent);
