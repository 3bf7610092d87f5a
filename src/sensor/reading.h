/*
 * reading.h - packets of one capture on their way to rows: the engine that
 * dissects them and the tally of what it finds, wherever the packets come from.
 *
 * Ownership: the reading owns its rows; reading_finish() frees all of it.
 */
#pragma once

#include "capture/engine.h"
#include "capture/source.h"
#include "sensor/tally.h"

/* What reader and engine had no room for or could not understand. */
enum loss {
    LOSS_BROKEN_RECORD,
    LOSS_UNKNOWN_INTERFACE,
    LOSS_FRAGMENTS,
    LOSS_GAP,
    LOSS_STREAM_BYTES,
    LOSS_FLOW,
    LOSS_FOREIGN_FLOW,
    LOSS_OPERATION,
    LOSS_SAID,
    LOSS_COUNT
};

struct losses {
    uint64_t counts[LOSS_COUNT];
};

struct reading {
    struct engine engine;
    struct tally tally; /* of flows that have ended */
    struct capture *capture;
};

void reading_init(struct reading *r);
/* Before the first packet: others read the same packets, and this takes its share of the flows. */
void reading_share(struct reading *r, struct engine_share share);
void reading_finish(struct reading *r);

void reading_packet(struct reading *r, const struct packet *p);
/* The same for several in a row, which costs less than one by one. */
void reading_packets(struct reading *r, const struct packet *packets, size_t count);

/* Since they began; `damage` may be NULL: no file, no damage. */
struct losses reading_losses(const struct engine *e, const struct source_damage *damage);

/* Every flow is in `t`: make it the capture's rows, in their one order. */
void reading_close(struct tally *t, const struct engine *e, const struct losses *lost);

/* No packet follows: the rows are whole. */
void reading_end(struct reading *r, const struct source_damage *damage);
