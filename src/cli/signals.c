/*
 * signals.c - what the plant's own traffic says about the claims.
 */
#include "cli/desk.h"

static struct listing_options chosen;
static bool with_rows;

static const struct option options[] = {
    { "--rows", OPTION_FLAG, &with_rows, NULL, "every row behind every signal" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const signal_columns[] = { "signal", "effect", "level", "requirements", "state",
                                              "found", "sentence", NULL };
static const char *const row_columns[] = { "signal", "severity", "about", "sentence", "capture",
                                           "frame", "first_seen", "last_seen", NULL };

static const char *const states[] = { [SIGNAL_no_data] = "no_data",
                                      [SIGNAL_clear] = "clear",
                                      [SIGNAL_found] = "found" };
static const char *const severities[] = { [SEVERITY_note] = "note",
                                          [SEVERITY_low] = "low",
                                          [SEVERITY_medium] = "medium",
                                          [SEVERITY_high] = "high" };

static struct text cited(const struct signal *signal, struct arena *into)
{
    const char *first = signal->requirements[0].id, *second = signal->requirements[1].id;

    return text_format(into, "%s%s%s", first, second ? ", " : "", second ? second : "");
}

/* Something contradicts: exit code 1, for scripts that watch. */
static bool contradicts(const struct signal_result *r)
{
    return r->state == SIGNAL_found && r->signal->effect == SIGNAL_contradicts;
}

static int fill_signals(const struct desk *d, struct listing *l, struct arena *into)
{
    int code = EXIT_DONE;

    for (ARRAY_EACH(const struct signal_result, r, &d->figures.signals.results)) {
        listing_string(l, r->signal->id);
        listing_string(l, r->signal->effect == SIGNAL_supports ? "supports" : "contradicts");
        listing_unsigned(l, r->signal->level);
        listing_text(l, cited(r->signal, into));
        listing_string(l, states[r->state]);
        listing_unsigned(l, r->found);
        listing_text(l, r->sentence);
        if (contradicts(r))
            code = EXIT_FOUND;
    }
    return code;
}

static void fill_row(const struct desk *d, struct listing *l, const struct signal_result *r,
                     const struct signal_row *row, struct arena *into)
{
    char about[ADDRESS_TEXT] = "";

    if (row->about.kind != ADDRESS_NONE)
        address_format(&row->about, about);
    listing_string(l, r->signal->id);
    listing_string(l, severities[row->severity]);
    listing_text(l, text_copy(text_of(about), into));
    listing_text(l, row->sentence);
    listing_text(l, row->frame ? d->plant.observed.captures.items[row->capture].path : TEXT(""));
    listing_unsigned(l, row->frame);
    listing_moment(l, row->first);
    listing_moment(l, row->last);
}

static int fill_rows(const struct desk *d, struct listing *l, struct arena *into)
{
    int code = EXIT_DONE;

    for (ARRAY_EACH(const struct signal_result, r, &d->figures.signals.results)) {
        for (ARRAY_EACH(const struct signal_row, row, &r->rows))
            fill_row(d, l, r, row, into);
        if (contradicts(r))
            code = EXIT_FOUND;
    }
    return code;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb signals = { "bulkhead-signals/1", signal_columns, true,
                                                 fill_signals, NULL };
    static const struct listing_verb rows = { "bulkhead-signal-rows/1", row_columns, true, fill_rows, NULL };
    bool wanted = false;

    for (int i = 0; i < given.count; i++)
        wanted |= text_is(text_of(given.items[i]), "--rows");
    return listing_verb_run(self, given, &chosen, wanted ? &rows : &signals);
}

const struct command signals_command = {
    .name = "signals",
    .usage = "PLANT [--rows] [--json | --csv] [--today DATE]",
    .help = "What the plant's traffic says about the claims",
    .about = "Ends with code 1 when a signal contradicts a requirement, so that a script can tell.",
    .run = run,
    .options = options,
};
