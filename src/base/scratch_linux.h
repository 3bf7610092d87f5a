/*
 * scratch_linux.h - a file in memory, for libraries that write only to a path.
 *
 * Ownership: the caller closes the descriptor, and the file is gone.
 */
#pragma once

#include "base/problem.h"

enum { SCRATCH_PATH = 40 };

/* The descriptor; `path` is where this process can open the file. */
MUST_USE int scratch_open(char path[SCRATCH_PATH], struct problem *why);
