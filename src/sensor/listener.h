/*
 * listener.h - listening to interfaces: a reader process for each, one process
 * that keeps raw packets, and this one, which restarts what dies, counts what is
 * lost and hands rows on.
 *
 * listener_run() returns when SIGINT or SIGTERM came, the duration is over, or
 * every reader has read the packets it was to read.  An interface that is down
 * or gone is waited for; a reader that dies is started again, later each time.
 * Nothing is sent to any interface.
 *
 * Errors: what makes listening impossible from the start (no right, a filter
 * that does not compile) is a sentence.  Everything later is told to the
 * observer, and the listening goes on.
 */
#pragma once

#include "ipc/sandbox.h"
#include "model/observed.h"
#include "sensor/ring.h"

enum { LISTENER_INTERFACES_MOST = RING_INTERFACES_MOST };

struct listener_options {
    const char *const *interfaces; /* LISTENER_INTERFACES_MOST at most, each once */
    size_t interface_count;
    const char *filter; /* NULL: everything */
    uint32_t snaplen, buffer;
    moment_us flush;
    const char *ring; /* a folder that is there; NULL: raw packets are not kept */
    uint64_t keep;    /* bytes */
    moment_us duration; /* 0: until told to stop */
    uint64_t packets;   /* of each interface; 0: no end */
    enum sandbox_strength sandbox;
};

/* One interface since the status before. */
struct listener_status {
    const char *interface;
    size_t number; /* of it in the options */
    moment_us interval;
    uint64_t packets, bytes;
    uint64_t kept; /* packets, in the ring */
    const struct listening *run;
    uint64_t ring_bytes;
    uint32_t ring_files;
    bool down;
};

struct listener_observer {
    void *owner;
    /*
     * What the run of an interface has come to, sorted, with one capture.  The
     * same run again replaces it; another `from` is another run.
     */
    void (*rows)(void *owner, size_t interface, struct observed *rows);
    /* All is over, the ring included: how the last run of an interface was listened to. */
    void (*ended)(void *owner, size_t interface, const struct listening *run);
    void (*status)(void *owner, const struct listener_status *status);
    /* Something a person should know: "eth1: the interface is down". */
    void (*event)(void *owner, const char *interface, const char *sentence);
};

MUST_USE int listener_run(const struct listener_options *options,
                          const struct listener_observer *observer, struct problem *why);
