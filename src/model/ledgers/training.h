/*
 * training.h - what somebody was trained in, and until when that holds.
 * Source: IEC 62443-2-1 ORG 1.4, ORG 1.5.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct training {
    struct text id;
    struct text person; /* people */
    struct text topic;
    struct text level; /* aware, competent, expert */
    moment_us completed;
    moment_us expires;
    struct text evidence; /* evidence */
};
