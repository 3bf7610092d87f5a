#include "catalogue/table.h"

#include <errno.h>
#include <string.h>

#include "base/csv.h"
#include "catalogue/rule.h"

/* "title:text" or "fr:number(1-7)" */
static int add_column(struct table *t, struct text entry, const char *place, struct problems *found)
{
    struct text rest = entry, name = text_cut(&rest, ':'), rule = text_cut(&rest, '(');
    const struct rule *known = rule_find(rule);

    if (rest.length && rest.at[rest.length - 1] == ')')
        rest.length--;
    if (!known || !name.length) {
        problems_say(found, -EINVAL, "%s: column \"%.*s\": there is no rule \"%.*s\"", place,
                     SHOWN(entry), SHOWN(rule));
        return -EINVAL;
    }
    *array_add(&t->columns) = (struct column){ name, known, rest };
    return 0;
}

size_t table_column_named(const struct table *t, struct text name)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (text_equal(t->columns.items[i].name, name))
            return i;
    return COLUMN_NONE;
}

int table_describe(struct table *t, struct text columns, struct text key, const char *place,
                   struct problems *found)
{
    int rc = 0;

    while (columns.length)
        if (add_column(t, text_cut(&columns, ';'), place, found) < 0)
            rc = -EINVAL;
    do {
        struct text name = text_cut(&key, ';');
        size_t number = table_column_named(t, name);
        if (number == COLUMN_NONE) {
            problems_say(found, -EINVAL, "%s: key \"%.*s\" is not a column", place, SHOWN(name));
            rc = -EINVAL;
        } else {
            *array_add(&t->key) = number;
        }
    } while (key.length);
    return rc;
}

static bool header_fits(const struct table *t, const struct csv *c, struct problems *found)
{
    if (c->count != t->columns.count) {
        problems_say(found, -EINVAL, "%.*s line 1: %zu columns; tables.csv lists %zu",
                     SHOWN(t->file), c->count, t->columns.count);
        return false;
    }
    for (size_t i = 0; i < c->count; i++)
        if (!text_equal(c->fields[i], t->columns.items[i].name)) {
            problems_say(
                found, -EINVAL, "%.*s line 1: column %zu is \"%.*s\"; tables.csv calls it \"%.*s\"",
                SHOWN(t->file), i + 1, SHOWN(c->fields[i]), SHOWN(t->columns.items[i].name));
            return false;
        }
    return true;
}

static int add_row(struct table *t, const struct csv *c, struct arena *into, struct problems *found)
{
    if (c->count != t->columns.count) {
        problems_say(found, -EINVAL, "%.*s line %zu: %zu fields; the header has %zu",
                     SHOWN(t->file), c->line, c->count, t->columns.count);
        return -EINVAL;
    }
    struct table_row row = { c->line, arena_array(into, struct text, c->count) };
    memcpy(row.fields, c->fields, c->count * sizeof *row.fields);
    *array_add(&t->rows) = row;
    return 0;
}

int table_read(struct table *t, struct text content, struct arena *into, struct problems *found)
{
    struct csv c = csv_over(content, into);
    struct problem why = { 0 };
    const char *file = text_string(t->file, into);
    int rc = 0, more = csv_next(&c, file, &why);

    if (more > 0 && !header_fits(t, &c, found))
        return -EINVAL;
    if (more == 0)
        more = problem_set(&why, -EINVAL, "%s: empty; its first line names the columns", file);
    while (more > 0) {
        more = csv_next(&c, file, &why);
        if (more > 0 && add_row(t, &c, into, found) < 0)
            rc = -EINVAL;
    }
    if (more < 0)
        problems_add(found, &why);
    return more < 0 ? more : rc;
}

void table_finish(struct table *t)
{
    array_free(&t->columns);
    array_free(&t->key);
    array_free(&t->rows);
}

size_t table_column(const struct table *t, const char *name)
{
    return table_column_named(t, text_of(name));
}

const struct table_row *table_find(const struct table *t, struct text key)
{
    if (t->key.count != 1)
        return NULL;
    for (ARRAY_EACH(const struct table_row, row, &t->rows))
        if (text_equal(row->fields[t->key.items[0]], key))
            return row;
    return NULL;
}

struct text table_value(const struct table *t, const struct table_row *row, const char *column)
{
    size_t number = table_column(t, column);

    return number == COLUMN_NONE ? (struct text){ 0 } : row->fields[number];
}
