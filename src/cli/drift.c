/*
 * drift.c - which levels changed by themselves in the last days.
 */
#include "assess/drift.h"

#include "cli/desk.h"
#include "cli/quantity.h"

enum { DAYS = 7, DAYS_MOST = 3660 };

static struct listing_options chosen;
static const char *days;
static uint64_t day_count;

static const struct option options[] = {
    { "--days", OPTION_TEXT, &days, "N", "how far back (7)" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    struct drift drift;

    drift_make(&drift, &d->figures, (uint32_t)day_count);
    for (ARRAY_EACH(const struct compared_requirement, row, &drift.changes.rows))
        if (drift_is_change(row))
            drift_list(row, l, into);
    int code = drift.fallen ? EXIT_FOUND : EXIT_DONE;
    drift_finish(&drift);
    return code;
}

static int read_days(struct desk *d, struct problem *why)
{
    (void)d;
    day_count = DAYS;
    return days ? quantity_count("--days", days, 1, DAYS_MOST, &day_count, why) : 0;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-drift/1", drift_columns, true, fill,
                                              read_days };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command drift_command = {
    .name = "drift",
    .usage = "PLANT [--days N] [--json | --csv] [--today DATE]",
    .help = "Which levels changed by themselves in the last days, and why",
    .about =
        "Levels that fell or rose because something expired, was collected, or was seen on the\n"
        "network. Edits by people are no drift; 'bulkhead audit' has them. Ends with code 1 when\n"
        "a level fell.",
    .run = run,
    .options = options,
};
