/*
 * person.h - somebody with a function in the program. Source: IEC 62443-2-1
 * ORG 1.2, ORG 1.3.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct person {
    struct text id;
    struct text name;
    struct text party; /* parties */
    struct text function;
    struct text contact;
    moment_us until;
};
