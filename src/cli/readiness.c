/*
 * readiness.c - how far the program is from an evaluation.
 */
#include "assess/readiness.h"
#include "cli/desk.h"

static struct listing_options chosen;
static bool items_only;

static const struct option options[] = {
    { "--items", OPTION_FLAG, &items_only, NULL, "what must hold before an evaluation, instead" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const row_columns[] = { "requirement", "state",   "supported", "document",
                                           "practice",    "missing", NULL };
static const char *const item_columns[] = { "item", "holds", "found", NULL };

static int fill_rows(const struct desk *d, struct listing *l, struct arena *into)
{
    struct readiness r;

    readiness_judge(&r, &d->figures, into);
    for (ARRAY_EACH(const struct readiness_row, row, &r.rows)) {
        listing_text(l, row->figure->requirement->id);
        listing_string(l, readiness_state_name(row->state));
        listing_unsigned(l, row->figure->supported);
        listing_text(l, row->document ? row->document->id : (struct text){ 0 });
        listing_text(l, row->practice ? row->practice->id : (struct text){ 0 });
        listing_text(l, row->missing);
    }
    int code = r.ready ? EXIT_DONE : EXIT_FOUND;
    readiness_finish(&r);
    return code;
}

static int fill_items(const struct desk *d, struct listing *l, struct arena *into)
{
    struct readiness r;

    readiness_judge(&r, &d->figures, into);
    for (ARRAY_EACH(const struct readiness_item, item, &r.items)) {
        listing_string(l, item->title);
        listing_bool(l, item->holds);
        listing_text(l, item->sentence);
    }
    int code = r.ready ? EXIT_DONE : EXIT_FOUND;
    readiness_finish(&r);
    return code;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb rows = { "bulkhead-readiness/1", row_columns, true, fill_rows,
                                              NULL };
    static const struct listing_verb items = { "bulkhead-readiness-items/1", item_columns, true,
                                               fill_items, NULL };
    bool wanted = false;

    for (int i = 0; i < given.count; i++)
        wanted |= text_is(text_of(given.items[i]), "--items");
    return listing_verb_run(self, given, &chosen, wanted ? &items : &rows);
}

const struct command readiness_command = {
    .name = "readiness",
    .usage = "PLANT [--items] [--json | --csv] [--today DATE]",
    .help = "How far the program is from an evaluation",
    .about = "For each requirement: the document behind level 2, the record behind level 3, and "
             "what is\n"
             "missing. Readiness is a self-assessment and no certificate. Ends with code 1 while\n"
             "something is missing.",
    .run = run,
    .options = options,
};
