/*
 * drift.h - which levels changed by themselves: because something expired or was
 * collected, or because the plant did something new.
 *
 * Both sides are judged from the rows that people keep now, as of their own day;
 * a row of a signal that was seen only later does not speak on the earlier one.
 * What people changed in between is in the audit trail, and no drift.
 *
 * Ownership: as comparison.h; everything lives until drift_finish().
 */
#pragma once

#include "assess/assessment.h"
#include "assess/comparison.h"
#include "base/listing.h"

struct drift {
    struct plant plant_then; /* the same rows, an earlier day: lent, never finished */
    struct assessment then;
    struct maturity before;
    struct comparison changes; /* from then to now, of every requirement */
    size_t fallen, risen;
};

/* `now` is lent until drift_finish(). */
void drift_make(struct drift *d, const struct assessment *now, uint32_t days);
void drift_finish(struct drift *d);

/* Only what changed; ends with NULL. */
extern const char *const drift_columns[];
bool drift_is_change(const struct compared_requirement *row);
/* What the drift owns is copied: the listing outlives it. */
void drift_list(const struct compared_requirement *row, struct listing *l, struct arena *into);
