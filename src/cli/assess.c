/*
 * assess.c - claimed and supported maturity of every requirement.
 */
#include "assess/comparison.h"
#include "cli/desk.h"

static struct listing_options chosen;
static bool elements_only;
static const char *assessment, *before;

static const struct option options[] = {
    { "--elements", OPTION_FLAG, &elements_only, NULL, "the eight program elements only" },
    { "--assessment", OPTION_TEXT, &assessment, "ID",
      "the claims of this assessment, - for the standing ones; else of the one in force" },
    { "--compare", OPTION_TEXT, &before, "ID", "what changed since this assessment" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const element_columns[] = {
    "element",    "title",        "claimed",   "supported",    "target",           "requirements",
    "applicable", "not_assessed", "at_target", "below_target", "expired_evidence", NULL
};

static const char *const requirement_columns[] = { "requirement", "title",  "state",  "claimed",
                                                   "supported",   "target", "reason", NULL };

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

/* Another assessment's figures in the place of those in force. */
static int choose(struct desk *d, struct problem *why)
{
    struct maturity chosen_one;

    if (!assessment)
        return 0;
    int rc = desk_judge_run(d, assessment, &chosen_one, &d->figures.text, why);
    if (rc < 0)
        return rc;
    maturity_finish(&d->figures.maturity);
    d->figures.maturity = chosen_one;
    return 0;
}

static struct maturity earlier;

static int choose_both(struct desk *d, struct problem *why)
{
    int rc = choose(d, why);

    return rc < 0 ? rc : desk_judge_run(d, before, &earlier, &d->figures.text, why);
}

static int fill_comparison(const struct desk *d, struct listing *l, struct arena *into)
{
    struct comparison c;
    (void)into;

    comparison_make(&c, &earlier, &d->figures.maturity);
    for (ARRAY_EACH(const struct compared_requirement, row, &c.rows)) {
        listing_text(l, row->after->requirement->id);
        listing_text(l, row->after->requirement->title);
        listing_unsigned(l, row->before->claimed);
        listing_unsigned(l, row->before->supported);
        listing_unsigned(l, row->after->claimed);
        listing_unsigned(l, row->after->supported);
        listing_string(l, change_name(row->change));
    }
    comparison_finish(&c);
    maturity_finish(&earlier);
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const char *const compared[] = { "requirement",      "title",   "claimed_before",
                                            "supported_before", "claimed", "supported",
                                            "change",           NULL };
    static const struct listing_verb elements = { "bulkhead-elements/1", element_columns, true,
                                                  fill_elements, choose };
    static const struct listing_verb requirements = { "bulkhead-requirements/1",
                                                      requirement_columns, true, fill_requirements,
                                                      choose };
    static const struct listing_verb comparison = { "bulkhead-comparison/1", compared, true,
                                                    fill_comparison, choose_both };
    bool only = false, compare = false;

    for (int i = 0; i < given.count; i++) {
        only |= text_is(text_of(given.items[i]), "--elements");
        compare |= text_starts(text_of(given.items[i]), "--compare");
    }
    return listing_verb_run(self, given, &chosen,
                            compare ? &comparison
                            : only  ? &elements
                                    : &requirements);
}

const struct command assess_command = {
    .name = "assess",
    .usage = "PLANT [--elements] [--assessment ID] [--compare ID] [--json | --csv] [--today DATE]",
    .help = "Maturity claimed against supported, per requirement of 62443-2-1",
    .about =
        "A level is supported as far as evidence that is in date shows it and no signal from the\n"
        "plant's traffic contradicts it. Not assessed counts as zero. 'bulkhead explain' derives\n"
        "any of these figures.",
    .run = run,
    .options = options,
};
