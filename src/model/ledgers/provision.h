/*
 * provision.h - one requirement of IEC 62443-2-4 for one service provider:
 * asked for, declared, shown.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct provision {
    struct text party;       /* parties */
    struct text requirement; /* a row of 2-4 */
    bool required;
    uint8_t declared;
    uint8_t shown;
    struct text evidence; /* evidence */
    struct text contract;
    struct text note;
};
