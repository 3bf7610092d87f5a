/*
 * explain.h - the derivation of one figure as a tree of sentences.
 */
#pragma once

#include "api/request.h"

/* "Explanation" of openapi.yaml; -ENOENT and a sentence when there is no such figure. */
MUST_USE int explain_print(struct json *j, const char *key, struct request *r, struct text figure,
                           struct problem *why);
