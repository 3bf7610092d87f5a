/*
 * utf8.h - is this UTF-8?  Source: RFC 3629, 4 (overlong forms, surrogates and
 * code points above 10FFFF are refused).
 */
#pragma once

#include <stddef.h>

/* Bytes of the well-formed character at the start, or 0. */
size_t utf8_length(const char *at, size_t left);
