/*
 * quantity.h - numbers with a unit, as people give them to options.
 */
#pragma once

#include "base/attributes.h"
#include "base/moment.h"
#include "base/problem.h"

/* "2GiB", "512 MiB", "0"; bytes without a unit.  `option` is for the sentence. */
MUST_USE int quantity_bytes(const char *option, const char *value, uint64_t *bytes,
                            struct problem *why);
/* "10s", "5m", "1h"; seconds without a unit. */
MUST_USE int quantity_duration(const char *option, const char *value, moment_us *duration,
                               struct problem *why);
/* Digits only, from least to most. */
MUST_USE int quantity_count(const char *option, const char *value, uint64_t least, uint64_t most,
                            uint64_t *count, struct problem *why);
