/*
 * duty.h - who is responsible, accountable, consulted, informed for a
 * requirement.
 */
#pragma once

#include "base/text.h"

struct duty {
    struct text requirement; /* "NET 1.1" */
    struct text role;
    struct text letters;   /* R, A, RA, C, I */
    struct text party;     /* parties */
    struct text reference; /* a row of 2-4, ';' between */
    struct text contract;
};
