/*
 * ledger_csv.c - the format "csv": rows of one ledger, under a header that names its fields.
 *
 * Which ledger is asked for, or is the file's name: actions.csv.
 */
#include <errno.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "exchange/sheet.h"

enum { CSV_BYTES_MOST = 16 * 1024 * 1024 };

/* The line that is not UTF-8; 0: all of it is. */
static size_t bad_line(struct text t)
{
    size_t line = 1;

    for (size_t i = 0; i < t.length;) {
        size_t n = utf8_length(t.at + i, t.length - i);
        if (n == 0 || t.at[i] == 0)
            return line;
        line += t.at[i] == '\n';
        i += n;
    }
    return 0;
}

static struct text file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash ? slash + 1 : path);

    return text_cut(&name, '.');
}

static const struct ledger *ledger_of(const struct format_input *in, struct problems *found)
{
    const struct ledger *l = in->ledger ? in->ledger : ledger_find(file_name(in->name));

    if (!l)
        problems_say(found, -EINVAL, "%s: its name is that of no ledger; --into says which one",
                     in->name);
    return l;
}

static bool is_blank(const struct csv *c)
{
    return c->count == 1 && c->fields[0].length == 0;
}

static void take_row(struct sheet *sheet, struct csv *c, size_t number)
{
    for (size_t i = 0; i < c->count; i++)
        c->fields[i] = csv_plain(c->fields[i]);
    if (is_blank(c))
        return;
    if (c->count < sheet->column_count)
        sheet_complain(sheet->sheets, sheet->target->place, number,
                       "has %zu cells; the header has %zu", c->count, sheet->column_count);
    else
        sheet_row(sheet, c->fields, c->count, number);
}

static void read_rows(struct sheets *s, const struct ledger *l)
{
    struct csv c = csv_over(s->in->content, &s->scratch);
    struct sheet sheet = sheet_begin(s, l, s->in->name);
    struct problem why;
    bool readable = true;
    size_t number = 0;
    int rc;

    while (readable && (rc = csv_next(&c, s->in->name, &why)) != 0) {
        number++;
        if (rc < 0) {
            problems_add(s->found, &why);
            s->failed = true;
            return;
        }
        if (number == 1)
            readable = sheet_header(&sheet, c.fields, c.count, number);
        else
            take_row(&sheet, &c, number);
    }
    if (number == 0)
        sheet_complain(s, s->in->name, 0, "the file is empty; the first row names the columns");
}

static int read_csv(const struct format_input *in, struct plant *into, struct problems *found)
{
    const struct ledger *l = ledger_of(in, found);
    size_t line = bad_line(in->content);
    struct sheets sheets;

    if (!l)
        return -EINVAL;
    if (line) {
        problems_say(found, -EINVAL, "%s line %zu: not UTF-8", in->name, line);
        return -EINVAL;
    }
    sheets_begin(&sheets, in, into, found);
    read_rows(&sheets, l);
    return sheets_finish(&sheets, into);
}

const struct format ledger_csv_format = {
    .name = "csv",
    .title = "rows of one ledger (CSV)",
    .bytes_most = CSV_BYTES_MOST,
    .merges = true,
    .read = read_csv,
};
