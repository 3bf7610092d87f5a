/*
 * sandbox_option.h - --sandbox, for the verbs that read captures.
 */
#pragma once

#include "cli/options.h"
#include "ipc/sandbox.h"

#define SANDBOX_OPTION(chosen)                                                                     \
    { "--sandbox", OPTION_TEXT, &(chosen).sandbox, "full|seccomp",                                 \
      "seccomp accepts a kernel without Landlock (default: full)" }

/* NULL: full. */
MUST_USE int sandbox_option(const char *word, enum sandbox_strength *strength, struct problem *why);
