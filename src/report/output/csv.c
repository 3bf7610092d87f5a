/*
 * csv.c - one table of a document as comma-separated values.
 */
#include <errno.h>

#include "base/csv.h"
#include "report/document.h"

static void write_row(struct buffer *out, const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_field(out, cells[i], i == 0);
    csv_end_row(out);
}

static void write_table(struct buffer *out, const struct kept_table *t)
{
    write_row(out, t->columns.items, t->columns.count);
    for (size_t row = 0; row < kept_table_rows(t); row++)
        write_row(out, &t->cells.items[row * t->columns.count], t->columns.count);
}

static int refuse(const struct document *document, const struct tables *tables, struct text wanted,
                  struct problem *why)
{
    struct buffer known = BUFFER_KEPT;

    for (ARRAY_EACH(const struct kept_table, t, &tables->items))
        buffer_format(&known, "%s%.*s", known.length ? ", " : "", SHOWN(t->name));
    if (!tables->items.count)
        problem_set(why, -EINVAL, "%s: there is no table in it yet; its .html says what to do next",
                    document->name);
    else if (wanted.length)
        problem_set(why, -EINVAL, "%s: there is no table \"%.*s\" in it; there is: %.*s",
                    document->name, SHOWN(wanted), SHOWN(buffer_view(&known)));
    else
        problem_set(why, -EINVAL, "%s: a CSV file holds one table; choose it with --table: %.*s",
                    document->name, SHOWN(buffer_view(&known)));
    buffer_free(&known);
    return why->code;
}

static int write_csv(const struct document *document, const struct report_input *in,
                     struct buffer *out, struct problem *why)
{
    struct tables tables;
    const struct kept_table *chosen = NULL;
    int rc = 0;

    report_tables(document, in, OUTPUT_csv, &tables);
    if (in->table.length)
        chosen = tables_find(&tables, in->table);
    else if (tables.items.count == 1)
        chosen = &tables.items.items[0];
    if (chosen)
        write_table(out, chosen);
    else
        rc = refuse(document, &tables, in->table, why);
    tables_finish(&tables);
    return rc;
}

const struct output_driver csv_output = { ".csv", "text/csv; charset=utf-8", false, write_csv };
