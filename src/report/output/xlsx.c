/*
 * xlsx.c - the tables of a document as a workbook, a sheet for each.
 *
 * Whole numbers and dates are written as such, everything else as text, so that
 * none of it is a formula.  The same tables give the same bytes.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/scratch_linux.h"
#include "report/document.h"

enum {
    CREATED = 1767225600, /* 2026-01-01: a workbook's bytes do not depend on the day */
    WORKBOOK_MOST = 256 << 20,
    SHEET_NAME_MOST = 31,
    DIGITS_MOST = 12,
    LONG = 24, /* from so many characters on a column is wide */
    WIDE = 48,
    NARROW = 16,
};

struct writing {
    lxw_workbook *book;
    lxw_format *bold, *date, *wrapped;
    struct arena text;
    lxw_error error; /* the first cell that could not be written */
};

static bool is_date(struct text t)
{
    static const char form[] = "0000-00-00";

    if (t.length != sizeof form - 1)
        return false;
    for (size_t i = 0; i < t.length; i++)
        if (form[i] == '-' ? t.at[i] != '-' : t.at[i] < '0' || t.at[i] > '9')
            return false;
    return true;
}

static bool is_number(struct text t, uint64_t *number)
{
    return t.length <= DIGITS_MOST && (t.length == 1 || !text_starts(t, "0")) &&
           text_unsigned(t, UINT64_MAX, number);
}

static void write_date(struct writing *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       struct text t)
{
    uint64_t year = 0, month = 0, of_month = 0;

    (void)text_unsigned(text_cut(&t, '-'), 9999, &year);
    (void)text_unsigned(text_cut(&t, '-'), 99, &month);
    (void)text_unsigned(t, 99, &of_month);
    lxw_datetime date = { .year = (int)year, .month = (int)month, .day = (int)of_month };
    worksheet_write_datetime(sheet, row, column, &date, w->date);
}

static void write_cell(struct writing *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       struct text t)
{
    uint64_t number;
    lxw_error error = LXW_NO_ERROR;

    if (!t.length)
        return;
    if (is_date(t))
        write_date(w, sheet, row, column, t);
    else if (is_number(t, &number))
        error = worksheet_write_number(sheet, row, column, (double)number, NULL);
    else
        error = worksheet_write_string(sheet, row, column, text_string(t, &w->text), w->wrapped);
    if (w->error == LXW_NO_ERROR)
        w->error = error;
}

/* A sheet's name is short, and no two are alike. */
static const char *sheet_name(struct writing *w, const struct kept_table *t, size_t number)
{
    struct text name = t->name;

    if (name.length > SHEET_NAME_MOST - 4) {
        name.length = SHEET_NAME_MOST - 4;
        name = text_format(&w->text, "%.*s-%zu", SHOWN(name), number);
    }
    return text_string(name, &w->text);
}

static bool column_is_wide(const struct kept_table *t, size_t column)
{
    for (size_t row = 0; row < kept_table_rows(t); row++)
        if (kept_table_cell(t, row, column).length > LONG)
            return true;
    return false;
}

static void write_sheet(struct writing *w, const struct kept_table *t, size_t number)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, sheet_name(w, t, number));

    if (!sheet) {
        w->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
        return;
    }
    for (size_t i = 0; i < t->columns.count; i++) {
        lxw_col_t column = (lxw_col_t)i;
        worksheet_set_column(sheet, column, column, column_is_wide(t, i) ? WIDE : NARROW, NULL);
        worksheet_write_string(sheet, 0, column, text_string(t->columns.items[i], &w->text),
                               w->bold);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    for (size_t row = 0; row < kept_table_rows(t); row++)
        for (size_t i = 0; i < t->columns.count; i++)
            write_cell(w, sheet, (lxw_row_t)row + 1, (lxw_col_t)i, kept_table_cell(t, row, i));
}

static void prepare(struct writing *w, const struct document *document)
{
    char *title = arena_array(&w->text, char, strlen(document->title) + 1);
    memcpy(title, document->title, strlen(document->title));
    lxw_doc_properties about = { .title = title, .created = CREATED };

    workbook_set_properties(w->book, &about);
    w->bold = workbook_add_format(w->book);
    format_set_bold(w->bold);
    format_set_text_wrap(w->bold);
    w->date = workbook_add_format(w->book);
    format_set_num_format(w->date, "yyyy-mm-dd");
    format_set_align(w->date, LXW_ALIGN_VERTICAL_TOP);
    w->wrapped = workbook_add_format(w->book);
    format_set_text_wrap(w->wrapped);
    format_set_align(w->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

static int write_book(struct writing *w, const struct document *document,
                      const struct tables *tables, struct problem *why)
{
    prepare(w, document);
    for (size_t i = 0; i < tables->items.count; i++)
        write_sheet(w, &tables->items.items[i], i + 1);
    lxw_error closed = workbook_close(w->book);
    lxw_error error = w->error != LXW_NO_ERROR ? w->error : closed;
    if (error != LXW_NO_ERROR)
        return problem_set(why, -EIO, "%s: the workbook: %s", document->name, lxw_strerror(error));
    return 0;
}

static int write_tables(const struct document *document, const struct tables *tables,
                        struct buffer *out, struct problem *why)
{
    struct writing w = { .error = LXW_NO_ERROR };
    char path[SCRATCH_PATH];
    struct text content;
    int fd = scratch_open(path, why);

    if (fd < 0)
        return fd;
    arena_create(&w.text, ARENA_TRUSTED);
    w.book = workbook_new(path);
    int rc = w.book ? write_book(&w, document, tables, why)
                    : problem_set(why, -ENOMEM, "%s: no workbook", document->name);
    if (rc == 0)
        rc = file_read(path, WORKBOOK_MOST, &w.text, &content, why);
    if (rc == 0)
        buffer_text(out, content);
    arena_destroy(&w.text);
    close(fd);
    return rc;
}

static int write_xlsx(const struct document *document, const struct report_input *in,
                      struct buffer *out, struct problem *why)
{
    struct tables tables;
    int rc;

    report_tables(document, in, OUTPUT_xlsx, &tables);
    if (tables.items.count)
        rc = write_tables(document, &tables, out, why);
    else
        rc = problem_set(why, -EINVAL,
                         "%s: there is no table in it yet; its .html says what to do next",
                         document->name);
    tables_finish(&tables);
    return rc;
}

const struct output_driver xlsx_output = {
    ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, write_xlsx
};
