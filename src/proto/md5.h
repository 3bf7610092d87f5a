/*
 * md5.h - the MD5 digest, for fingerprints that others defined with it (HASSH, JA3).
 *
 * Source: RFC 1321, 3.
 */
#pragma once

#include <stdint.h>

#include "base/cursor.h"

enum { MD5_BYTES = 16 };

void md5(struct cursor bytes, uint8_t out[MD5_BYTES]);
