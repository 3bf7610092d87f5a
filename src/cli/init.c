/*
 * init.c - a new, empty plant.
 */
#include <stdio.h>

#include "cli/command.h"
#include "store/store.h"

static struct {
    bool quiet;
} chosen;

static const struct option options[] = {
    { "--quiet", OPTION_FLAG, &chosen.quiet, NULL, "print nothing when all went well" },
    { 0 },
};

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };

    if (options_parse(options, &given, 1, 1, &why) < 0)
        return command_misused(self, &why);
    if (store_create(given.items[0], &why) < 0)
        return command_fails(self, &why);
    if (!chosen.quiet)
        printf("%s: an empty plant. Next: bulkhead load %s CAPTURE...\n", given.items[0],
               given.items[0]);
    return EXIT_DONE;
}

const struct command init_command = {
    .name = "init",
    .usage = "PLANT [--quiet]",
    .help = "Make a plant folder",
    .about = "A plant is a folder with a database and an evidence store. It is made here and nowhere\n"
             "else; a folder that already holds a plant is refused.",
    .run = run,
    .options = options,
};
