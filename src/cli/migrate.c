/*
 * migrate.c - a plant of an older program brought up to date, or only tried.
 */
#include <inttypes.h>
#include <stdio.h>

#include "cli/who_option.h"
#include "store/upgrade.h"

static struct {
    bool dry_run;
} chosen;

static const struct option options[] = {
    { "--dry-run", OPTION_FLAG, &chosen.dry_run, NULL,
      "say what would be done, after trying it on a copy" },
    { 0 },
};

static void print_plan(const char *plant, const struct upgrade *u)
{
    if (u->from == u->to) {
        printf("%s: schema %u, up to date\n", plant, u->to);
        return;
    }
    printf("%s: schema %u to %u, %s\n", plant, u->from, u->to,
           chosen.dry_run ? "tried on a copy" : "done");
    for (ARRAY_EACH(const struct text, step, &u->steps))
        printf("  %.*s\n", (int)step->length, step->at);
    printf("  %" PRIu64 " rows before, %" PRIu64 " after\n", u->rows, u->rows_after);
    printf("  %s %.*s\n", chosen.dry_run ? "the database would first be copied to" : "copied to",
           (int)u->backup.length, u->backup.at);
}

/* Opening brings it up to date. */
static int upgrade(const struct upgrade *u, const char *plant, struct problem *why)
{
    struct store *store = NULL;
    int rc = chosen.dry_run || u->from == u->to ? 0 : store_open(&store, plant, why);

    store_close(store);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct upgrade u = { 0 };
    struct arena text;

    if (options_parse(options, &given, 1, 1, &why) < 0)
        return command_misused(self, &why);
    arena_create(&text, ARENA_TRUSTED);
    int rc = store_try_upgrade(given.items[0], &u, &text, &why);
    if (rc == 0)
        rc = upgrade(&u, given.items[0], &why);
    if (rc == 0)
        print_plan(given.items[0], &u);
    upgrade_finish(&u);
    arena_destroy(&text);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command migrate_command = {
    .name = "migrate",
    .usage = "PLANT [--dry-run]",
    .help = "Bring a plant of an older program up to date",
    .about = "Every verb does that when it opens a plant, after a copy of the database is in\n"
             "PLANT/backup. This one does nothing else, and tries the steps on a copy first.",
    .run = run,
    .options = options,
};
