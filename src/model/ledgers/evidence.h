/*
 * evidence.h - what is shown for a claim: a file in the evidence store, or a
 * link or record elsewhere.
 */
#pragma once

#include <stdint.h>

#include "base/moment.h"
#include "base/text.h"

/* What became of the file behind a digest; whoever keeps the files finds out. */
enum evidence_file {
    EVIDENCE_FILE_unchecked,
    EVIDENCE_FILE_intact,
    EVIDENCE_FILE_missing,
    EVIDENCE_FILE_altered
};

struct evidence {
    struct text id;
    struct text requirement; /* "NET 1.1" */
    uint8_t level;
    struct text kind;
    struct text title;
    struct text custodian;
    struct text scope; /* scopes */
    struct text digest;
    struct text link;
    moment_us period_from;
    moment_us period_to;
    moment_us collected;
    moment_us received;
    moment_us expires;
    enum evidence_file file; /* not a field: looked up when the plant is opened */
};
