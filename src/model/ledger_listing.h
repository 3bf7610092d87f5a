/*
 * ledger_listing.h - rows of a ledger as a listing: the fields are its columns.
 *
 * Flags are true and false and what has no value is empty, so that the CSV can be
 * read again; in JSON lists are arrays, and what has no value is null.
 */
#pragma once

#include "base/listing.h"
#include "model/ledger.h"

/* All fields, or those of the narrow table; names live in the descriptions. */
void ledger_listing_init(struct listing *t, const struct ledger *l, bool narrow);
void ledger_listing_row(struct listing *t, const struct ledger *l, bool narrow, const void *row,
                        struct arena *into);
