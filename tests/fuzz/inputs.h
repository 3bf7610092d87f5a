/*
 * inputs.h - seeds, and one input after another that is made of them and damaged.
 *
 * The same seeds in the same order give the same inputs on every machine.
 *
 * Ownership: seeds are copies; the input is the maker's until the next one.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/cursor.h"

enum { INPUT_MOST = 64 << 10 };

struct seed {
    uint8_t *bytes;
    size_t size;
};

struct seeds {
    ARRAY(struct seed) items;
    size_t most; /* bytes of one; what is longer or empty is passed over */
};

void seeds_add(struct seeds *seeds, struct cursor bytes);
/* So that what has no seeds is exercised too: zeros and noise. */
void seeds_add_noise(struct seeds *seeds);
/* Each as a file in a folder that is there, for fuzzers that begin with a corpus. */
MUST_USE int seeds_write(const struct seeds *seeds, const char *folder);
void seeds_free(struct seeds *seeds);

struct inputs {
    const struct seeds *seeds;
    uint64_t random;
    size_t most; /* bytes of one, at most INPUT_MOST */
    size_t size;
    uint8_t bytes[INPUT_MOST];
};

/* One to three seeds in a row, often a request and its answer, with up to six damages. */
void inputs_next(struct inputs *in);
