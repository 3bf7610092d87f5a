/*
 * table.h - reading one table of the catalogue: its columns as tables.csv
 * describes them, then its rows.
 */
#pragma once

#include "catalogue/catalogue.h"

/* "%.*s" of a text. */
#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

/* "id:form(SR #.#);title:text" and "id"; problems are said of `place`, e.g. "tables.csv line 3". */
MUST_USE int table_describe(struct table *t, struct text columns, struct text key,
                            const char *place, struct problems *found);

/* The rows of its file, of which fields are views; quoted ones are copied into the arena. */
MUST_USE int table_read(struct table *t, struct text content, struct arena *into,
                        struct problems *found);

size_t table_column_named(const struct table *t, struct text name);

void table_finish(struct table *t);
