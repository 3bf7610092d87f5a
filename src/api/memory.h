/*
 * memory.h - zeroed memory for our own tables; there is always some, or the
 * process ends.
 */
#pragma once

#include <stddef.h>

void *memory_zeroed(size_t count, size_t size);
