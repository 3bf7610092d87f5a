/*
 * declaration.h - what a supplier declares of a product for one requirement of
 * IEC 62443-4-1 or 4-2.
 */
#pragma once

#include <stdint.h>

#include "base/text.h"

struct declaration {
    struct text product;     /* products */
    struct text requirement; /* a row of 4-2 or 4-1 */
    uint8_t level;
    struct text evidence; /* evidence */
    struct text note;
};
