/*
 * xlsx_write.h - ledgers as a workbook: a sheet for each, with its name; titles of
 * fields over the columns; dates, numbers and flags as such.
 *
 * Text is written as text, so that none of it is a formula.  A hidden sheet says
 * what this is and its version.  The same rows give the same bytes.
 * The format "xlsx" reads it again.
 */
#pragma once

#include "base/buffer.h"
#include "base/problem.h"
#include "model/program.h"

#define XLSX_SCHEMA       "bulkhead-ledgers/1"
#define XLSX_SCHEMA_SHEET "bulkhead"
#define XLSX_TYPE         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Some rows of one ledger. */
struct xlsx_rows {
    const struct ledger *ledger;
    const uint32_t *rows; /* their numbers */
    size_t count;
};

/* `only` NULL: every ledger, whole. */
MUST_USE int xlsx_write(const struct program *p, const struct xlsx_rows *only, struct buffer *out,
                        struct problem *why);
