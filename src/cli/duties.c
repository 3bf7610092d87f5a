/*
 * duties.c - who answers for each requirement: what is wrong, or what could be.
 */
#include "assess/duties.h"
#include "cli/desk.h"

static struct listing_options chosen;
static bool proposed_only;

static const struct option options[] = {
    { "--propose", OPTION_FLAG, &proposed_only, NULL,
      "rows for requirements that have none yet, instead" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const fault_columns[] = { "requirement", "fault", "sentence", NULL };
static const char *const duty_columns[] = { "requirement", "role",     "letters", "party",
                                            "reference",   "contract", NULL };

static int fill_faults(const struct desk *d, struct listing *l, struct arena *into)
{
    struct duty_faults faults;

    duties_check(&faults, &d->plant.program, &d->requirements, into);
    for (ARRAY_EACH(const struct duty_fault, f, &faults.rows)) {
        listing_text(l, f->requirement);
        listing_string(l, duty_fault_name(f->kind));
        listing_text(l, f->sentence);
    }
    int code = faults.rows.count ? EXIT_FOUND : EXIT_DONE;
    duties_finish(&faults);
    return code;
}

static int fill_proposal(const struct desk *d, struct listing *l, struct arena *into)
{
    struct duty_proposal proposal;

    duties_propose(&proposal, &d->plant.program, &d->requirements, into);
    for (ARRAY_EACH(const struct duty, duty, &proposal.rows)) {
        listing_text(l, duty->requirement);
        listing_text(l, duty->role);
        listing_text(l, duty->letters);
        listing_text(l, duty->party);
        listing_text(l, duty->reference);
        listing_text(l, duty->contract);
    }
    duty_proposal_finish(&proposal);
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb faults = { "bulkhead-duty-faults/1", fault_columns, false,
                                                fill_faults, NULL };
    static const struct listing_verb proposal = { "bulkhead-duties/1", duty_columns, false,
                                                  fill_proposal, NULL };
    bool wanted = false;

    for (int i = 0; i < given.count; i++)
        wanted |= text_is(text_of(given.items[i]), "--propose");
    return listing_verb_run(self, given, &chosen, wanted ? &proposal : &faults);
}

const struct command duties_command = {
    .name = "duties",
    .usage = "PLANT [--propose] [--json | --csv] [--today DATE]",
    .help = "Who answers for each requirement, and where nobody does",
    .about =
        "Each applicable requirement has exactly one role that is accountable and at least one "
        "that is\n"
        "responsible; who performs from outside needs a row of IEC 62443-2-4 or a contract. With\n"
        "--propose --csv it prints rows for a register of responsibilities. Ends with code 1 when\n"
        "something is wrong.",
    .run = run,
    .options = options,
};
