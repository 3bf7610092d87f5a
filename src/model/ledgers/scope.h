/*
 * scope.h - what an assessment is about: the organisation, a site, a system
 * under consideration or a zone.
 * Scopes lie in each other: what is shown for the organisation counts for its
 * sites as well.
 * Source: IEC 62443-3-2 ZCR 1.1; IEC 62443-2-1 ORG 1.1.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

struct scope {
    struct text id;
    struct text name;
    struct text kind;   /* organisation, site, system, zone */
    struct text parent; /* scopes */
    bool remote;
    struct text place;
    struct text owner;
    struct text includes;
    struct text excludes;
    struct text zones; /* zones, ';' between */
};
