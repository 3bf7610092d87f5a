/*
 * renewals.c - what has expired or soon will, and whom to ask for a new one.
 */
#include "assess/renewals.h"

#include "cli/desk.h"

static struct listing_options chosen;
static const char *ask;

static const struct option options[] = {
    { "--ask", OPTION_TEXT, &ask, "WHO", "only what this custodian or owner keeps; - for nobody" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static bool is_asked(const struct renewal *row)
{
    if (!ask)
        return true;
    return text_is(text_of(ask), "-") ? row->ask.length == 0 : text_is(row->ask, ask);
}

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    struct renewals all;
    bool expired = false;

    renewals_make(&all, &d->plant, into);
    for (ARRAY_EACH(const struct renewal, row, &all.rows)) {
        if (!is_asked(row))
            continue;
        renewal_list(row, l);
        expired |= row->stage == RENEWAL_expired;
    }
    renewals_finish(&all);
    return expired ? EXIT_FOUND : EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-renewals/1", renewal_columns, false, fill,
                                              NULL };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command renewals_command = {
    .name = "renewals",
    .usage = "PLANT [--ask WHO] [--json | --csv] [--today DATE]",
    .help = "What has expired or soon will, and whom to ask for a new one",
    .about =
        "Evidence, measures, trainings, certificates and conduits that stop counting within 90\n"
        "days, in stages of 90, 30 and 7 days, or have stopped. Evidence that a newer piece\n"
        "stands in for is left out. With --ask it is the list to send to one custodian. Ends\n"
        "with code 1 when something has expired.",
    .run = run,
    .options = options,
};
