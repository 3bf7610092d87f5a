/*
 * attributes.h - what the compiler checks for us.
 */
#pragma once

#define MUST_USE            __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a)   __attribute__((format(printf, f, a), nonnull(f)))
#define COUNT_OF(rows)      (sizeof(rows) / sizeof((rows)[0]))
