/*
 * metric_series.h - the readings and reviews of a metric, and whether they show
 * level 4.
 *
 * A metric shows level 4 of its requirement when its series has three readings or
 * more, the last of them at most METRIC_FRESH_DAYS old, and a review of the last
 * year says what changed because of it or names the action.
 * Source: IEC 62443-2-1, maturity level 4: effectiveness is measured, and the
 * results are used to improve.
 *
 * Ownership: points into the plant.
 */
#pragma once

#include "model/plant.h"

enum { METRIC_READINGS_LEAST = 3, METRIC_FRESH_DAYS = 100, METRIC_REVIEW_DAYS = 366 };

struct metric_series {
    const struct metric *metric;
    size_t count;
    const struct metric_value *last, *before; /* by day, up to today; NULL: none */
    const struct review *review;              /* the last that was held; NULL: none */
    const struct review *improvement;         /* the last of them that changed something */
};

struct metric_series metric_series(const struct plant *plant, const struct metric *m);

/* What keeps it from showing level 4, as a sentence; NULL: it does. */
const char *metric_gap(const struct plant *plant, const struct metric_series *s);
static inline bool metric_shows(const struct plant *plant, const struct metric *m)
{
    struct metric_series s = metric_series(plant, m);

    return metric_gap(plant, &s) == NULL;
}
