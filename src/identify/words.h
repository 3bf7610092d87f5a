/*
 * words.h - comma-separated lists of words in rules.
 */
#pragma once

#include "base/text.h"

/* The next word of a list, trimmed; false at the end. */
bool words_next(struct text *rest, struct text *word);

/* Is it exactly one of the listed words? */
bool words_hold(const char *list, struct text word);

/*
 * Does the text mention one of them as a word of its own ("rtu" is not in
 * "virtual")?  "6es7 3*" also fits what only begins so.  Case is ignored.
 */
bool words_mentioned(const char *list, struct text in);
