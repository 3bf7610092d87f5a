/*
 * export.c - all that people decided, as text files in a folder.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/desk.h"
#include "exchange/plant_text.h"

static const struct option options[] = { { 0 } };

static int make_folder(const char *path, struct problem *why)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return 0;
    return problem_set(why, -errno, "%s: %s", path, strerror(errno));
}

static int write_part(const struct plant_part *part, const struct program *p, const char *folder,
                      struct arena *names, struct problem *why)
{
    struct buffer out = BUFFER_KEPT;
    struct text path = text_format(names, "%s/%s.yaml", folder, plant_part_name(part));

    plant_part_print(part, p, &out);
    int rc = file_write(path.at, buffer_view(&out), why);
    buffer_free(&out);
    return rc;
}

static int write_parts(const struct program *p, const char *folder, struct problem *why)
{
    struct arena names;
    int rc = make_folder(folder, why);

    arena_create(&names, ARENA_TRUSTED);
    for (size_t i = 0; rc == 0 && plant_part(i); i++)
        rc = write_part(plant_part(i), p, folder, &names, why);
    arena_destroy(&names);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct desk d;

    if (options_parse(options, &given, 2, 2, &why) < 0)
        return command_misused(self, &why);
    int rc = desk_open(&d, given.items[0], NULL, &why);
    if (rc == 0)
        rc = write_parts(&d.plant.program, given.items[1], &why);
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command export_command = {
    .name = "export",
    .usage = "PLANT FOLDER",
    .help = "All that people decided, as text files fit for version control",
    .about =
        "plant.yaml, zones.yaml, conduits.yaml and a file for each ledger, sorted, a key in a\n"
        "line. 'bulkhead import PLANT plant FOLDER' reads them back without loss.",
    .run = run,
    .options = options,
};
