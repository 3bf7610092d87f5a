/*
 * stream.h - the bytes that one end of a TCP connection sends, in order and once.
 *
 * Handles segments out of order, retransmitted, overlapping (the bytes that came
 * first count), lost, and connections that were there before the capture began.
 *
 * Memory: segments that wait for a missing one and a message of which only a
 * part has come are copied; at most STREAM_WAITING_MOST bytes per stream and
 * STREAMS_MOST bytes over all.  What does not fit becomes a gap, and is counted.
 *
 * Source: RFC 9293, 3.4 (sequence numbers) and 3.10.7.4.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"

enum {
    STREAM_WAITING_MOST = 128 << 10,
    STREAMS_MOST = 24 << 20,
    STREAM_SEGMENTS_MOST = 256,
};

struct stream_segment;

struct stream {
    uint32_t next; /* sequence number expected */
    bool started;
    bool gap;      /* bytes are missing before what comes next */
    uint16_t waiting_count;
    uint32_t waiting_bytes;
    struct stream_segment *waiting; /* by sequence number */
    uint8_t *partial;               /* a message whose rest has not come */
    uint32_t partial_length, partial_capacity;
};

/* What the streams of one engine share. */
struct stream_budget {
    uint64_t used; /* bytes copied now */
    uint64_t retransmitted; /* segments that brought nothing new */
    uint64_t gaps;
    uint64_t refused; /* bytes that found no room */
};

/* A SYN was seen: data starts behind it. */
void stream_start(struct stream *s, uint32_t sequence);

/*
 * One segment.  True: *ready views bytes that continue the stream, and more may
 * wait: call stream_ready() until it says no.  False: nothing new in order yet.
 * `missing` bytes behind the payload were not captured.
 */
bool stream_segment(struct stream *s, struct stream_budget *budget, uint32_t sequence,
                    struct cursor payload, uint32_t missing, struct cursor *ready);

/*
 * The ordinary segment: whole, with bytes, continuing what came, while nothing
 * waits.  True: it is taken, and *its* payload is what is ready.
 */
static inline bool stream_continues(struct stream *s, uint32_t sequence, size_t length,
                                    uint32_t missing)
{
    if (sequence != s->next || !s->started || s->waiting || s->gap || length == 0 || missing > 0)
        return false;
    s->next += (uint32_t)length;
    return true;
}

/* The next waiting bytes that have become contiguous; they live until the next call. */
bool stream_ready(struct stream *s, struct stream_budget *budget, struct cursor *ready);

/* The receiver acknowledged up to here: what we still miss, we shall never see. */
void stream_acknowledged(struct stream *s, struct stream_budget *budget, uint32_t acknowledged);

/* Jump over what is lost to the first segment that waits: a gap. */
void stream_give_up(struct stream *s, struct stream_budget *budget);

/* Keep bytes of a message whose rest has not come.  False: no room, nothing kept. */
bool stream_append(struct stream *s, struct stream_budget *budget, struct cursor more);
void stream_consume(struct stream *s, size_t length); /* from the front of what is kept */
void stream_forget(struct stream *s, struct stream_budget *budget);

void stream_release(struct stream *s, struct stream_budget *budget); /* all copies */
void stream_finish(struct stream *s);                               /* free without a budget */
