/*
 * xlsx_book.h - the cells of a workbook's sheets, as far as tables need them.
 *
 * The file is hostile until shown otherwise: it is unpacked part by part under a
 * limit for all of them together, its XML has no document type, no entity of its
 * own and no network, and cells, texts and merges are counted.
 * Ownership: everything lives in the arena; book_close() gives back the archive.
 * Errors: one sentence; a workbook that ends in the middle is not half a workbook.
 *
 * Source: ECMA-376 part 1, 18.2, 18.3, 18.4; part 2, 10.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/problem.h"
#include "base/text.h"

enum {
    XLSX_BYTES_MOST = 32 * 1024 * 1024,
    XLSX_UNPACKED_MOST = 128 * 1024 * 1024, /* of all parts that are read */
    XLSX_PARTS_MOST = 4096,
    XLSX_SHEETS_MOST = 256,
    XLSX_CELLS_MOST = 2000000,
    XLSX_MERGES_MOST = 100000,
    XLSX_ROWS_MOST = 1048576, /* the last row that a sheet can have */
    XLSX_COLUMNS_MOST = 16384,
};

enum book_kind { BOOK_text, BOOK_number, BOOK_flag, BOOK_error };

struct book_cell {
    uint32_t row, column; /* row 1, column 0 is the first */
    enum book_kind kind;
    struct text value; /* a number as it stands; a flag as true or false */
};

/* Cells that are one: the value of the first. */
struct book_merge {
    uint32_t first_row, last_row, first_column, last_column;
};

struct book_sheet {
    struct text name, part;
    bool hidden;
};

struct book {
    struct arena *into;
    const char *name;
    struct zip *archive;
    size_t left; /* bytes that may still be unpacked */
    bool from_1904;
    ARRAY(struct book_sheet) sheets;
    ARRAY(struct text) texts; /* shared by cells */
};

struct book_grid {
    ARRAY(struct book_cell) cells; /* in the order of rows */
    ARRAY(struct book_merge) merges;
};

MUST_USE int book_open(struct book *b, const char *name, struct text content, struct arena *into,
                       struct problem *why);
void book_close(struct book *b);
MUST_USE int book_read_sheet(struct book *b, const struct book_sheet *sheet, struct book_grid *grid,
                             struct problem *why);
void book_grid_finish(struct book_grid *grid);

/* A day's number as YYYY-MM-DD; empty: it is none. */
struct text book_date(const struct book *b, struct text number, struct arena *into);
/* 3 for "3.0", 0.1 for "0.10000000000000001". */
struct text book_number(struct text number, struct arena *into);
