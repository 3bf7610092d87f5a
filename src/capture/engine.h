/*
 * engine.h - from packets to dissected messages.
 *
 * Feeds each packet through decode, flow and stream to the protocol that claims
 * it, and tells an observer what came out.  Knows no conversations and no
 * assets: those are made by the observer.
 *
 * Memory: flows and streams are bounded (flow.h, stream.h); one message's
 * observations live in an arena of MESSAGE_ARENA bytes and are gone when the
 * observer returns.
 */
#pragma once

#include "base/arena.h"
#include "capture/decode.h"
#include "capture/flow.h"
#include "capture/foreign.h"
#include "capture/fragment.h"
#include "capture/promise.h"
#include "capture/shortcut.h"
#include "capture/source.h"
#include "proto/protocol.h"

enum { MESSAGE_ARENA = 1 << 20 };

struct engine_observer {
    void *owner;
    /* What one payload said; `frame` counts from 1, times in nanoseconds. */
    void (*dissected)(void *owner, const struct dissection *seen, uint64_t frame, int64_t at_ns);
    /* A flow that has ended; it is freed afterwards. */
    void (*finished)(void *owner, const struct flow *flow);
    /* A packet that was not understood. */
    void (*skipped)(void *owner, const char *reason, bool malformed, uint64_t frame);
};

/*
 * Several engines may read the same packets, each the flows between its share of
 * the pairs of devices.  What belongs to no flow is told by the first.
 */
struct engine_share {
    unsigned number, of; /* of 0: all is mine */
};

struct engine {
    struct engine_observer observer;
    struct engine_share share; /* to be set before the first packet */
    struct flow_table flows;
    struct shortcuts shortcuts; /* to flows in the table */
    struct stream_budget streams;
    struct promises promises;
    struct fragments *fragments;
    struct foreign *foreign;
    struct arena message;
    struct protocol_tally *tally; /* one per row of protocols[] */
    uint64_t frame;               /* of the packet being read */
    int64_t at_ns;
    int64_t hour_ns;   /* the full hour before it */
    uint32_t hour_bit; /* of that hour, in flow.hours */
    uint64_t refused_operations; /* for want of room in their flow */
    uint64_t left_out;           /* of single messages: for want of room, or nested too deep */
};

void engine_init(struct engine *e, struct engine_observer observer);
/* Is this the engine that counts what all of them see? */
static inline bool engine_speaks_for_all(const struct engine *e)
{
    return e->share.number == 0;
}

void engine_packet(struct engine *e, const struct packet *p);
/* The same for several in a row, which costs less than one by one. */
void engine_packets(struct engine *e, const struct packet *packets, size_t count);
void engine_count_anew(struct engine *e); /* flows and frames; what is known of flows stays */
void engine_end(struct engine *e); /* finish every flow */
void engine_finish(struct engine *e);
