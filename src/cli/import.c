/*
 * import.c - a file that people have, read into a plant: all of it or nothing.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/desk.h"
#include "cli/who_option.h"
#include "exchange/format.h"

static struct {
    bool quiet;
    const char *into, *who;
} chosen;

static const struct option options[] = {
    { "--into", OPTION_TEXT, &chosen.into, "LEDGER",
      "the ledger of the rows, when the file does not say it" },
    WHO_OPTION(chosen),
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

/* Sets the ledger of --into. */
static int read_into(const struct format *format, const struct ledger **ledger, struct problem *why)
{
    if (!chosen.into)
        return 0;
    *ledger = ledger_find(text_of(chosen.into));
    if (!*ledger)
        return problem_set(why, -EINVAL, "--into %s: no such ledger; 'bulkhead ledger' lists them",
                           chosen.into);
    if (!format->merges)
        return problem_set(why, -EINVAL, "--into %s: format \"%s\" says itself what goes where",
                           chosen.into, format->name);
    return 0;
}

static void tell(const struct command *self, const struct problems *found)
{
    for (ARRAY_EACH(const struct problem, p, &found->rows))
        command_fails(self, p);
    if (found->more)
        fprintf(stderr, "bulkhead %s: and %zu problems more\n", self->name, found->more);
}

static int keep(struct desk *d, const struct format *format, struct problem *why)
{
    if (format->merges)
        return store_replace_program_of(d->store, &d->plant.program, d->version, why);
    return store_replace_program(d->store, &d->plant.program, why);
}

/* The files of a folder, in the order of their names. */
static int read_folder(const struct format *format, struct format_input *in, struct arena *into,
                       struct problem *why)
{
    struct dirent **entries;
    int count = scandir(in->name, &entries, NULL, alphasort), rc = 0;

    if (count < 0)
        return problem_set(why, -errno, "%s: %s", in->name, strerror(errno));
    struct format_part *parts = arena_array(into, struct format_part, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *dot = strrchr(name, '.');
        struct format_part *part = &parts[in->part_count];
        if (rc == 0 && dot && dot != name && strcmp(dot, format->part_suffix) == 0) {
            part->name = text_format(into, "%s/%s", in->name, name).at;
            rc = file_read(part->name, format->bytes_most, into, &part->content, why);
            in->part_count++;
        }
        free(entries[i]);
    }
    free(entries);
    in->parts = parts;
    if (rc == 0 && in->part_count == 0)
        rc = problem_set(why, -ENOENT, "%s: no file in it ends with %s", in->name,
                         format->part_suffix);
    return rc;
}

static int read_input(const struct format *format, struct format_input *in, struct arena *into,
                      struct problem *why)
{
    struct stat info;

    if (format->part_suffix && stat(in->name, &info) == 0 && S_ISDIR(info.st_mode))
        return read_folder(format, in, into, why);
    return file_read(in->name, format->bytes_most, into, &in->content, why);
}

static int import_file(struct desk *d, const struct format *format, struct format_input *in,
                       struct problems *found)
{
    struct problem why = { 0 };

    in->requirements = &d->requirements;
    int rc = read_input(format, in, &d->plant.text, &why);
    if (rc == 0) {
        rc = format_read(format, in, &d->plant, found);
        if (rc < 0)
            return rc;
        rc = keep(d, format, &why);
    }
    if (rc < 0)
        problems_add(found, &why);
    return rc;
}

static void print_done(const char *plant, const struct program *p, const struct format *format,
                       const struct format_merged *merged)
{
    if (format->merges)
        printf("%s: %zu rows added, %zu replaced\n", plant, merged->added, merged->replaced);
    else
        printf("%s: %zu zones, %zu conduits, %zu registered assets, %zu claims, %zu pieces of "
               "evidence, %zu measures\n",
               plant, p->zones.count, p->conduits.count, p->registered.count, p->claims.count,
               p->evidence.count, p->measures.count);
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct problems found = { 0 };
    struct format_merged merged = { 0 };
    struct format_input in = { .merged = &merged };
    struct desk d;

    if (options_parse(options, &given, 3, 3, &why) < 0)
        return command_misused(self, &why);
    const struct format *format = format_find(text_of(given.items[1]));
    if (!format)
        return unknown_format(given.items[1], &why), command_misused(self, &why);
    if (read_into(format, &in.ledger, &why) < 0)
        return command_misused(self, &why);

    in.name = given.items[2];
    int rc = desk_open(&d, given.items[0], NULL, &why);
    if (rc == 0)
        who_option(d.store, self, chosen.who, false);
    if (rc < 0)
        problems_add(&found, &why);
    else
        rc = import_file(&d, format, &in, &found);
    if (rc == 0 && !chosen.quiet)
        print_done(given.items[0], &d.plant.program, format, &merged);
    tell(self, &found);
    problems_finish(&found);
    desk_close(&d);
    return rc < 0 ? EXIT_BAD : EXIT_DONE;
}

const struct command import_command = {
    .name = "import",
    .usage = "PLANT FORMAT FILE [--into LEDGER] [--as NAME] [--quiet]",
    .help = "Read zones, conduits and the rows of ledgers from a file",
    .about =
        "FORMAT 'plant' is one YAML file with the plant's zones, conduits and ledgers, which take\n"
        "the place of all that are there; demo/plant.yaml is an example, and a folder that\n"
        "'bulkhead export' wrote is read the same way. 'csv' is rows of one ledger under a header\n"
        "of field names, and 'xlsx' a workbook with a sheet for each: a row with the keys of one\n"
        "that is there takes its place, others are added. Every problem is reported with its line\n"
        "or row, and nothing is changed unless there is none.",
    .run = run,
    .options = options,
};
