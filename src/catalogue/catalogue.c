#include "catalogue/catalogue.h"

#include <errno.h>

#include "base/file.h"
#include "catalogue/table.h"

enum { FILE_MOST = 16 << 20 };

struct description {
    const char *file, *key, *columns;
};

/* These two are described here, everything else by the first of them. */
static const struct description tables_csv = {
    "tables.csv",
    "id",
    "id:text;file:text;title:text;edition:any;licence:text;source:text;key:text;"
    "rows:number(1-1000000);columns:text",
};
static const struct description totals_csv = {
    "totals.csv",
    "table;column;value",
    "table:text;column:any;value:any;rows:form(#|);"
    "sl1:form(#|);sl2:form(#|);sl3:form(#|);sl4:form(#|)",
};

static int read_built_in(const char *file, struct text *content, struct problem *why)
{
    const struct embedded_file *found = embedded_find(&catalogue_files, file);

    if (!found)
        return problem_set(why, -ENOENT, "%s: not in the built-in catalogue", file);
    *content = embedded_text(found);
    return 0;
}

static int read_one(struct catalogue *c, const char *folder, struct text file, struct text *content,
                    struct problem *why)
{
    const char *name = text_string(file, &c->text);

    if (!folder)
        return read_built_in(name, content, why);
    if (name[0] == '/' || text_contains(file, ".."))
        return problem_set(why, -EINVAL, "%s: a table's file lies below the catalogue", name);
    return file_read(text_format(&c->text, "%s/%s", folder, name).at, FILE_MOST, &c->text, content,
                     why);
}

static int load_rows(struct catalogue *c, const char *folder, struct table *t,
                     struct problems *found)
{
    struct problem why = { 0 };
    struct text content;
    int rc = read_one(c, folder, t->file, &content, &why);

    if (rc < 0) {
        problems_add(found, &why);
        return rc;
    }
    return table_read(t, content, &c->text, found);
}

static int load_described(struct catalogue *c, const char *folder, struct table *t,
                          const struct description *as, struct problems *found)
{
    t->id = t->file = text_of(as->file);
    int rc = table_describe(t, text_of(as->columns), text_of(as->key), as->file, found);
    return rc < 0 ? rc : load_rows(c, folder, t, found);
}

/* The table that one line of tables.csv describes. */
static int load_listed(struct catalogue *c, const char *folder, const struct table_row *row,
                       struct problems *found)
{
    const struct table *list = &c->list;
    struct text place = text_format(&c->text, "tables.csv line %zu", row->line);
    uint64_t rows_due = 0;
    struct table t = {
        .id = table_value(list, row, "id"),
        .file = table_value(list, row, "file"),
        .title = table_value(list, row, "title"),
        .edition = table_value(list, row, "edition"),
        .licence = table_value(list, row, "licence"),
        .source = table_value(list, row, "source"),
        .line = row->line,
    };

    if (text_unsigned(table_value(list, row, "rows"), SIZE_MAX, &rows_due))
        t.rows_due = (size_t)rows_due;
    int rc = table_describe(&t, table_value(list, row, "columns"), table_value(list, row, "key"),
                            place.at, found);
    if (rc < 0)
        return table_finish(&t), rc;
    *array_add(&c->tables) = t;
    return load_rows(c, folder, &c->tables.items[c->tables.count - 1], found);
}

int catalogue_load(struct catalogue *c, const char *folder, struct problems *found)
{
    *c = (struct catalogue){ 0 };
    arena_create(&c->text, ARENA_TRUSTED);
    int rc = load_described(c, folder, &c->list, &tables_csv, found);
    for (ARRAY_EACH(const struct table_row, row, &c->list.rows)) {
        int one = load_listed(c, folder, row, found);
        rc = rc < 0 ? rc : one;
    }
    int totals = load_described(c, folder, &c->totals, &totals_csv, found);
    return rc < 0 ? rc : totals;
}

void catalogue_finish(struct catalogue *c)
{
    for (ARRAY_EACH(struct table, t, &c->tables))
        table_finish(t);
    array_free(&c->tables);
    table_finish(&c->list);
    table_finish(&c->totals);
    arena_destroy(&c->text);
}

const struct table *catalogue_table(const struct catalogue *c, struct text id)
{
    for (ARRAY_EACH(const struct table, t, &c->tables))
        if (text_equal(t->id, id))
            return t;
    return NULL;
}

const struct table *catalogue_find(const struct catalogue *c, struct text id,
                                   const struct table_row **row)
{
    for (ARRAY_EACH(const struct table, t, &c->tables)) {
        const struct table_row *found = table_find(t, id);
        if (found)
            return *row = found, t;
    }
    return NULL;
}
