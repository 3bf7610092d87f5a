/*
 * live_reading.h - a reading that has no end: its rows can be asked for at any
 * moment, and then are what they would be if the capture had ended there.
 *
 * Flows that have ended are in the tally; those that live are added to a copy of
 * it.  After live_run_us a new run begins: the tally starts empty and flows are
 * counted anew, so memory is bounded by what a day shows and not by how long the
 * sensor runs.  What is known of a living flow (its protocol, who is the client,
 * a message half read) stays.
 */
#pragma once

#include "sensor/reading.h"

static const moment_us live_run_us = 86400LL * 1000000;

struct live_reading {
    struct reading reading;
    struct losses before;  /* this run began */
    uint64_t dropped_before;
    uint64_t not_kept_before;
    moment_us from;
};

/* What the world outside the packets says, since the reader began. */
struct live_counters {
    uint64_t dropped;  /* by the kernel */
    uint64_t not_kept; /* in the ring of raw packets */
};

void live_reading_init(struct live_reading *r, moment_us now);
void live_reading_finish(struct live_reading *r);

/* The run so far.  The text of `rows` lives in the reading; a tally is to be finished. */
void live_reading_rows(const struct live_reading *r, const struct live_counters *counters,
                       moment_us now, struct tally *rows);

/* Whether a new run is due; its last rows are to be asked for before it begins. */
bool live_reading_is_old(const struct live_reading *r, moment_us now);
void live_reading_renew(struct live_reading *r, const struct live_counters *counters,
                        moment_us now);
