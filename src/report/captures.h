/*
 * captures.h - the tables that every document begins its figures with: from which
 * captures they are, and what in them was not understood.
 */
#pragma once

#include "base/arena.h"
#include "model/observed.h"
#include "report/html.h"

void captures_table(struct html *h, const struct observed *o, struct arena *into);
void skips_table(struct html *h, const struct observed *o, struct arena *into); /* or a sentence */
