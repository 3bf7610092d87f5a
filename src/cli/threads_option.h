/*
 * threads_option.h - --threads, for the verbs that read captures.
 */
#pragma once

#include "cli/options.h"

#define THREADS_OPTION(chosen)                                                                     \
    {                                                                                              \
        "--threads", OPTION_TEXT, &(chosen).threads, "N",                                          \
            "sensors that read a capture together (default: the processors, at most 4)"            \
    }

/* NULL: 0, as many as the capture deserves. */
MUST_USE int threads_option(const char *word, unsigned *threads, struct problem *why);
