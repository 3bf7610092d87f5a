/*
 * csv.h - comma-separated values: a reader that knows its line numbers and a
 * writer that cannot be made to start a formula.
 *
 * Our dialect: UTF-8, comma, RFC 4180 quotes, a header row, LF.  The reader also
 * takes CRLF and a byte order mark.
 *
 * Source: RFC 4180, 2.
 */
#pragma once

#include <stddef.h>

#include "base/buffer.h"
#include "base/problem.h"
#include "base/text.h"

enum { CSV_FIELDS_MOST = 64 };

struct csv {
    struct text rest;
    size_t line; /* of the row last read; 1 is the first line */
    size_t next_line;
    struct text fields[CSV_FIELDS_MOST];
    size_t count;
    struct arena *into; /* unquoted copies live here */
};

struct csv csv_over(struct text content, struct arena *into);

/* 1: a row is in fields[0..count); 0: the end; negative: why says which line is wrong. */
MUST_USE int csv_next(struct csv *c, const char *name, struct problem *why);

/* A field as it was before csv_field() kept it from starting a formula. */
struct text csv_plain(struct text field);

/* Writes fields; call csv_end_row after the last of a row. */
void csv_field(struct buffer *out, struct text value, bool first);
void csv_end_row(struct buffer *out);
