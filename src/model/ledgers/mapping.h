/*
 * mapping.h - a row of the owner's own crosswalk from another framework.
 */
#pragma once

#include "base/text.h"

struct mapping {
    struct text id;
    struct text framework;
    struct text control;
    struct text title;
    struct text requirement; /* "NET 1.1" */
    struct text relation;    /* equal, subset, superset, intersects */
    struct text provenance;
};
