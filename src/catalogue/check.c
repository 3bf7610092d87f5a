#include <errno.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/index.h"
#include "base/utf8.h"
#include "catalogue/catalogue.h"
#include "catalogue/rule.h"
#include "catalogue/table.h"

enum { NAME_MOST = 128 };

/* "csf_id;standard;ref" shown as "ID.AM-1, ISA-62443-3-3:2013, SR 7.8". */
static const char *row_name(const struct table *t, const struct table_row *row, char out[NAME_MOST])
{
    size_t length = 0;

    out[0] = 0;
    for (ARRAY_EACH(const size_t, number, &t->key)) {
        int n = snprintf(out + length, NAME_MOST - length, "%s%.*s", length ? ", " : "",
                         SHOWN(row->fields[*number]));
        length += n > 0 ? (size_t)n : 0;
        if (length >= NAME_MOST)
            break;
    }
    return out;
}

/* "iec62443-3-3-2013.csv line 12: SR 3.4" */
struct place {
    char text[NAME_MOST * 2];
};

static struct place place_of(const struct table *t, const struct table_row *row)
{
    struct place p;
    char name[NAME_MOST];

    snprintf(p.text, sizeof p.text, "%.*s line %zu: %s", SHOWN(t->file), row->line,
             row_name(t, row, name));
    return p;
}

static bool is_utf8(struct text t)
{
    size_t used = 0, n;

    while (used < t.length && (n = utf8_length(t.at + used, t.length - used)) > 0)
        used += n;
    return used == t.length;
}

static void check_cell(struct cell cell, struct problems *found)
{
    const struct column *column = cell.column;

    if (!is_utf8(cell.value))
        problems_say(found, -EINVAL, "%s: %.*s is not UTF-8", place_of(cell.table, cell.row).text,
                     SHOWN(column->name));
    else if (!column->rule->holds(&cell))
        problems_say(found, -EINVAL, "%s: %.*s \"%.*s\" %s%s%.*s",
                     place_of(cell.table, cell.row).text, SHOWN(column->name), SHOWN(cell.value),
                     column->rule->otherwise, column->argument.length ? " " : "",
                     SHOWN(column->argument));
}

/* Selected once, selected at every higher level. */
static void check_levels(const struct table *t, const struct table_row *row, struct problems *found)
{
    for (size_t i = 1; i < t->columns.count; i++) {
        const struct column *low = &t->columns.items[i - 1], *high = low + 1;
        if (rule_is_level(low->rule) && rule_is_level(high->rule) &&
            text_is(row->fields[i - 1], "1") && text_is(row->fields[i], "0"))
            problems_say(found, -EINVAL, "%s: %.*s is 1 and %.*s is 0; levels are cumulative",
                         place_of(t, row).text, SHOWN(low->name), SHOWN(high->name));
    }
}

static bool same_key(const void *owner, const void *key, uint32_t item)
{
    const struct table *t = owner;
    const struct table_row *a = key, *b = &t->rows.items[item];

    for (ARRAY_EACH(const size_t, number, &t->key))
        if (!text_equal(a->fields[*number], b->fields[*number]))
            return false;
    return true;
}

static uint64_t hash_key(const struct table *t, const struct table_row *row)
{
    uint64_t sum = 0;

    for (ARRAY_EACH(const size_t, number, &t->key))
        sum = hash_mix(sum, hash_bytes(row->fields[*number].at, row->fields[*number].length));
    return sum;
}

static void check_keys(const struct table *t, struct problems *found)
{
    struct index known = { 0 };

    for (uint32_t i = 0; i < t->rows.count; i++) {
        const struct table_row *row = &t->rows.items[i];
        uint64_t hash = hash_key(t, row);
        uint32_t first = index_find(&known, hash, same_key, t, row);
        if (first == INDEX_NONE)
            index_insert(&known, hash, i);
        else
            problems_say(found, -EINVAL, "%s: stands on line %zu already", place_of(t, row).text,
                         t->rows.items[first].line);
    }
    index_free(&known);
}

static void check_table(const struct catalogue *c, const struct table *t, struct problems *found)
{
    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        for (size_t i = 0; i < t->columns.count; i++)
            check_cell((struct cell){ c, t, row, &t->columns.items[i], row->fields[i] }, found);
        check_levels(t, row, found);
    }
    check_keys(t, found);
    if (t->rows_due && t->rows.count != t->rows_due)
        problems_say(found, -EINVAL, "%.*s: %zu rows; tables.csv line %zu says %zu", SHOWN(t->file),
                     t->rows.count, t->line, t->rows_due);
}

/* Does the total count this row?  "" counts all, "NET" of an id "NET 1.4", "SAR" of "SAR;NDR". */
static bool counts(struct text cell, struct text value)
{
    struct text head = cell, list = cell;

    if (!value.length || text_equal(text_cut(&head, ' '), value))
        return true;
    while (list.length)
        if (text_equal(text_cut(&list, ';'), value))
            return true;
    return false;
}

/* Rows of foundational requirement 0 apply at every level and stay out of level counts. */
static size_t count_rows(const struct table *t, size_t column, struct text value, size_t level)
{
    size_t count = 0, fr = table_column(t, "fr");

    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        bool selected =
            level == COLUMN_NONE || (text_is(row->fields[level], "1") &&
                                     !(fr != COLUMN_NONE && text_is(row->fields[fr], "0")));
        count += selected && (column == COLUMN_NONE || counts(row->fields[column], value));
    }
    return count;
}

struct sum {
    const struct table *table, *totals;
    const struct table_row *total; /* the line of totals.csv */
    size_t column;                 /* of the table, that the line speaks of */
};

static void check_sum(const struct sum *sum, const char *what, struct problems *found)
{
    const struct table *t = sum->table;
    struct text value = table_value(sum->totals, sum->total, "value");
    size_t level = text_is(text_of(what), "rows") ? COLUMN_NONE : table_column(t, what);
    size_t count = count_rows(t, sum->column, value, level);
    uint64_t due;

    if (text_unsigned(table_value(sum->totals, sum->total, what), UINT32_MAX, &due) && count != due)
        problems_say(found, -EINVAL, "%.*s: %.*s%s%zu %s%s; totals.csv line %zu says %zu",
                     SHOWN(t->file), SHOWN(value), value.length ? ": " : "", count,
                     level == COLUMN_NONE ? "" : "selected in ", what, sum->total->line,
                     (size_t)due);
}

static void check_total(const struct catalogue *c, const struct table_row *row,
                        struct problems *found)
{
    static const char *const sums[] = { "rows", "sl1", "sl2", "sl3", "sl4" };
    struct text column = table_value(&c->totals, row, "column");
    struct sum sum = { .table = catalogue_table(c, table_value(&c->totals, row, "table")),
                       .totals = &c->totals,
                       .total = row };

    if (sum.table)
        sum.column = table_column_named(sum.table, column);
    if (!sum.table || (column.length && sum.column == COLUMN_NONE)) {
        problems_say(found, -EINVAL, "%s: there is no such table or column",
                     place_of(&c->totals, row).text);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        check_sum(&sum, sums[i], found);
}

int catalogue_check(const struct catalogue *c, struct problems *found)
{
    size_t before = found->rows.count + found->more;

    check_table(c, &c->list, found);
    check_table(c, &c->totals, found);
    for (ARRAY_EACH(const struct table, t, &c->tables))
        check_table(c, t, found);
    for (ARRAY_EACH(const struct table_row, row, &c->totals.rows))
        check_total(c, row, found);
    return found->rows.count + found->more == before ? 0 : -EINVAL;
}
