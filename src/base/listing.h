/*
 * listing.h - rows and columns on their way to people and programs: as aligned
 * text, as CSV, or as one JSON object {"format", "rows": [{column: value}]}.
 *
 * Ownership: cells borrow their text until the listing is finished.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/moment.h"

enum { LISTING_COLUMNS_MOST = 32 };

enum cell_kind {
    CELL_TEXT,
    CELL_LIST, /* entries with ';' between: an array in JSON */
    CELL_UNSIGNED,
    CELL_BOOL, /* yes and no for people */
    CELL_FLAG, /* true and false, as files that are read again have them */
    CELL_MOMENT,
    CELL_DATE
};

struct cell {
    enum cell_kind kind;
    struct text text;
    uint64_t number; /* unsigned, bool, or a moment_us */
};

struct listing {
    const char *format; /* "bulkhead-assets/1" */
    const char *columns[LISTING_COLUMNS_MOST];
    size_t column_count;
    ARRAY(struct cell) cells; /* row by row */
};

enum listing_style { LISTING_TEXT, LISTING_CSV, LISTING_JSON };

/* Column names end with NULL. */
void listing_init(struct listing *t, const char *format, const char *const *columns);
void listing_finish(struct listing *t);

void listing_text(struct listing *t, struct text value);
void listing_list(struct listing *t, struct text entries);
void listing_string(struct listing *t, const char *value);
void listing_unsigned(struct listing *t, uint64_t value);
void listing_bool(struct listing *t, bool value);
void listing_flag(struct listing *t, bool value);
void listing_moment(struct listing *t, moment_us at); /* 0: empty, null */
void listing_date(struct listing *t, moment_us day);  /* likewise, without the time of day */

/* The cells so far must be whole rows. */
void listing_print(const struct listing *t, enum listing_style style, struct buffer *out);
