/*
 * metrics.h - how one knows that it works: what each metric gives today, beside its
 * target and its series.
 */
#pragma once

#include "assess/assessment.h"
#include "assess/metric_series.h"
#include "base/listing.h"

/* Whether the value is as good as the target, in the metric's own direction. */
bool metric_is_on_target(const struct metric *m, uint32_t value);

/* What its source gives today. */
bool metric_live(const struct assessment *a, const struct metric *m, uint32_t *value);

/* As a table; ends with NULL. */
extern const char *const metric_columns[];
void metric_list(const struct assessment *a, const struct metric *m, struct listing *l);
