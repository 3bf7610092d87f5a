/*
 * review.h - what was made of a metric: the decision and the change that
 * followed. Source: IEC 62443-2-1, maturity level 4.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct review {
    struct text id;
    struct text metric; /* metrics */
    moment_us held;
    struct text participants; /* ';' between */
    struct text decision;
    struct text change;
    struct text action; /* actions */
};
