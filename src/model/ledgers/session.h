/*
 * session.h - a meeting, review or walk of an assessment: when, how, with
 * whom, about what.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct session {
    struct text id;
    struct text assessment; /* assessments */
    moment_us held;
    struct text method; /* document review, interview, record review, observation, configuration
                           inspection, sampling */
    struct text participants; /* ';' between */
    struct text requirements; /* "NET 1.1", ';' between */
    struct text sample;
    struct text notes;
};
