/*
 * ledger.c - what people keep: the ledgers with their numbers of rows, or the rows of one.
 */
#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/desk.h"
#include "exchange/xlsx_write.h"
#include "model/ledger_listing.h"

static struct listing_options chosen;
static struct option_list where;
static const char *workbook;

static const struct option options[] = {
    { "--where", OPTION_LIST, &where, "FIELD=VALUE", "rows with this value only; - for none" },
    { "--xlsx", OPTION_TEXT, &workbook, "FILE",
      "write a workbook: a sheet for each ledger, or the one" },
    { "--json", OPTION_FLAG, &chosen.json, NULL, "one JSON object" },
    { "--csv", OPTION_FLAG, &chosen.csv, NULL, "comma-separated values with a header" },
    { 0 },
};

static const char *const columns[] = { "ledger", "rows", "title", NULL };

/* A field that must have a value. */
struct wish {
    const struct ledger_field *field;
    struct text value;
};

struct question {
    const struct ledger *ledger; /* NULL: which there are */
    struct wish wishes[OPTION_LIST_MOST];
    enum listing_style style;
};

static int unknown_ledger(const char *name, struct problem *why)
{
    char known[512] = "";
    size_t used = 0;

    for (const struct ledger *const *l = ledger_table; *l && used < sizeof known; l++)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "",
                                 (*l)->name);
    return problem_set(why, -EINVAL, "%s: no such ledger; there are: %s", name, known);
}

static int read_wish(struct question *q, const char *given, struct wish *wish, struct problem *why)
{
    struct text value = text_of(given), name = text_cut(&value, '=');

    if (name.length == text_of(given).length)
        return problem_set(why, -EINVAL, "--where %s: must be FIELD=VALUE", given);
    *wish = (struct wish){ ledger_field(q->ledger, name), value };
    if (!wish->field)
        return problem_set(why, -EINVAL, "--where %s: \"%.*s\" is no field of %s", given,
                           (int)name.length, name.at, q->ledger->name);
    return 0;
}

static int read_question(struct question *q, struct arguments given, struct problem *why)
{
    int rc = listing_style_of(&chosen, &q->style, why);

    if (rc < 0)
        return rc;
    if (workbook && q->style != LISTING_TEXT)
        return problem_set(why, -EINVAL, "--xlsx excludes --json and --csv");
    if (given.count < 2)
        return where.count ? problem_set(why, -EINVAL, "--where needs a ledger") : 0;
    q->ledger = ledger_find(text_of(given.items[1]));
    if (!q->ledger)
        return unknown_ledger(given.items[1], why);
    for (size_t i = 0; rc == 0 && i < where.count; i++)
        rc = read_wish(q, where.items[i], &q->wishes[i], why);
    return rc;
}

static bool fits(const struct wish *wish, const void *row, struct arena *into)
{
    struct text cell = ledger_cell(wish->field, row, into);

    if (text_is(wish->value, "-"))
        return cell.length == 0;
    return text_equal(cell, wish->value) ||
           (wish->field->kind == LEDGER_list && list_has(cell, wish->value));
}

static bool is_wanted(const struct question *q, const void *row, struct arena *into)
{
    for (size_t i = 0; i < where.count; i++)
        if (!fits(&q->wishes[i], row, into))
            return false;
    return true;
}

static void fill_ledgers(const struct program *p, struct listing *l)
{
    listing_init(l, "bulkhead-ledgers/1", columns);
    for (const struct ledger *const *one = ledger_table; *one; one++) {
        listing_string(l, (*one)->name);
        listing_unsigned(l, ledger_rows(*one, p).count);
        listing_string(l, (*one)->title);
    }
}

static void fill_rows(const struct question *q, const struct program *p, struct listing *l,
                      struct arena *into)
{
    size_t count = ledger_rows(q->ledger, p).count;
    bool narrow = q->style == LISTING_TEXT;

    ledger_listing_init(l, q->ledger, narrow);
    for (size_t i = 0; i < count; i++) {
        const void *row = ledger_row(q->ledger, p, i);
        if (is_wanted(q, row, into))
            ledger_listing_row(l, q->ledger, narrow, row, into);
    }
}

static struct xlsx_rows wanted_rows(const struct question *q, const struct program *p,
                                    struct arena *into)
{
    size_t count = ledger_rows(q->ledger, p).count, wanted = 0;
    uint32_t *rows = arena_array(into, uint32_t, count);

    for (size_t i = 0; i < count; i++)
        if (is_wanted(q, ledger_row(q->ledger, p, i), into))
            rows[wanted++] = (uint32_t)i;
    return (struct xlsx_rows){ q->ledger, rows, wanted };
}

static int write_workbook(const struct question *q, const struct program *p, struct problem *why)
{
    struct buffer out = BUFFER_KEPT;
    struct xlsx_rows rows = { 0 };
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    if (q->ledger)
        rows = wanted_rows(q, p, &text);
    int rc = xlsx_write(p, q->ledger ? &rows : NULL, &out, why);
    if (rc == 0)
        rc = file_write(workbook, buffer_view(&out), why);
    buffer_free(&out);
    arena_destroy(&text);
    return rc;
}

static int answer(const struct question *q, const struct program *p, struct problem *why)
{
    struct listing l;
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    if (q->ledger)
        fill_rows(q, p, &l, &text);
    else
        fill_ledgers(p, &l);
    int rc = listing_show(&l, q->style, why);
    arena_destroy(&text);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct question q = { 0 };
    struct problem why = { 0 };
    struct desk d;

    if (options_parse(options, &given, 1, 2, &why) < 0 || read_question(&q, given, &why) < 0)
        return command_misused(self, &why);
    int rc = desk_open(&d, given.items[0], NULL, &why);
    if (rc == 0)
        rc = workbook ? write_workbook(&q, &d.plant.program, &why)
                      : answer(&q, &d.plant.program, &why);
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command ledger_command = {
    .name = "ledger",
    .usage = "PLANT [LEDGER] [--where FIELD=VALUE]... [--json | --csv | --xlsx FILE]",
    .help = "What people keep: the ledgers, or the rows of one",
    .about = "As text the main columns of a ledger, else all of them. 'bulkhead import' reads the\n"
             "CSV again.",
    .run = run,
    .options = options,
};
