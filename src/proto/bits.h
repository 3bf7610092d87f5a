/*
 * bits.h - flags whose names a table holds.
 */
#pragma once

#include "base/text.h"

/* "bridge, router": the names of the bits that are set, bit 0 first; NULL has none. */
struct text bits_text(uint32_t bits, const char *const *names, size_t count, struct arena *into);
