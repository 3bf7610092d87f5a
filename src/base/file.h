/*
 * file.h - whole files in and out.
 *
 * file_write replaces in one step: readers see the old bytes or the new ones,
 * never half.
 */
#pragma once

#include "base/problem.h"
#include "base/text.h"

/* At most `most` bytes into the arena. */
MUST_USE int file_read(const char *path, size_t most, struct arena *into, struct text *content,
                       struct problem *why);
MUST_USE int file_write(const char *path, struct text content, struct problem *why);
