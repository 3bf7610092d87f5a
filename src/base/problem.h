/*
 * problem.h - one sentence for a person: the thing, the place and the rule.
 *
 * Functions that can fail in a way a person must understand take a
 * `struct problem *why` (never NULL) and return its code.
 */
#pragma once

#include "base/attributes.h"

struct problem {
    int code; /* negative errno; 0 when nothing is wrong */
    char what[512];
};

/* Sets both and returns code, so that `return problem_set(...)` reads well. */
int problem_set(struct problem *why, int code, const char *format, ...) PRINTF_LIKE(3, 4);
