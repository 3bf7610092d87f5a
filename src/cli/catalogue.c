/*
 * catalogue.c - the standards' identifiers and levels, shown and checked.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/desk.h"

static struct listing_options chosen;

static const struct option options[] = {
    { "--json", OPTION_FLAG, &chosen.json, NULL, "one JSON object" },
    { "--csv", OPTION_FLAG, &chosen.csv, NULL, "comma-separated values with a header" },
    { 0 },
};

static int list(const struct catalogue *c, enum listing_style style, struct problem *why)
{
    static const char *const columns[] = { "table", "title", "edition", "rows", "licence", NULL };
    struct listing l;

    listing_init(&l, "bulkhead-catalogue/1", columns);
    for (ARRAY_EACH(const struct table, t, &c->tables)) {
        listing_text(&l, t->id);
        listing_text(&l, t->title);
        listing_text(&l, t->edition);
        listing_unsigned(&l, t->rows.count);
        listing_text(&l, t->licence);
    }
    return listing_show(&l, style, why);
}

static void fill_row(struct listing *l, const struct table *t, const struct table_row *row)
{
    for (size_t i = 0; i < t->columns.count; i++)
        listing_text(l, row->fields[i]);
}

/* A whole table, or with `only` one of its rows. */
static int show_table(const struct table *t, const struct table_row *only, enum listing_style style,
                      struct problem *why)
{
    const char *columns[LISTING_COLUMNS_MOST + 1] = { 0 };
    struct listing l;
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    for (size_t i = 0; i < t->columns.count && i < LISTING_COLUMNS_MOST; i++)
        columns[i] = text_string(t->columns.items[i].name, &text);
    listing_init(&l, "bulkhead-catalogue-table/1", columns);
    if (only)
        fill_row(&l, t, only);
    for (ARRAY_EACH(const struct table_row, row, &t->rows))
        if (!only)
            fill_row(&l, t, row);
    int rc = listing_show(&l, style, why);
    arena_destroy(&text);
    return rc;
}

static int show(const struct catalogue *c, struct text id, enum listing_style style,
                struct problem *why)
{
    const struct table_row *row = NULL;
    const struct table *t = catalogue_table(c, id);

    if (!t)
        t = catalogue_find(c, id, &row);
    if (!t)
        return problem_set(why, -ENOENT,
                           "%.*s: neither a table nor an identifier; 'bulkhead catalogue list' "
                           "names the tables",
                           (int)id.length, id.at);
    return show_table(t, row, style, why);
}

/* Every problem on a line of its own. */
static int check(const struct command *self, const char *folder)
{
    struct catalogue c;
    struct problems found = { 0 };

    int rc = catalogue_load(&c, folder, &found);
    if (rc == 0)
        rc = catalogue_check(&c, &found);
    for (ARRAY_EACH(const struct problem, p, &found.rows))
        command_fails(self, p);
    if (rc == 0)
        printf("%zu tables, every rule holds\n", c.tables.count);
    problems_finish(&found);
    catalogue_finish(&c);
    return rc < 0 ? EXIT_BAD : EXIT_DONE;
}

static int list_or_show(const struct command *self, const struct arguments *given,
                        enum listing_style style)
{
    struct problem why = { 0 };
    struct desk d;

    int rc = desk_open_catalogue(&d, &why);
    if (rc == 0)
        rc = given->count == 1 ? list(&d.catalogue, style, &why)
                               : show(&d.catalogue, text_of(given->items[1]), style, &why);
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    enum listing_style style;

    if (options_parse(options, &given, 1, 2, &why) < 0 ||
        listing_style_of(&chosen, &style, &why) < 0)
        return command_misused(self, &why);
    const char *what = given.items[0];
    if (strcmp(what, "check") == 0)
        return check(self, given.count > 1 ? given.items[1] : NULL);
    if (strcmp(what, "list") == 0 && given.count == 1)
        return list_or_show(self, &given, style);
    if (strcmp(what, "show") == 0 && given.count == 2)
        return list_or_show(self, &given, style);
    problem_set(&why, -EINVAL, "%s: must be list, show TABLE|ID or check [FOLDER]", what);
    return command_misused(self, &why);
}

const struct command catalogue_command = {
    .name = "catalogue",
    .usage = "list | show TABLE|ID | check [FOLDER] [--json | --csv]",
    .help = "The standards' identifiers, levels and crosswalks",
    .about = "Titles are our own short wording; no text of a standard is in the catalogue. 'check'\n"
             "holds every table, built in or in FOLDER, against its rules and known totals.",
    .run = run,
    .options = options,
};
