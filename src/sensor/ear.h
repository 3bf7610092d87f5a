/*
 * ear.h - one interface as the listener sees it: its reader, when that has to be
 * started again, and what was lost on the way.  Between listener.c and ear.c.
 */
#pragma once

#include "capture/interface.h"
#include "ipc/role.h"
#include "sensor/listener.h"
#include "sensor/live_reader.h"
#include "sensor/record.h"

struct ear {
    const struct listener_options *options;
    const struct listener_observer *observer;
    const char *name;
    size_t number;
    int to_ring; /* -1: none */

    struct live_reader wanted;
    struct role_process process;
    bool running, finished;
    bool was_open; /* once at least */
    struct record_inflow *inflow;
    struct observed rows; /* on their way */

    moment_us started, try_at; /* by the clock that only goes forward */
    unsigned backoff_s;
    bool absence_told; /* that it is down or gone, and not since that it is back */

    struct interface_state last_look;
    moment_us down_since; /* 0: it is up */
    struct listening run; /* what is known of the run beside its packets */
    struct listening last; /* as its rows came last */
    uint64_t refused_at_last;
    bool run_begun;       /* its rows have come; before, run.from is when the reader started */
    uint64_t packets_shown, bytes_shown, kept_shown;
    moment_us shown;
    struct ring_count ring;        /* since the sensor began */
    struct ring_count ring_at_run; /* when the run began */
    uint64_t ring_bytes;
    uint32_t ring_files;
};

/* What the clock that only goes forward says. */
moment_us ear_clock(void);

void ear_begin(struct ear *e, const struct listener_options *options,
               const struct listener_observer *observer, size_t number, int to_ring);
/* Starts the reader when it is due, and looks whether the interface is up. */
MUST_USE int ear_tick(struct ear *e, struct problem *why);
/* Something came from the reader, or it ended. */
MUST_USE int ear_hear(struct ear *e, bool stopping, struct problem *why);
void ear_stop(struct ear *e);
void ear_kill(struct ear *e);
/* The ring has ended as well: what it refused at the very end is told. */
void ear_close(struct ear *e);
void ear_end(struct ear *e);
