/*
 * row_id.h - ids that people give, and what else several resources read and
 * write in the same way.
 */
#pragma once

#include "api/input.h"
#include "model/address.h"

/* Small letters, digits and hyphens; the first is no hyphen; at most 64. */
bool parse_row_id(struct text t, void *id);

#define INPUT_ROW_ID(row, member, key)                                                             \
    INPUT_PARSED(row, member, key, parse_row_id,                                                   \
                 "must be 1 to 64 small letters, digits and hyphens, a hyphen not first")
