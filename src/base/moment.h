/*
 * moment.h - points in time: microseconds since 1970-01-01T00:00:00Z, without
 * leap seconds.  Zero means "not known".
 *
 * Source: RFC 3339, 5.6.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef int64_t moment_us;

enum { MOMENT_TEXT = 28 }; /* "2026-11-23T10:11:12.345678Z" and its NUL */

moment_us moment_now(void);

/* Clamped to the years 0001..9999; always MOMENT_TEXT - 1 characters. */
void moment_format(moment_us at, char out[MOMENT_TEXT]);

/* "2026-11-23", in 11 bytes with the NUL. */
void moment_format_date(moment_us at, char out[11]);

/* "2026-11-23" or "2026-11-23T10:11:12[.ffffff]Z"; no other zone. */
bool moment_parse(struct text t, moment_us *at);
