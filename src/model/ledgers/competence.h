/*
 * competence.h - what a function must be trained in. Source: IEC 62443-2-1 ORG
 * 1.4, ORG 1.5.
 */
#pragma once

#include <stdint.h>

#include "base/text.h"

struct competence {
    struct text function;
    struct text topic;
    struct text level; /* aware, competent, expert */
    uint32_t months;
};
