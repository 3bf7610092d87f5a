/*
 * lesson.h - what an incident taught, and how one would notice that it comes
 * again. Source: IEC 62443-2-1 EVENT 1.8.
 */
#pragma once

#include <stdbool.h>

#include "base/moment.h"
#include "base/text.h"

struct lesson {
    struct text id;
    struct text title;
    moment_us happened;
    struct text scope; /* scopes */
    struct text what;
    struct text cause;
    struct text recurrence; /* a signal's id */
    moment_us checked;
    bool recurred;
};
