#include "capture/rhythm.h"

enum { NS_PER_MS = 1000000 };

static unsigned octave_of(int64_t gap_ns)
{
    uint64_t ms = (uint64_t)gap_ns / NS_PER_MS;
    unsigned octave = 0;

    for (; ms > 0 && octave + 1 < RHYTHM_OCTAVES; ms >>= 1)
        octave++;
    return octave;
}

void rhythm_add(struct rhythm *r, int64_t gap_ns)
{
    if (gap_ns <= 0)
        return;
    unsigned octave = octave_of(gap_ns);
    r->count[octave]++;
    r->seconds[octave] += (float)gap_ns * 1e-9F;
}

void rhythm_join(struct rhythm *r, const struct rhythm *more)
{
    for (unsigned i = 0; i < RHYTHM_OCTAVES; i++) {
        r->count[i] += more->count[i];
        r->seconds[i] += more->seconds[i];
    }
}

/* The octave that with the one below it takes most of the time: gaps around 512 ms fall into both.
 */
static unsigned longest_octave(const struct rhythm *r)
{
    unsigned best = 1;

    for (unsigned i = 2; i < RHYTHM_OCTAVES; i++)
        if (r->seconds[i] + r->seconds[i - 1] > r->seconds[best] + r->seconds[best - 1])
            best = i;
    return best;
}

bool rhythm_tell(const struct rhythm *r, uint64_t *interval_us, uint8_t *regularity)
{
    enum { STEADY = 90 };
    unsigned octave = longest_octave(r);
    uint32_t cycles = r->count[octave] + r->count[octave - 1], gaps = 0;
    float long_ones = r->seconds[octave] + r->seconds[octave - 1], all = 0;

    for (unsigned i = 0; i < RHYTHM_OCTAVES; i++) {
        gaps += r->count[i];
        all += r->seconds[i];
    }
    if (gaps < RHYTHM_GAPS_LEAST || cycles < 2)
        return false;
    *regularity = (uint8_t)(long_ones / all * 100);
    /* In a steady rhythm the short gaps belong to the cycles, and lengthen them. */
    *interval_us = (uint64_t)((double)(*regularity >= STEADY ? all : long_ones) / cycles * 1e6);
    return true;
}
