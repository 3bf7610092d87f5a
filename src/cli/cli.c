#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "cli/command.h"

static const struct command *const commands[] = {
#define COMMAND(name) &name##_command,
#include "cli/commands.def"
#undef COMMAND
    NULL,
};

int command_fails(const struct command *self, const struct problem *why)
{
    fprintf(stderr, "bulkhead %s: %s\n", self->name, why->what);
    return EXIT_BAD;
}

int command_misused(const struct command *self, const struct problem *why)
{
    command_fails(self, why);
    fprintf(stderr, "usage: bulkhead %s %s\n", self->name, self->usage);
    return EXIT_BAD;
}

static int print_overview(FILE *out, int code)
{
    fprintf(out, "bulkhead runs an industrial site's IEC 62443 security program from the packets up.\n\n"
                 "usage: bulkhead VERB ...\n\n");
    for (const struct command *const *c = commands; *c; c++)
        fprintf(out, "  %-14s %s\n", (*c)->name, (*c)->help);
    fprintf(out, "\n'bulkhead help VERB' tells more; 'bulkhead version' tells which one this is.\n");
    return code;
}

static int print_help(const struct command *c)
{
    printf("usage: bulkhead %s %s\n\n%s.\n", c->name, c->usage, c->help);
    if (c->about)
        printf("\n%s\n", c->about);
    if (c->options && c->options->name)
        printf("\noptions:\n");
    for (const struct option *row = c->options; row && row->name; row++) {
        char left[64];
        snprintf(left, sizeof left, "%s %s", row->name, row->argument ? row->argument : "");
        printf("  %-26s %s\n", left, row->help);
    }
    return EXIT_DONE;
}

static const struct command *find(const char *name)
{
    const struct command *const *c = commands;

    while (*c && strcmp((*c)->name, name) != 0)
        c++;
    return *c;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int unknown_verb(const char *verb)
{
    fprintf(stderr, "bulkhead: %s: no such verb; 'bulkhead help' lists them\n", verb);
    return EXIT_BAD;
}

static int help(int count, char **arguments)
{
    const struct command *c = count > 2 ? find(arguments[2]) : NULL;

    if (c)
        return print_help(c);
    return count > 2 ? unknown_verb(arguments[2]) : print_overview(stdout, EXIT_DONE);
}

int cli_main(int count, char **arguments)
{
    hash_seed();
    if (count < 2)
        return print_overview(stderr, EXIT_BAD);
    if (is_one_of(arguments[1], "help", "--help"))
        return help(count, arguments);
    if (is_one_of(arguments[1], "version", "--version")) {
        printf("bulkhead %s\n", BULKHEAD_VERSION);
        return EXIT_DONE;
    }
    const struct command *c = find(arguments[1]);
    if (!c)
        return unknown_verb(arguments[1]);
    if (count > 2 && is_one_of(arguments[2], "--help", "-h"))
        return print_help(c);
    return c->run(c, (struct arguments){ arguments + 2, count - 2 });
}
