/*
 * load.c - captures into a plant.
 *
 * Each capture is one transaction, known by its SHA-256: what was interrupted
 * goes on where it stopped, and what was loaded before changes nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/inspect_print.h"
#include "cli/progress.h"
#include "cli/sandbox_option.h"
#include "cli/threads_option.h"
#include "cli/who_option.h"
#include "identify/identify.h"
#include "sensor/sensor.h"
#include "store/digest.h"
#include "store/store.h"

static struct {
    bool quiet;
    const char *sandbox, *threads, *who;
} chosen;

static const struct option options[] = {
    { "--quiet", OPTION_FLAG, &chosen.quiet, NULL, "print nothing when all went well" },
    WHO_OPTION(chosen),
    SANDBOX_OPTION(chosen),
    THREADS_OPTION(chosen),
    { 0 },
};

struct loading {
    struct store *store;
    struct sensor_options how;
    int added;
};

static int add(struct loading *l, struct observed *seen, const char *path, struct problem *why)
{
    struct buffer out = BUFFER_TO(STDERR_FILENO);

    observed_sort(seen);
    int rc = store_add_observed(l->store, seen, why);
    if (rc < 0)
        return rc;
    l->added += rc == STORE_ADDED;
    if (!chosen.quiet) {
        const struct capture *c = &seen->captures.items[0];
        printf("%s: %llu packets, %zu conversations\n", path, (unsigned long long)c->packets,
               seen->conversations.count);
        inspect_print_skips(&out, seen);
        rc = buffer_flush(&out);
        buffer_free(&out);
    }
    return 0;
}

static int load_one(struct loading *l, const char *path, struct problem *why)
{
    struct progress_line line = progress_begin(path);
    struct sensor_options how = l->how;
    struct observed seen;
    char digest[DIGEST_TEXT];

    int rc = digest_file(path, digest, why);
    if (rc == 0)
        rc = store_has_capture(l->store, text_of(digest), why);
    if (rc != 0) {
        if (rc > 0 && !chosen.quiet)
            printf("%s: loaded before; nothing changed\n", path);
        return rc < 0 ? rc : 0;
    }
    observed_init(&seen);
    how.observer = (struct record_observer){ &line, progress_show };
    rc = sensor_read_file(path, &how, &seen, why);
    progress_end(&line);
    if (rc == 0) {
        seen.captures.items[0].digest = text_copy(text_of(digest), &seen.text);
        rc = add(l, &seen, path, why);
    }
    observed_finish(&seen);
    return rc;
}

/* Assets are derived anew from all there is: also what an interrupted load left undone. */
static int identify_all(struct loading *l, struct problem *why)
{
    struct observed all;
    struct assets assets;
    int current = store_assets_are_current(l->store, why);

    if (current)
        return current < 0 ? current : 0;
    observed_init(&all);
    int rc = store_read_observed(l->store, &all, why);
    if (rc == 0) {
        identify(&all, &assets);
        rc = store_replace_assets(l->store, &assets, why);
        if (rc == 0 && !chosen.quiet)
            printf("%zu assets\n", assets.items.count);
        assets_finish(&assets);
    }
    observed_finish(&all);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct loading l = { 0 };

    if (options_parse(options, &given, 2, -1, &why) < 0 ||
        sandbox_option(chosen.sandbox, &l.how.sandbox, &why) < 0 ||
        threads_option(chosen.threads, &l.how.threads, &why) < 0)
        return command_misused(self, &why);
    int rc = store_open(&l.store, given.items[0], &why);
    if (rc == 0)
        who_option(l.store, self, chosen.who, false);
    for (int i = 1; rc == 0 && i < given.count; i++)
        rc = load_one(&l, given.items[i], &why);
    if (l.store) {
        struct problem later = { 0 };
        int identified = identify_all(&l, &later);
        if (rc == 0 && identified < 0) {
            rc = identified;
            why = later;
        }
    }
    store_close(l.store);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command load_command = {
    .name = "load",
    .usage = "PLANT CAPTURE... [--as NAME] [--quiet] [--sandbox full|seccomp] [--threads N]",
    .help = "Read captures into a plant; the same one twice changes nothing",
    .about =
        "Each capture is read by a sandboxed process and kept in one transaction. A load that was\n"
        "interrupted goes on with the captures that are missing.",
    .run = run,
    .options = options,
};
