/*
 * coverage.h - how far a control of the ISMS answers a requirement; never more
 * than a hint at evidence.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct coverage {
    struct text requirement; /* "NET 1.1" */
    struct text control;     /* controls */
    struct text relation;    /* equal, subset, superset, intersects */
    struct text reference;
    struct text provenance;
    moment_us checked;
};
