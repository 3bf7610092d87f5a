/*
 * verify.c - is this plant whole: its database, its evidence files, its catalogue.
 */
#include <errno.h>
#include <stdio.h>

#include "cli/desk.h"

static const struct option options[] = { { 0 } };

/* Every piece of evidence with a digest must still be the file that it was. */
static size_t count_bad_evidence(const struct plant *plant, size_t *files)
{
    size_t bad = 0;

    for (ARRAY_EACH(const struct evidence, e, &plant->program.evidence)) {
        if (!e->digest.length)
            continue;
        ++*files;
        enum evidence_state state = evidence_state(e, plant->today);
        if (state != EVIDENCE_file_missing && state != EVIDENCE_file_altered)
            continue;
        bad++;
        printf("evidence %.*s: %s (SHA-256 %.*s)\n", (int)e->id.length, e->id.at,
               state == EVIDENCE_file_missing ? "its file is missing" : "its file was altered",
               (int)e->digest.length, e->digest.at);
    }
    return bad;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct desk d;
    size_t files = 0, bad = 0;

    if (options_parse(options, &given, 1, 1, &why) < 0)
        return command_misused(self, &why);
    int rc = desk_open(&d, given.items[0], NULL, &why);
    if (rc == 0)
        rc = store_check(d.store, &why);
    if (rc == 0) {
        bad = count_bad_evidence(&d.plant, &files);
        printf("%s: the database is whole; %zu captures, %zu evidence files, %zu of them not what "
               "they were\n",
               given.items[0], d.plant.observed.captures.count, files, bad);
    }
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : bad ? EXIT_FOUND : EXIT_DONE;
}

const struct command verify_command = {
    .name = "verify",
    .usage = "PLANT",
    .help = "Check the database and the hashes of the evidence files",
    .about = "Reads every page of the database and every evidence file, without changing anything.\n"
             "Ends with code 1 when an evidence file is missing or was altered.",
    .run = run,
    .options = options,
};
