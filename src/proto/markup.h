/*
 * markup.h - looking things up in HTML and XML as they pass: by the words in front of
 * them, without a tree.  What is long is cut, what is broken is not found.
 */
#pragma once

#include "proto/line.h"

/* Step behind the first of these words, case ignored; false when they are not there. */
bool markup_find(struct cursor *c, const char *words);

/* The bytes up to a closing one; empty when it does not come. */
struct cursor markup_up_to(struct cursor c, char end);

/* What stands in the first element whose tag has this in it: "<title", ":Action". */
struct cursor markup_element(struct cursor body, const char *tag);
