/*
 * claim.h - what somebody says of one requirement in one assessment. An
 * exclusion has reason and approver.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"
#include "base/text.h"

struct claim {
    struct text assessment;  /* assessments */
    struct text requirement; /* "NET 1.1" */
    uint8_t level;
    uint8_t target;
    struct text narrative;
    struct text assessor;
    struct text method; /* document review, interview, record review, observation, configuration
                           inspection, sampling; screening: proposed by it and accepted */
    struct text sample;
    moment_us at;
    bool not_applicable;
    struct text reason;
    struct text approver;
    struct text covered_by;
};
