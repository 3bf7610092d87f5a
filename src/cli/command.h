/*
 * command.h - a verb of the command line: one file, and one line in commands.def.
 *
 * A verb returns its exit code: 0 done, 1 found something it was asked to look
 * for, 2 bad usage or input (after one line that says what, where and by which
 * rule).
 */
#pragma once

#include "cli/options.h"

enum exit_code { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_BAD = 2 };

struct command {
    const char *name;
    const char *usage; /* "CAPTURE..." */
    const char *help;  /* one line */
    const char *about; /* some lines, for `bulkhead help VERB`; NULL: none */
    int (*run)(const struct command *self, struct arguments given);
    const struct option *options; /* the table that run() parses with */
};

#define COMMAND(name) extern const struct command name##_command;
#include "cli/commands.def"
#undef COMMAND

/* The whole program. */
int cli_main(int count, char **arguments);

/* "bulkhead inspect: plant.pcap: ..." on standard error; gives EXIT_BAD. */
int command_fails(const struct command *self, const struct problem *why);
/* The same, with a line that shows the usage. */
int command_misused(const struct command *self, const struct problem *why);
