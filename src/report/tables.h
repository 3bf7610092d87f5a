/*
 * tables.h - the tables of a document as rows of cells: kept while the document
 * is written as HTML, so that a sheet or a CSV file says what the page says.
 *
 * A table is called after its caption, or the chart or heading that it stands
 * under.  Text in a cell is that of the page; parts on lines of their own have a
 * line end between them.  Every row has as many cells as there are columns.
 * Ownership: a `struct tables` owns all text; tables_finish() is always fine.
 */
#pragma once

#include "base/arena.h"
#include "base/array.h"
#include "base/buffer.h"

struct kept_table {
    struct text name;  /* "program-elements": once in a document */
    struct text title; /* "Program elements" */
    ARRAY(struct text) columns;
    ARRAY(struct text) cells; /* row by row */
};

struct tables {
    struct arena text;
    ARRAY(struct kept_table) items;
    struct buffer words; /* of what is being kept */
    struct text heading, caption;
    bool in_body, keeping;
    const char *element; /* that `words` are of */
    unsigned inside;     /* elements open in it */
};

void tables_init(struct tables *t);
void tables_finish(struct tables *t);

/* What html.c tells while it writes. */
void tables_open(struct tables *t, const char *element);
void tables_say(struct tables *t, struct text words);
void tables_close(struct tables *t, const char *element);

size_t kept_table_rows(const struct kept_table *t);
struct text kept_table_cell(const struct kept_table *t, size_t row, size_t column);

const struct kept_table *tables_find(const struct tables *t, struct text name); /* NULL: none */
