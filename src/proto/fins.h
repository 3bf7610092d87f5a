/*
 * fins.h - what the parts of the OMRON FINS dissector share: the header of a
 * frame, and what answers say of the device.
 *
 * Source: OMRON W342 (CS/CJ communications commands), 3-3 (frames), 5-1
 * (commands and response codes).
 */
#pragma once

#include "proto/protocol.h"

enum fins_main { FINS_IDENTITY = 0x05, FINS_STATUS = 0x06 };

/* Unit 0 is the CPU; network 0 and node 0 are the sender's own. */
struct fins_address {
    uint8_t network, node, unit;
};

struct fins_frame {
    bool answers;
    struct fins_address target, source;
    uint8_t main, sub;
    uint16_t end;       /* response code; answers only */
    struct cursor data; /* behind the codes */
};

/* The response code without the bits that tell of errors the CPU has anyway. */
static inline bool fins_refused(const struct fins_frame *f)
{
    enum { END_CODE = 0x7f3f };

    return f->end & END_CODE;
}

/* "0.20.0", as OMRON writes FINS addresses. */
void fins_tell_station(struct dissection *out, const struct address *about,
                       struct fins_address station);

/* Identity and state in an answer that is no refusal. */
void fins_tell_answer(const struct fins_frame *f, struct dissection *out);
