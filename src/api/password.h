/*
 * password.h - passwords as they are kept: argon2id strings.
 *
 * Hashing takes 64 MiB and some tenths of a second, on purpose.
 * Source: RFC 9106, 4 (argon2id); three passes over 64 MiB.
 */
#pragma once

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

enum { PASSWORD_SHORTEST = 12, PASSWORD_LONGEST = 1024, PASSWORD_HASH_TEXT = 128 };

/* A NUL-terminated string for struct user. */
MUST_USE int password_hash(struct text password, char hash[PASSWORD_HASH_TEXT],
                           struct problem *why);
bool password_matches(struct text password, struct text hash);
