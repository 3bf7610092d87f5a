#include "base/problems.h"

#include <stdarg.h>
#include <stdio.h>

void problems_add(struct problems *found, const struct problem *one)
{
    if (found->rows.count == PROBLEMS_MOST)
        found->more++;
    else
        *array_add(&found->rows) = *one;
}

void problems_say(struct problems *found, int code, const char *format, ...)
{
    struct problem one = { .code = code };
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(one.what, sizeof one.what, format, arguments);
    va_end(arguments);
    problems_add(found, &one);
}

void problems_finish(struct problems *found)
{
    array_free(&found->rows);
    found->more = 0;
}
