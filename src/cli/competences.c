/*
 * competences.c - whether people have the training that their function needs.
 */
#include "assess/competences.h"

#include "cli/desk.h"

static struct listing_options chosen;

static const struct option options[] = { LISTING_OPTIONS(chosen), { 0 } };

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    struct competences all;
    (void)into;

    competences_make(&all, &d->plant);
    for (ARRAY_EACH(const struct competence_figure, row, &all.rows))
        competence_list(row, l);
    bool all_met = all.counts[COMPETENCE_met] == all.rows.count;
    competences_finish(&all);
    return all_met ? EXIT_DONE : EXIT_FOUND;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-competences/1", competence_columns, false,
                                              fill, NULL };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command competences_command = {
    .name = "competences",
    .usage = "PLANT [--json | --csv] [--today DATE]",
    .help = "Whether people have the training that their function needs",
    .about = "Each person who holds a function against each competence that it needs, by the\n"
             "training on record. Ends with code 1 when somebody lacks one.",
    .run = run,
    .options = options,
};
