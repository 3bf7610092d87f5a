/*
 * metric_value.h - one value of a metric.
 */
#pragma once

#include <stdint.h>

#include "base/moment.h"
#include "base/text.h"

struct metric_value {
    struct text metric; /* metrics */
    moment_us day;
    uint32_t value;
    struct text note;
};
