/*
 * page.h - listings: which rows of all that fit, and in which format.
 */
#pragma once

#include "api/input.h"
#include "base/listing.h"

enum { PAGE_ROWS = 100, PAGE_ROWS_MOST = 1000 };

struct page {
    uint64_t offset;
    uint64_t limit; /* 0: not given */
    bool csv;
};

bool parse_format(struct text t, void *csv);

/* Rows of a query's table, for a struct with the member `page`. */
#define PAGE_FORMAT(row) INPUT_PARSED(row, page.csv, "format", parse_format, "must be json or csv")
#define PAGE_FIELDS(row)                                                                           \
    INPUT_NUMBER(row, page.offset, "offset", 0, INT64_MAX),                                        \
        INPUT_NUMBER(row, page.limit, "limit", 1, PAGE_ROWS_MOST), PAGE_FORMAT(row)

/* Where the page begins and ends among `total` rows. */
struct span {
    size_t from, to;
};
struct span page_span(const struct page *page, size_t total);

/* "total", "offset", "limit" of an object that is open. */
void page_print(const struct page *page, size_t total, struct json *j);

/* Numbers of the rows that fit. */
struct selection {
    uint32_t *rows;
    size_t count;
};
struct selection selection_of(size_t most, struct arena *into);

/* A listing with these columns, printed as CSV and finished. */
int reply_listing(struct reply *r, struct listing *t);

/* Only a format; for listings that are sent whole. */
struct format_query {
    struct page page;
};
extern const struct shape format_query;

/* Words in one CSV cell, with blanks between. */
struct text joined(struct text *words, size_t count, struct arena *into);
