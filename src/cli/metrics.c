/*
 * metrics.c - the values by which one knows that it works, and a reading of today.
 */
#include "assess/metrics.h"

#include <stdio.h>

#include "cli/desk.h"
#include "cli/who_option.h"

static struct listing_options chosen;
static struct {
    bool record;
    const char *who;
} keeping;

static const struct option options[] = {
    { "--record", OPTION_FLAG, &keeping.record, NULL,
      "keep what signals and figures give today as readings" },
    WHO_OPTION(keeping),
    LISTING_OPTIONS(chosen),
    { 0 },
};

/* Into the rows that the listing shows. */
static void show_reading(struct program *p, const struct metric_value *kept)
{
    for (ARRAY_EACH(struct metric_value, v, &p->readings)) {
        if (text_equal(v->metric, kept->metric) && v->day == kept->day) {
            *v = *kept;
            return;
        }
    }
    *array_add(&p->readings) = *kept;
}

/* One reading a day: a second one on the same day takes the place of the first. */
static int keep_readings(struct desk *d, struct problem *why)
{
    ARRAY(struct entry_change) changes = { 0 };
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    for (ARRAY_EACH(const struct metric, m, &d->plant.program.metrics)) {
        struct metric_value *v = arena_new(&text, struct metric_value);
        *v = (struct metric_value){ .metric = m->id, .day = d->plant.today };
        if (metric_live(&d->figures, m, &v->value))
            *array_add(&changes) = (struct entry_change){ ENTRY_put, &metric_value_ledger, v };
    }
    int rc = changes.count
                 ? store_change_entries(d->store, changes.items, changes.count, &text, why)
                 : 0;
    for (size_t i = 0; rc >= 0 && i < changes.count; i++)
        show_reading(&d->plant.program, changes.items[i].row);
    array_free(&changes);
    arena_destroy(&text);
    return rc;
}

static int prepare(struct desk *d, struct problem *why)
{
    if (!keeping.record)
        return 0;
    who_option(d->store, &metrics_command, keeping.who, false);
    return keep_readings(d, why);
}

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    (void)into;
    for (ARRAY_EACH(const struct metric, m, &d->plant.program.metrics))
        metric_list(&d->figures, m, l);
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-metrics/1", metric_columns, true, fill,
                                              prepare };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command metrics_command = {
    .name = "metrics",
    .usage = "PLANT [--record [--as NAME]] [--json | --csv] [--today DATE]",
    .help = "How one knows that it works: values, targets, series and reviews",
    .about =
        "A metric shows level 4 of its requirement when it has three readings, the last within\n"
        "100 days, and a review of the last year that changed something. 'today' is what a\n"
        "signal or a figure gives now; --record keeps it as the reading of the day, which a\n"
        "scheduled job may do.",
    .run = run,
    .options = options,
};
