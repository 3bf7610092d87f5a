/*
 * clause.h - what was answered to a clause of IEC 62443-2-1:2010; carried as a
 * note, never relabelled.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct clause {
    struct text id;
    struct text answer;
    moment_us answered;
    struct text answered_by;
    struct text look_at; /* "NET 1.1", ';' between */
};
