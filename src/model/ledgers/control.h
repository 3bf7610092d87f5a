/*
 * control.h - a row of the corporate statement of applicability, by its
 * identifier; the text stays the owner's.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

struct control {
    struct text id;
    struct text title;
    bool applicable;
    bool implemented;
    struct text reference;
    struct text owner;
    struct text note;
};
