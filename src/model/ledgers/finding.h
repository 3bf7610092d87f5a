/*
 * finding.h - something that is not as it must be, with what was seen, why,
 * and how it was mended.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct finding {
    struct text id;
    struct text title;
    struct text assessment;  /* assessments */
    struct text requirement; /* "NET 1.1" */
    struct text scope;       /* scopes */
    struct text zone;        /* zones */
    struct text grade; /* major nonconformity, minor nonconformity, observation, opportunity, gap,
                          partial */
    struct text objective;
    struct text evidence; /* evidence, ';' between */
    struct text signal;   /* a signal's id */
    struct text cause;
    struct text consequence;
    struct text state; /* open, corrected, verified, accepted */
    moment_us raised;
    struct text raised_by;
    moment_us due;
    moment_us verified;
    struct text verified_by;
    struct text verification;
};
