/*
 * record.h - how a sensor's rows travel through its pipe.
 *
 * A record is u32 length, u8 type and a body, little-endian; text is u16 length
 * and bytes.  The receiver trusts none of it: every record is read with a cursor,
 * a record that does not fit its type ends the reading with a sentence, and what
 * was added before stays.
 */
#pragma once

#include "base/buffer.h"
#include "base/problem.h"
#include "model/observed.h"

enum { RECORD_MOST = 8 << 20 }; /* bytes */

struct progress {
    uint64_t done, total; /* bytes of the capture */
    uint64_t packets;
};

/* What a receiver does with records that are not rows. */
struct record_observer {
    void *owner;
    void (*progress)(void *owner, const struct progress *now);
};

void record_write_progress(struct buffer *out, const struct progress *now);
void record_write_problem(struct buffer *out, const struct problem *problem);

/* Every row of `rows`, then the mark that it is complete. */
void record_write_rows(struct buffer *out, const struct observed *rows);

/*
 * Read records from a descriptor until the end mark; rows are added to `into`
 * with `capture` as their capture's number.  A problem that the sensor sends, a
 * bad record or a missing end mark is an error.
 */
MUST_USE int record_read_all(int fd, uint32_t capture, struct record_observer observer,
                             struct observed *into, struct problem *why);

/*
 * The same piece by piece, for a sensor that goes on and sends its rows again
 * and again.  Each call reads once: 1 when the end mark came, 0 when more has to
 * come first, negative when nothing will.  The descriptor may be non-blocking.
 */
struct record_inflow;

struct record_inflow *record_inflow_begin(int fd);
void record_inflow_end(struct record_inflow *flow); /* NULL is fine; the descriptor stays open */
MUST_USE int record_inflow_read(struct record_inflow *flow, uint32_t capture,
                                struct record_observer observer, struct observed *into,
                                struct problem *why);
