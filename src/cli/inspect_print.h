/*
 * inspect_print.h - what `bulkhead inspect` found, for people and for programs.
 */
#pragma once

#include "base/buffer.h"
#include "report/inspection.h"

/* The interface that others test against: format "bulkhead-inspect/1". */
void inspect_print_json(struct buffer *out, const struct inspection *found);
/* One row per operation of every conversation. */
void inspect_print_csv(struct buffer *out, const struct inspection *found);
/* One line for everything that was not understood. */
void inspect_print_skips(struct buffer *out, const struct observed *o);
void inspect_print_text(struct buffer *out, const struct inspection *found);
