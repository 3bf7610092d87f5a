/*
 * plan.c - the roadmap: open actions by phase, what each brings and what it waits for.
 */
#include "assess/roadmap.h"
#include "cli/desk.h"

static struct listing_options chosen;

static const struct option options[] = {
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const columns[] = { "phase", "action",       "title", "owner",
                                       "cost",  "outage_hours", "due",   "overdue",
                                       "after", "closes",       "why",   "comes_too_late",
                                       NULL };

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    struct roadmap r;

    roadmap_make(&r, &d->plant, into);
    for (ARRAY_EACH(const struct roadmap_step, s, &r.steps)) {
        listing_string(l, roadmap_phase_name(s->phase));
        listing_text(l, s->action->id);
        listing_text(l, s->action->title);
        listing_text(l, s->action->owner);
        listing_unsigned(l, s->action->cost);
        listing_unsigned(l, s->action->outage_hours);
        listing_date(l, s->action->due);
        listing_bool(l, s->overdue);
        listing_text(l, s->action->depends);
        listing_text(l, s->action->requirements);
        listing_text(l, s->why);
        listing_text(l, s->late);
    }
    roadmap_finish(&r);
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-plan/1", columns, false, fill, NULL };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command plan_command = {
    .name = "plan",
    .usage = "PLANT [--json | --csv] [--today DATE]",
    .help = "The roadmap: open actions by phase, and why there",
    .about = "A phase that people set stays. The others are proposed: what cannot wait first, then "
             "by risk\n"
             "reduction for the price, with outages later, and nothing before what it waits for.",
    .run = run,
    .options = options,
};
