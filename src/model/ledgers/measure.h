/*
 * measure.h - stands in, for a time, for a requirement that some asset cannot
 * meet. Source: IEC 62443-2-1, compensating measures.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/moment.h"
#include "base/text.h"
#include "model/address.h"

struct measure {
    struct text id;
    struct text title;
    struct text requirement; /* "NET 1.1" */
    struct address asset;
    struct text legacy;  /* legacy */
    struct text kind;    /* technical, physical, procedural */
    struct text conduit; /* a conduit */
    struct text argument;
    struct text approver;
    struct text residual;
    struct text exit_plan;
    moment_us tested;
    struct text tested_by;
    bool effective;
    moment_us expires;
    uint32_t renewals;
};
