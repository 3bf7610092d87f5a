#include "base/problem.h"

#include <stdarg.h>
#include <stdio.h>

int problem_set(struct problem *why, int code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(why->what, sizeof why->what, format, arguments);
    va_end(arguments);
    why->code = code;
    return code;
}
