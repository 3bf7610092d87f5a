/*
 * table.h - rows and columns on their way to people and programs: as aligned
 * text, as CSV, or as one JSON object {"format", "rows": [{column: value}]}.
 *
 * Ownership: cells borrow their text until the table is finished.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/moment.h"

enum { TABLE_COLUMNS_MOST = 32 };

enum cell_kind { CELL_TEXT, CELL_UNSIGNED, CELL_BOOL, CELL_MOMENT };

struct cell {
    enum cell_kind kind;
    struct text text;
    uint64_t number; /* unsigned, bool, or a moment_us */
};

struct table {
    const char *format; /* "bulkhead-assets/1" */
    const char *columns[TABLE_COLUMNS_MOST];
    size_t column_count;
    ARRAY(struct cell) cells; /* row by row */
};

enum table_style { TABLE_TEXT, TABLE_CSV, TABLE_JSON };

/* Column names end with NULL. */
void table_init(struct table *t, const char *format, const char *const *columns);
void table_finish(struct table *t);

void table_text(struct table *t, struct text value);
void table_string(struct table *t, const char *value);
void table_unsigned(struct table *t, uint64_t value);
void table_bool(struct table *t, bool value);
void table_moment(struct table *t, moment_us at); /* 0: empty, null */

/* The cells so far must be whole rows. */
void table_print(const struct table *t, enum table_style style, struct buffer *out);
