/*
 * metric.h - how the effect of a requirement is measured. Source: IEC
 * 62443-2-1, maturity level 4.
 */
#pragma once

#include <stdint.h>

#include "base/text.h"

struct metric {
    struct text id;
    struct text title;
    struct text requirement; /* "NET 1.1" */
    struct text definition;
    struct text source; /* typed, signal, figure */
    struct text signal; /* a signal's id */
    struct text figure;
    struct text unit;
    uint32_t target;
    struct text better; /* higher, lower */
    struct text owner;
};
