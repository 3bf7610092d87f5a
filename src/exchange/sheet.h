/*
 * sheet.h - tables of cells, as CSV files and spreadsheets hold them, merged into
 * the ledgers of a plant.
 *
 * The first row names fields, by name or by title.  A row with the keys of one that
 * is there takes its place: fields without a column stay, and so do those that the
 * program keeps.  Other rows are added; where the ledger gives ids and a row has
 * none, it gets the next one.  Empty rows mean nothing.
 *
 * Ownership: sheets_finish() either hands everything to the plant or, after any
 * problem, leaves the plant as it was.  Cells are borrowed for the call.
 * Errors: sentences with file, row and column go to `found`; row 1 is the header.
 */
#pragma once

#include "base/index.h"
#include "exchange/format.h"

enum { SHEET_COLUMNS_MOST = 64, SHEET_LEDGERS_MOST = 64 };

/* A ledger while rows are merged into it; `numbers` says where each stood, 0: it was there. */
struct sheet_target {
    const struct ledger *ledger; /* NULL: not touched yet */
    const char *place;           /* `actions.csv` */
    ARRAY(size_t) numbers;
    struct index keys;
};

struct sheets {
    const struct format_input *in;
    struct problems *found;
    struct arena *into;   /* text that is kept */
    struct arena scratch; /* keys and messages */
    struct program draft; /* the plant's rows, and copies of the ledgers that are touched */
    struct sheet_target targets[SHEET_LEDGERS_MOST]; /* in the order of ledger_table */
    struct format_merged merged;
    bool failed;
};

struct sheet {
    struct sheets *sheets;
    struct sheet_target *target;
    const struct ledger_field *columns[SHEET_COLUMNS_MOST]; /* NULL: nothing is below */
    size_t column_count;
};

void sheets_begin(struct sheets *s, const struct format_input *in, struct plant *into,
                  struct problems *found);
/* `place` names the table in messages and lives as long as the sheets. */
struct sheet sheet_begin(struct sheets *s, const struct ledger *l, const char *place);
/* false: the columns are not those of the ledger, and the rows cannot be read. */
bool sheet_header(struct sheet *sheet, const struct text *cells, size_t count, size_t number);
void sheet_row(struct sheet *sheet, const struct text *cells, size_t count, size_t number);
MUST_USE int sheets_finish(struct sheets *s, struct plant *into);

/* One problem: its place, its row (0: the whole table) and the rule. */
void sheet_complain(struct sheets *s, const char *place, size_t number, const char *format, ...)
    PRINTF_LIKE(4, 5);
