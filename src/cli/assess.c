/*
 * assess.c - claimed and supported maturity of every requirement.
 */
#include "cli/desk.h"

static struct listing_options chosen;
static bool elements_only;

static const struct option options[] = {
    { "--elements", OPTION_FLAG, &elements_only, NULL, "the eight program elements only" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const element_columns[] = { "element", "title", "claimed", "supported", "target",
                                               "requirements", "applicable", "not_assessed",
                                               "at_target", "below_target", "expired_evidence", NULL };

static const char *const requirement_columns[] = { "requirement", "title", "state", "claimed",
                                                   "supported", "target", "reason", NULL };

static int fill_elements(const struct desk *d, struct listing *l, struct arena *into)
{
    (void)into;
    for (ARRAY_EACH(const struct element_figure, e, &d->figures.maturity.elements)) {
        listing_text(l, e->id);
        listing_text(l, e->title);
        listing_unsigned(l, e->claimed);
        listing_unsigned(l, e->supported);
        listing_unsigned(l, e->target);
        listing_unsigned(l, e->total);
        listing_unsigned(l, e->applicable);
        listing_unsigned(l, e->states[REQUIREMENT_not_assessed]);
        listing_unsigned(l, e->states[REQUIREMENT_at_target]);
        listing_unsigned(l, e->states[REQUIREMENT_below_target]);
        listing_unsigned(l, e->evidence_expired);
    }
    return EXIT_DONE;
}

static int fill_requirements(const struct desk *d, struct listing *l, struct arena *into)
{
    (void)into;
    for (ARRAY_EACH(const struct requirement_figure, r, &d->figures.maturity.requirements)) {
        listing_text(l, r->requirement->id);
        listing_text(l, r->requirement->title);
        listing_string(l, requirement_state_name(r->state));
        listing_unsigned(l, r->claimed);
        listing_unsigned(l, r->supported);
        listing_unsigned(l, r->target);
        listing_text(l, r->reason);
    }
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb elements = { "bulkhead-elements/1", element_columns, true,
                                                  fill_elements };
    static const struct listing_verb requirements = { "bulkhead-requirements/1", requirement_columns,
                                                      true, fill_requirements };
    bool only = false;

    for (int i = 0; i < given.count; i++)
        only |= text_is(text_of(given.items[i]), "--elements");
    return listing_verb_run(self, given, &chosen, only ? &elements : &requirements);
}

const struct command assess_command = {
    .name = "assess",
    .usage = "PLANT [--elements] [--json | --csv] [--today DATE]",
    .help = "Maturity claimed against supported, per requirement of 62443-2-1",
    .about = "A level is supported as far as evidence that is in date shows it and no signal from the\n"
             "plant's traffic contradicts it. Not assessed counts as zero. 'bulkhead explain' derives\n"
             "any of these figures.",
    .run = run,
    .options = options,
};
