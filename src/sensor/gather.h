/*
 * gather.h - rows of one capture that several sensors read together.
 *
 * Every pair of devices is read by one sensor, so conversations are whole; what
 * is said of one device may come from several and is joined here.  The rows are
 * then those that one sensor would have sent, as long as no limit was reached:
 * each sensor has its own.
 */
#pragma once

#include "model/observed.h"

/* How many rows there were before a capture was read. */
struct gather_mark {
    size_t skips, bindings, facts, protocols;
};

struct gather_mark gather_begin(const struct observed *rows);

/* The capture's own row after one more sensor: the first counts packets, all count what they read. */
void gather_capture(struct capture *row, const struct capture *so_far);

/* Join what has been added since. */
void gather_end(struct observed *rows, const struct gather_mark *before);
