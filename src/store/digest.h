/*
 * digest.h - SHA-256 in hex: how captures and evidence files are known again.
 *
 * Source: FIPS 180-4.
 */
#pragma once

#include "base/problem.h"
#include "base/text.h"

enum { DIGEST_TEXT = 65 }; /* 64 digits and the NUL */

void digest_text(struct text content, char out[DIGEST_TEXT]);
/* Reads the file in pieces: captures may be larger than memory. */
MUST_USE int digest_file(const char *path, char out[DIGEST_TEXT], struct problem *why);
/* 64 lower-case hex digits? */
bool digest_is_one(struct text t);
