/*
 * requirement.h - one requirement of IEC 62443-2-1:2024: its identifier and our
 * own short wording of it.  The catalogue owns the text.
 */
#pragma once

#include <stdbool.h>

#include "base/array.h"
#include "base/text.h"

enum { REQUIREMENT_LEVELS = 4 };

struct requirement {
    struct text id;            /* "NET 1.1" */
    struct text element;       /* "NET": the security program element */
    struct text element_title; /* "Network and communications security" */
    struct text group;         /* "NET 1" */
    struct text group_title;
    struct text title;
    struct text related;                   /* our own crosswalk, ';' between entries */
    struct text confidence;                /* "high", "medium" */
    struct text asked_first;               /* what an evaluator wants to know first */
    struct text hints[REQUIREMENT_LEVELS]; /* what shows it at level 1, 2, 3, 4 */
};

/* In the order of the standard; and whether another part of the series has a row. */
struct requirements {
    ARRAY(struct requirement) rows;
    const void *standards; /* the catalogue; NULL: there is none to ask, and every row is taken */
    bool (*has)(const void *standards, struct text part, struct text id);
};

/* `parts`: "2-4", or several with ';' between. */
bool requirements_have(const struct requirements *all, const char *parts, struct text id);

const struct requirement *requirement_find(const struct requirements *all, struct text id);
