/*
 * catalogue.h - the standards as data: identifiers, our own wording, security
 * levels and crosswalks, from the tables that /catalogue/tables.csv lists.
 *
 * Ownership: a `struct catalogue` owns its tables and all their text (the text
 * of the built-in one lives as long as the program); what the look-ups return
 * is lent.
 * Errors: loading and checking report every problem, not just the first; each
 * names the file, the line and the rule.
 * A table is one file and one line of tables.csv: its columns field names every
 * column with the rule that its cells obey (rule.h).
 */
#pragma once

#include <stddef.h>

#include "base/array.h"
#include "base/embedded.h"
#include "base/problems.h"
#include "base/text.h"
#include "model/requirement.h"
#include "model/screening.h"

struct rule;

struct column {
    struct text name;
    const struct rule *rule;
    struct text argument; /* "1-7" of number(1-7) */
};

struct table_row {
    size_t line;         /* in the file */
    struct text *fields; /* one per column */
};

struct table {
    struct text id;   /* "3-3" */
    struct text file; /* below the catalogue's folder */
    struct text title, edition, licence, source;
    ARRAY(struct column) columns;
    ARRAY(size_t) key; /* numbers of the columns that together name a row */
    ARRAY(struct table_row) rows;
    size_t rows_due; /* as many as the source has */
    size_t line;     /* in tables.csv */
};

struct catalogue {
    struct arena text;
    ARRAY(struct table) tables;
    struct table list;   /* tables.csv */
    struct table totals; /* totals.csv: sums known from the standards, for the check */
};

/* The files of /catalogue as they were when the program was built. */
extern const struct embedded catalogue_files;

/* From a folder, or with NULL the built-in files.  0, or negative when anything was added to found.
 */
MUST_USE int catalogue_load(struct catalogue *c, const char *folder, struct problems *found);
void catalogue_finish(struct catalogue *c);

/* Every rule of every table, and the totals.  0, or negative when anything was added to found. */
MUST_USE int catalogue_check(const struct catalogue *c, struct problems *found);

const struct table *catalogue_table(const struct catalogue *c, struct text id); /* NULL: none */

#define COLUMN_NONE ((size_t)-1)
size_t table_column(const struct table *t, const char *name);
/* The row with this single-column key; NULL: none. */
const struct table_row *table_find(const struct table *t, struct text key);
/* Empty when there is no such column. */
struct text table_value(const struct table *t, const struct table_row *row, const char *column);

/* The first table with a row of this identifier; NULL: none. */
const struct table *catalogue_find(const struct catalogue *c, struct text id,
                                   const struct table_row **row);

/* The requirements of 2-1, and who to ask for rows of other parts: the catalogue must outlive it.
 * Their text stays the catalogue's, the array is the caller's. */
void catalogue_requirements(const struct catalogue *c, struct requirements *into);

/* The questions to begin with; text and array as above. */
void catalogue_screening(const struct catalogue *c, struct screening *into);
