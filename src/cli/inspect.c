/*
 * inspect.c - what is in these captures, without a plant.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/inspect_print.h"
#include "cli/progress.h"
#include "cli/sandbox_option.h"
#include "cli/threads_option.h"
#include "identify/identify.h"
#include "sensor/sensor.h"

static struct {
    bool json, csv;
    const char *html, *sandbox, *threads;
} chosen;

static const struct option options[] = {
    { "--json", OPTION_FLAG, &chosen.json, NULL, "one JSON object (format bulkhead-inspect/1)" },
    { "--csv", OPTION_FLAG, &chosen.csv, NULL, "the operations of every conversation as CSV" },
    { "--html", OPTION_TEXT, &chosen.html, "FILE", "write a page to hand over, in one file" },
    SANDBOX_OPTION(chosen),
    THREADS_OPTION(chosen),
    { 0 },
};

static int inspect_captures(struct arguments paths, const struct sensor_options *chosen_how,
                            struct observed *seen, struct problem *why)
{
    for (int i = 0; i < paths.count; i++) {
        struct progress_line line = progress_begin(paths.items[i]);
        struct sensor_options how = *chosen_how;
        how.observer = (struct record_observer){ &line, progress_show };
        int rc = sensor_read_file(paths.items[i], &how, seen, why);
        progress_end(&line);
        if (rc < 0)
            return rc;
    }
    observed_sort(seen);
    return 0;
}

static void tell_skips(const struct inspection *found)
{
    struct buffer out = BUFFER_TO(STDERR_FILENO);

    inspect_print_skips(&out, &found->observed);
    if (buffer_flush(&out) < 0)
        out.length = 0; /* a closed standard error is the user's wish */
    buffer_free(&out);
}

static int print(const struct inspection *found)
{
    struct buffer out = BUFFER_TO(STDOUT_FILENO);

    if (chosen.json || chosen.csv)
        tell_skips(found); /* what a program reads stays clean, and nothing is left untold */
    if (chosen.json)
        inspect_print_json(&out, found);
    else if (chosen.csv)
        inspect_print_csv(&out, found);
    else
        inspect_print_text(&out, found);
    int rc = buffer_flush(&out);
    buffer_free(&out);
    return rc;
}

static int write_page(const struct inspection *found, struct problem *why)
{
    struct buffer page = BUFFER_KEPT;

    inspection_html(found, &page);
    int rc = file_write(chosen.html, buffer_view(&page), why);
    buffer_free(&page);
    return rc;
}

static int judge_and_print(struct inspection *found, struct problem *why)
{
    identify(&found->observed, &found->assets);
    traffic_build(&found->traffic, &found->observed, &found->assets);
    int rc = chosen.html ? write_page(found, why) : 0;
    int printed = rc < 0 ? 0 : print(found);
    traffic_finish(&found->traffic);
    assets_finish(&found->assets);
    return printed < 0 ? problem_set(why, printed, "standard output: %s", strerror(-printed)) : rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct sensor_options how = { 0 };

    if (options_parse(options, &given, 1, -1, &why) < 0 ||
        sandbox_option(chosen.sandbox, &how.sandbox, &why) < 0 ||
        threads_option(chosen.threads, &how.threads, &why) < 0)
        return command_misused(self, &why);
    if (chosen.json && chosen.csv)
        return problem_set(&why, -EINVAL, "--json and --csv exclude each other"),
               command_misused(self, &why);

    struct inspection found;
    observed_init(&found.observed);
    int rc = inspect_captures(given, &how, &found.observed, &why);
    if (rc == 0)
        rc = judge_and_print(&found, &why);
    observed_finish(&found.observed);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command inspect_command = {
    .name = "inspect",
    .usage = "CAPTURE... [--json | --csv] [--html FILE] [--sandbox full|seccomp] [--threads N]",
    .help = "Inventory, conversations and operations of capture files; no database",
    .about = "Reads pcap and pcapng files in a sandboxed process and prints who is there, who talks\n"
             "to whom and with which operations. What was not understood is named and counted.",
    .run = run,
    .options = options,
};
