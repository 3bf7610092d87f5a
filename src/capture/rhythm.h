/*
 * rhythm.h - how regularly something is asked: the gaps between one request and
 * the next, sorted into octaves from a millisecond up.
 *
 * A poll cycle that asks for several blocks shows short gaps inside the cycle and
 * one long gap between two: most of the time lies in the long ones, so the gaps
 * that together take most of the time are the rhythm, however few they are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    RHYTHM_OCTAVES = 22, /* up to 70 minutes */
    RHYTHM_GAPS_LEAST = 8,
};

struct rhythm {
    uint32_t count[RHYTHM_OCTAVES];
    float seconds[RHYTHM_OCTAVES]; /* all gaps of the octave together */
};

void rhythm_add(struct rhythm *r, int64_t gap_ns); /* one that goes back is no gap */
void rhythm_join(struct rhythm *r, const struct rhythm *more);

/*
 * The time from one cycle to the next in microseconds, and the share of all time
 * that such gaps take, in percent.  False: too few gaps to tell.
 */
bool rhythm_tell(const struct rhythm *r, uint64_t *interval_us, uint8_t *regularity);
