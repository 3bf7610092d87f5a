/*
 * problems.h - everything that is wrong with an input, not just the first thing:
 * for checks that a person works through line by line.
 *
 * Ownership: problems_finish gives the list back.  It is bounded: what an input
 * can make us report is counted beyond PROBLEMS_MOST, not kept.
 */
#pragma once

#include "base/array.h"
#include "base/problem.h"

enum { PROBLEMS_MOST = 1000 };

struct problems {
    ARRAY(struct problem) rows;
    size_t more; /* found beyond PROBLEMS_MOST */
};

void problems_add(struct problems *found, const struct problem *one);
void problems_say(struct problems *found, int code, const char *format, ...) PRINTF_LIKE(3, 4);
void problems_finish(struct problems *found);
