/*
 * ring_keeper.h - the role that keeps raw packets on disk (ring.h): a process of
 * its own that may handle the files of one folder and nothing else.
 *
 * It ends when every interface's socket has been closed by all who write, with
 * every file closed properly.  About once a second it says how far it is.
 */
#pragma once

#include "base/buffer.h"
#include "ipc/sandbox.h"
#include "sensor/ring.h"

struct ring_keeper {
    struct ring_options ring;
    int from_readers[RING_INTERFACES_MOST]; /* parcels of each interface */
    enum sandbox_strength sandbox;
};

/* As role.h wants it; `work` is a struct ring_keeper. */
int ring_keeper_role(void *work, int to_parent);

enum { RING_PROBLEM = 256 };

struct ring_state {
    uint64_t bytes;
    uint32_t files;
    uint32_t failure; /* errno of what keeps it from writing; 0: nothing */
    struct ring_count counts[RING_INTERFACES_MOST];
    char problem[RING_PROBLEM]; /* why it could not begin; empty: it did */
};

/* A state in the pipe has one length, below what a pipe takes at once. */
enum { RING_STATE_BYTES = 16 + 16 * RING_INTERFACES_MOST + RING_PROBLEM };

void ring_state_write(struct buffer *out, const struct ring_state *state);
void ring_state_read(struct cursor *c, struct ring_state *state);
