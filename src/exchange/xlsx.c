/*
 * xlsx.c - the format "xlsx": sheets of a workbook, each with the name of a ledger and
 * a header that names its fields.
 *
 * A value in cells that are merged from top to bottom stands in each of their rows.
 */
#include <errno.h>

#include "exchange/sheet.h"
#include "exchange/xlsx_book.h"
#include "exchange/xlsx_write.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

/* A value that goes on in the rows below. */
struct carried {
    uint32_t last_row;
    struct book_cell cell;
};

struct walk {
    const struct book *book;
    struct sheet *sheet;
    const struct book_grid *grid;
    size_t next_merge;
    struct carried carried[SHEET_COLUMNS_MOST];
    struct book_cell row[SHEET_COLUMNS_MOST];
    size_t count;
    bool headed;
};

/* ---- a row ---- */

static void put(struct walk *w, const struct book_cell *cell, size_t column)
{
    w->row[column] = *cell;
    if (column >= w->count)
        w->count = column + 1;
}

static void carry(struct walk *w, uint32_t number)
{
    while (w->next_merge < w->grid->merges.count &&
           w->grid->merges.items[w->next_merge].first_row <= number) {
        const struct book_merge *m = &w->grid->merges.items[w->next_merge++];
        if (m->first_row == number && m->first_column < w->count)
            w->carried[m->first_column] = (struct carried){ m->last_row, w->row[m->first_column] };
    }
    for (size_t i = 0; i < SHEET_COLUMNS_MOST; i++)
        if (w->carried[i].last_row >= number && (i >= w->count || !w->row[i].value.length))
            put(w, &w->carried[i].cell, i);
}

static struct text as_text(const struct walk *w, size_t column, struct arena *into)
{
    const struct book_cell *cell = &w->row[column];
    const struct ledger_field *f =
        column < w->sheet->column_count ? w->sheet->columns[column] : NULL;
    struct text value = cell->value, date;

    if (f && f->kind == LEDGER_date) {
        date = cell->kind == BOOK_number ? book_date(w->book, value, into) : text_cut(&value, 'T');
        return date.length ? date : cell->value;
    }
    return cell->kind == BOOK_number ? book_number(value, into) : value;
}

static bool has_error(const struct walk *w, size_t number)
{
    bool any = false;

    for (size_t i = 0; i < w->count; i++)
        if (w->row[i].kind == BOOK_error) {
            sheet_complain(w->sheet->sheets, w->sheet->target->place, number,
                           "column %zu holds the error %.*s", i + 1, SHOWN(w->row[i].value));
            any = true;
        }
    return any;
}

/* false: the columns are not those of the ledger. */
static bool take_row(struct walk *w, uint32_t number)
{
    struct text cells[SHEET_COLUMNS_MOST] = { 0 };
    struct sheets *s = w->sheet->sheets;
    bool fits = true;

    carry(w, number);
    for (size_t i = 0; i < w->count; i++)
        cells[i] = as_text(w, i, &s->scratch);
    if (has_error(w, number))
        fits = w->headed;
    else if (w->headed)
        sheet_row(w->sheet, cells, w->count, number);
    else
        fits = sheet_header(w->sheet, cells, w->count, number);
    w->headed = true;
    return fits;
}

static void walk_rows(struct walk *w)
{
    const struct book_cell *cell = w->grid->cells.items;
    const struct book_cell *end = cell + w->grid->cells.count;
    bool fits = true;

    while (fits && cell < end) {
        uint32_t number = cell->row;
        w->count = 0;
        for (size_t i = 0; i < SHEET_COLUMNS_MOST; i++)
            w->row[i] = (struct book_cell){ 0 };
        for (; cell < end && cell->row == number; cell++) {
            if (cell->column < SHEET_COLUMNS_MOST)
                put(w, cell, cell->column);
            else if (fits) {
                sheet_complain(w->sheet->sheets, w->sheet->target->place, number,
                               "more than %d columns", SHEET_COLUMNS_MOST);
                fits = false;
            }
        }
        fits = fits && take_row(w, number);
    }
}

/* ---- sheets ---- */

static int read_sheet(struct sheets *s, struct book *b, const struct book_sheet *from,
                      const struct ledger *l, struct problem *why)
{
    struct text place = text_format(&s->scratch, "%s sheet %.*s", s->in->name, SHOWN(from->name));
    struct sheet sheet = sheet_begin(s, l, place.at);
    struct book_grid grid = { 0 };
    struct walk *w = arena_new(&s->scratch, struct walk);
    int rc = book_read_sheet(b, from, &grid, why);

    *w = (struct walk){ .book = b, .sheet = &sheet, .grid = &grid };
    if (rc == 0)
        walk_rows(w);
    book_grid_finish(&grid);
    return rc;
}

/* Where its rows go; NULL: nowhere, and a complaint when somebody can see it. */
static const struct ledger *ledger_of(struct sheets *s, const struct book_sheet *sheet)
{
    const struct ledger *l = ledger_find(sheet->name);

    if (!l && !sheet->hidden)
        sheet_complain(s, s->in->name, 0,
                       "sheet \"%.*s\": its name is that of no ledger; --into says which one",
                       SHOWN(sheet->name));
    return l;
}

/* A workbook of a version that we do not know may mean something else. */
static int check_schema(struct sheets *s, struct book *b, const struct book_sheet *sheet,
                        struct problem *why)
{
    struct book_grid grid = { 0 };
    int rc = book_read_sheet(b, sheet, &grid, why);
    bool known = grid.cells.count >= 2 && text_is(grid.cells.items[1].value, XLSX_SCHEMA);

    if (rc == 0 && !known)
        sheet_complain(s, s->in->name, 0, "its schema is not %s, the one that is known here",
                       XLSX_SCHEMA);
    book_grid_finish(&grid);
    return rc;
}

static int read_all(struct sheets *s, struct book *b, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < b->sheets.count; i++) {
        const struct book_sheet *sheet = &b->sheets.items[i];
        if (text_is(sheet->name, XLSX_SCHEMA_SHEET)) {
            rc = check_schema(s, b, sheet, why);
            continue;
        }
        const struct ledger *l = ledger_of(s, sheet);
        if (l)
            rc = read_sheet(s, b, sheet, l, why);
    }
    return rc;
}

/* The sheet with the ledger's name, else the first that can be seen. */
static int read_one(struct sheets *s, struct book *b, struct problem *why)
{
    const struct book_sheet *found = NULL;

    for (ARRAY_EACH(const struct book_sheet, sheet, &b->sheets))
        if (text_is(sheet->name, s->in->ledger->name) || (!found && !sheet->hidden))
            found = sheet;
    if (!found)
        return problem_set(why, -EINVAL, "%s: it has no sheet", s->in->name);
    return read_sheet(s, b, found, s->in->ledger, why);
}

static int read_xlsx(const struct format_input *in, struct plant *into, struct problems *found)
{
    struct problem why = { 0 };
    struct sheets sheets;
    struct book book;

    sheets_begin(&sheets, in, into, found);
    int rc = book_open(&book, in->name, in->content, &sheets.scratch, &why);
    if (rc == 0)
        rc = in->ledger ? read_one(&sheets, &book, &why) : read_all(&sheets, &book, &why);
    if (rc < 0) {
        problems_add(found, &why);
        sheets.failed = true;
    }
    book_close(&book);
    int done = sheets_finish(&sheets, into);
    return rc < 0 ? rc : done;
}

const struct format xlsx_format = {
    .name = "xlsx",
    .title = "rows of ledgers, a sheet for each (Excel)",
    .bytes_most = XLSX_BYTES_MOST,
    .merges = true,
    .read = read_xlsx,
};
