/*
 * action.h - what will be done, by whom, until when, at what price in money
 * and in outage.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"
#include "base/text.h"

struct action {
    struct text id;
    struct text title;
    struct text finding;      /* findings */
    struct text lesson;       /* lessons */
    struct text requirements; /* "NET 1.1", ';' between */
    struct text risk;
    struct text owner;
    struct text party; /* parties */
    uint64_t cost;
    struct text outage; /* no outage, reduced operation, short stop, planned shutdown */
    uint32_t outage_hours;
    struct text depends; /* actions, ';' between */
    moment_us due;
    struct text phase; /* 30 days, 6 months, 18 months */
    struct text state; /* open, in work, done, dropped */
    moment_us done;
    uint32_t reduction;
    bool cannot_wait;
    struct text verification;
};
