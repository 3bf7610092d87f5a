#include "exchange/xlsx_write.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/scratch_linux.h"

enum {
    CREATED = 1767225600, /* 2026-01-01: a workbook's bytes do not depend on the day */
    WORKBOOK_MOST = 1024 * 1024 * 1024,
    WIDE = 40,
    NARROW = 16,
};

struct writing {
    const struct program *program;
    lxw_workbook *book;
    lxw_format *bold, *date, *wrapped;
    struct arena cells; /* of one row */
    lxw_error error;    /* the first cell that could not be written */
};

struct place {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
};

static void note(struct writing *w, lxw_error error)
{
    if (w->error == LXW_NO_ERROR)
        w->error = error;
}

static void write_text(struct writing *w, const struct place *at, struct text t, lxw_format *format)
{
    if (t.length)
        note(w, worksheet_write_string(at->sheet, at->row, at->column, text_string(t, &w->cells),
                                       format));
}

/* Days before 1900 have no number in a workbook. */
static void write_date(struct writing *w, const struct place *at, struct text day)
{
    uint64_t year = 0, month = 0, of_month = 0;
    struct text rest = day;

    (void)text_unsigned(text_cut(&rest, '-'), 9999, &year);
    (void)text_unsigned(text_cut(&rest, '-'), 12, &month);
    (void)text_unsigned(rest, 31, &of_month);
    lxw_datetime date = { .year = (int)year, .month = (int)month, .day = (int)of_month };
    if (year >= 1900)
        worksheet_write_datetime(at->sheet, at->row, at->column, &date, w->date);
    else
        write_text(w, at, day, NULL);
}

static void write_number(const struct place *at, const struct ledger_field *f, struct text cell)
{
    uint64_t number = 0;

    (void)text_unsigned(cell, UINT64_MAX, &number);
    if (number >= f->least)
        worksheet_write_number(at->sheet, at->row, at->column, (double)number, NULL);
}

static void write_cell(struct writing *w, const struct place *at, const struct ledger_field *f,
                       const void *row)
{
    struct text cell = ledger_cell(f, row, &w->cells);

    switch (f->kind) {
    case LEDGER_flag:
        worksheet_write_boolean(at->sheet, at->row, at->column, text_is(cell, "true"), NULL);
        break;
    case LEDGER_date:
        write_date(w, at, cell);
        break;
    case LEDGER_level:
    case LEDGER_number:
    case LEDGER_money:
        write_number(at, f, cell);
        break;
    case LEDGER_prose:
        write_text(w, at, cell, w->wrapped);
        break;
    case LEDGER_text:
    case LEDGER_word:
    case LEDGER_list:
    case LEDGER_address:
        write_text(w, at, cell, NULL);
    }
}

static lxw_worksheet *add_sheet(struct writing *w, const struct ledger *l)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, l->name);

    for (size_t i = 0; sheet && i < l->field_count; i++) {
        bool wide = l->fields[i].kind == LEDGER_prose || l->fields[i].most >= 300;
        lxw_col_t column = (lxw_col_t)i;
        worksheet_set_column(sheet, column, column, wide ? WIDE : NARROW, NULL);
        worksheet_write_string(sheet, 0, column, l->fields[i].title, w->bold);
    }
    if (sheet)
        worksheet_freeze_panes(sheet, 1, 0);
    return sheet;
}

/* rows NULL: all of them, in their order. */
static int write_ledger(struct writing *w, const struct xlsx_rows *which, struct problem *why)
{
    const struct ledger *l = which->ledger;
    lxw_worksheet *sheet = add_sheet(w, l);

    if (!sheet || which->count >= LXW_ROW_MAX)
        return problem_set(why, -EFBIG, "%s: more rows than a sheet has", l->name);
    for (size_t i = 0; i < which->count; i++) {
        size_t number = which->rows ? which->rows[i] : i;
        for (size_t f = 0; f < l->field_count; f++)
            write_cell(w, &(struct place){ sheet, (lxw_row_t)i + 1, (lxw_col_t)f }, &l->fields[f],
                       ledger_row(l, w->program, number));
        if (w->error != LXW_NO_ERROR)
            return problem_set(
                why, -EFBIG, "%s \"%s\" is longer than a cell of a workbook", l->one,
                text_string(ledger_key(l, ledger_row(l, w->program, number), &w->cells),
                            &w->cells));
        arena_reset(&w->cells);
    }
    return 0;
}

static int write_ledgers(struct writing *w, const struct xlsx_rows *only, struct problem *why)
{
    int rc = 0;

    if (only)
        return write_ledger(w, only, why);
    for (size_t i = 0; rc == 0 && ledger_table[i]; i++) {
        size_t count = ledger_rows(ledger_table[i], w->program).count;
        rc = write_ledger(w, &(struct xlsx_rows){ ledger_table[i], NULL, count }, why);
    }
    return rc;
}

static void write_schema(struct writing *w)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, XLSX_SCHEMA_SHEET);

    worksheet_write_string(sheet, 0, 0, "schema", NULL);
    worksheet_write_string(sheet, 0, 1, XLSX_SCHEMA, NULL);
    worksheet_hide(sheet);
}

static int write_book(struct writing *w, const struct xlsx_rows *only, struct problem *why)
{
    char title[] = "Bulkhead ledgers";
    lxw_doc_properties about = { .title = title, .created = CREATED };

    workbook_set_properties(w->book, &about);
    w->bold = workbook_add_format(w->book);
    format_set_bold(w->bold);
    w->date = workbook_add_format(w->book);
    format_set_num_format(w->date, "yyyy-mm-dd");
    w->wrapped = workbook_add_format(w->book);
    format_set_text_wrap(w->wrapped);
    int rc = write_ledgers(w, only, why);
    write_schema(w);
    lxw_error closed = workbook_close(w->book);
    if (rc == 0 && closed != LXW_NO_ERROR)
        rc = problem_set(why, -EIO, "the workbook: %s", lxw_strerror(closed));
    return rc;
}

int xlsx_write(const struct program *p, const struct xlsx_rows *only, struct buffer *out,
               struct problem *why)
{
    struct writing w = { .program = p };
    char path[SCRATCH_PATH];
    struct text content;
    int fd = scratch_open(path, why);

    if (fd < 0)
        return fd;
    arena_create(&w.cells, ARENA_TRUSTED);
    w.book = workbook_new(path);
    int rc = w.book ? write_book(&w, only, why) : problem_set(why, -ENOMEM, "no workbook");
    if (rc == 0)
        rc = file_read(path, WORKBOOK_MOST, &w.cells, &content, why);
    if (rc == 0)
        buffer_text(out, content);
    arena_destroy(&w.cells);
    close(fd);
    return rc;
}
