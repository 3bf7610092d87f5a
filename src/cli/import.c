/*
 * import.c - a file that people have, read into a plant: all of it or nothing.
 */
#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/desk.h"
#include "exchange/format.h"

static struct {
    bool quiet;
} chosen;

static const struct option options[] = {
    { "--quiet", OPTION_FLAG, &chosen.quiet, NULL, "print nothing when all went well" },
    { 0 },
};

static int unknown_format(const char *name, struct problem *why)
{
    char known[256] = "";
    size_t used = 0;

    for (const struct format *const *f = format_table; *f && used < sizeof known; f++)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "",
                                 (*f)->name);
    return problem_set(why, -EINVAL, "%s: no such format; there are: %s", name, known);
}

static void tell(const struct command *self, const struct problems *found)
{
    for (ARRAY_EACH(const struct problem, p, &found->rows))
        command_fails(self, p);
    if (found->more)
        fprintf(stderr, "bulkhead %s: and %zu problems more\n", self->name, found->more);
}

static int import_file(struct desk *d, const struct format *format, const char *path,
                       struct problems *found)
{
    struct format_input in = { .name = path, .requirements = &d->requirements };
    struct problem why = { 0 };

    int rc = file_read(path, format->bytes_most, &d->plant.text, &in.content, &why);
    if (rc == 0) {
        rc = format_read(format, &in, &d->plant, found);
        if (rc < 0)
            return rc;
        rc = store_replace_program(d->store, &d->plant.program, &why);
    }
    if (rc < 0)
        problems_add(found, &why);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct problems found = { 0 };
    struct desk d;

    if (options_parse(options, &given, 3, 3, &why) < 0)
        return command_misused(self, &why);
    const struct format *format = format_find(text_of(given.items[1]));
    if (!format)
        return unknown_format(given.items[1], &why), command_misused(self, &why);

    int rc = desk_open(&d, given.items[0], NULL, &why);
    if (rc < 0)
        problems_add(&found, &why);
    else
        rc = import_file(&d, format, given.items[2], &found);
    if (rc == 0 && !chosen.quiet)
        printf("%s: %zu zones, %zu conduits, %zu registered assets, %zu claims, %zu pieces of "
               "evidence, %zu measures\n",
               given.items[0], d.plant.program.zones.count, d.plant.program.conduits.count,
               d.plant.program.registered.count, d.plant.program.claims.count,
               d.plant.program.evidence.count, d.plant.program.measures.count);
    tell(self, &found);
    problems_finish(&found);
    desk_close(&d);
    return rc < 0 ? EXIT_BAD : EXIT_DONE;
}

const struct command import_command = {
    .name = "import",
    .usage = "PLANT FORMAT FILE [--quiet]",
    .help = "Read zones, register, claims and evidence from a file",
    .about = "FORMAT 'plant' is one YAML file with the plant's zones, conduits, register, claims,\n"
             "evidence and measures; demo/plant.yaml is an example. Every problem is reported with\n"
             "its line, and nothing is changed unless there is none.",
    .run = run,
    .options = options,
};
