/*
 * sensor.c - listen to interfaces and keep what they show in a plant.
 *
 * This process may write the plant and never sees a packet; the readers see
 * packets and may write nothing (sensor/listener.h).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/quantity.h"
#include "cli/sandbox_option.h"
#include "cli/sensor_print.h"
#include "cli/who_option.h"
#include "identify/identify.h"
#include "sensor/listener.h"
#include "store/store.h"

enum {
    PATH_MOST = 4096,
    SNAPLEN_LEAST = 64,
    SNAPLEN_MOST = 262144,
    BUFFER_MOST_MIB = 1024,
    IDENTIFY_SHARE = 20, /* deriving assets may take one part in so many of the time */
};

static struct {
    struct option_list interfaces;
    bool quiet, json;
    const char *filter, *keep, *flush, *snaplen, *buffer, *duration, *packets, *sandbox;
} chosen = { .keep = "2GiB", .flush = "10s", .snaplen = "262144", .buffer = "64" };

static const struct option options[] = {
    { "-i", OPTION_LIST, &chosen.interfaces, "INTERFACE", "listen to it; may be given 8 times" },
    { "--filter", OPTION_TEXT, &chosen.filter, "BPF", "only packets that pcap-filter(7) matches" },
    { "--keep", OPTION_TEXT, &chosen.keep, "SIZE",
      "raw packets kept in PLANT/ring (default: 2GiB; 0: none)" },
    { "--flush", OPTION_TEXT, &chosen.flush, "TIME", "between two writes (default: 10s)" },
    { "--snaplen", OPTION_TEXT, &chosen.snaplen, "N", "bytes of a packet (default: 262144)" },
    { "--buffer", OPTION_TEXT, &chosen.buffer, "MIB",
      "of each interface, in the kernel (default: 64)" },
    { "--duration", OPTION_TEXT, &chosen.duration, "TIME", "end after so long" },
    { "--packets", OPTION_TEXT, &chosen.packets, "N", "end after so many of each interface" },
    { "--json", OPTION_FLAG, &chosen.json, NULL, "status as JSON objects on standard output" },
    { "--quiet", OPTION_FLAG, &chosen.quiet, NULL, "no status, only what went wrong" },
    SANDBOX_OPTION(chosen),
    { 0 },
};

/* What is to be written again when the plant could not be written. */
struct pending {
    struct live_run run;
    struct observed rows; /* of the run before, that the plant did not take */
    bool has_rows;
    moment_us from; /* which run it is */
};

struct sensing {
    struct store *store;
    struct sensor_print print;
    struct pending interfaces[LISTENER_INTERFACES_MOST];
    moment_us identify_due;
    bool cannot_write; /* and that was told */
    int failed;        /* the last write; negative errno */
};

static void tell(struct sensing *s, const char *interface, const char *sentence)
{
    sensor_print_event(&s->print, interface, sentence);
}

/* ---- into the plant ---- */

static void note_write(struct sensing *s, int rc, const struct problem *why)
{
    char sentence[640];

    s->failed = rc < 0 ? rc : 0;
    if (rc < 0 && !s->cannot_write) {
        snprintf(sentence, sizeof sentence,
                 "the plant cannot be written: %s; it is tried again every interval", why->what);
        tell(s, NULL, sentence);
    }
    if (rc >= 0 && s->cannot_write)
        tell(s, NULL, "the plant is written again");
    s->cannot_write = rc < 0;
}

static int derive_assets(struct sensing *s, struct problem *why)
{
    struct observed all;
    struct assets assets;

    observed_init(&all);
    int rc = store_read_observed(s->store, &all, why);
    if (rc == 0) {
        identify(&all, &assets);
        rc = store_replace_assets(s->store, &assets, why);
        s->print.devices = assets.items.count;
        assets_finish(&assets);
    }
    observed_finish(&all);
    return rc;
}

/* Often enough to be current, and never most of what this process does. */
static void identify_again(struct sensing *s, bool at_once)
{
    struct problem why = { 0 };
    moment_us began = moment_now();

    if (!at_once && began < s->identify_due)
        return;
    int current = store_assets_are_current(s->store, &why);
    int rc = current < 0 ? current : current ? 0 : derive_assets(s, &why);
    if (rc < 0)
        note_write(s, rc, &why);
    s->identify_due = moment_now() + (moment_now() - began) * IDENTIFY_SHARE;
}

static void name_run(struct observed *rows)
{
    struct capture *c = &rows->captures.items[0];
    char from[MOMENT_TEXT];

    moment_format(c->live.from, from);
    c->path = text_format(&rows->text, "live %.*s %.19sZ", (int)c->live.interface.length,
                          c->live.interface.at, from);
}

/* The last rows of the run before come first, if the plant did not take them. */
static int write_what_waits(struct sensing *s, struct pending *p, moment_us next,
                            struct problem *why)
{
    int rc = 0;

    if (p->has_rows && p->from != next)
        rc = store_keep_live(s->store, &p->run, &p->rows, why);
    if (rc < 0)
        return rc;
    if (p->has_rows)
        observed_finish(&p->rows);
    p->has_rows = false;
    if (p->from && p->from != next)
        live_run_finish(&p->run);
    return 0;
}

static void keep_rows(struct sensing *s, struct pending *p, struct observed *rows)
{
    struct problem why = { 0 };
    moment_us from = rows->captures.items[0].live.from;
    int rc = write_what_waits(s, p, from, &why);

    if (rc == 0) {
        p->from = from;
        rc = store_keep_live(s->store, &p->run, rows, &why);
    }
    if (rc < 0 && p->from == from) {
        p->rows = *rows;
        p->has_rows = true;
        observed_init(rows);
    }
    note_write(s, rc, &why);
}

/* An interface that was silent so far, and lost nothing, has nothing to tell. */
static bool says_something(const struct capture *c)
{
    return c->packets || c->live.dropped || c->live.missed;
}

static void on_rows(void *owner, size_t interface, struct observed *rows)
{
    struct sensing *s = owner;

    if (!says_something(&rows->captures.items[0]))
        return;
    name_run(rows);
    keep_rows(s, &s->interfaces[interface], rows);
    identify_again(s, false);
}

static void on_ended(void *owner, size_t interface, const struct listening *run)
{
    struct sensing *s = owner;
    struct pending *p = &s->interfaces[interface];
    struct problem why = { 0 };
    int rc = 0;

    if (p->has_rows)
        rc = store_keep_live(s->store, &p->run, &p->rows, &why);
    if (rc == 0 && p->from == run->from && p->run.capture)
        rc = store_keep_listening(s->store, &p->run, run, &why);
    note_write(s, rc, &why);
}

static void on_status(void *owner, const struct listener_status *status)
{
    struct sensing *s = owner;

    sensor_print_status(&s->print, status);
}

static void on_event(void *owner, const char *interface, const char *sentence)
{
    tell(owner, interface, sentence);
}

/* ---- from the command line ---- */

static int check_interfaces(const struct option_list *given, struct problem *why)
{
    if (given->count == 0)
        return problem_set(why, -EINVAL, "-i INTERFACE: one at least is needed");
    if (given->count > LISTENER_INTERFACES_MOST)
        return problem_set(why, -EINVAL, "-i: %zu interfaces; at most %d by one sensor",
                           given->count, LISTENER_INTERFACES_MOST);
    for (size_t i = 0; i < given->count; i++)
        for (size_t other = 0; other < i; other++)
            if (strcmp(given->items[i], given->items[other]) == 0)
                return problem_set(why, -EINVAL, "-i %s: was given twice", given->items[i]);
    return 0;
}

static int check_name(const char *name, struct problem *why)
{
    enum { NAME_MOST = 15 }; /* Source: Linux, IFNAMSIZ */
    size_t length = strlen(name);

    if (length == 0 || length > NAME_MOST || strpbrk(name, "/ \t"))
        return problem_set(why, -EINVAL, "-i %s: is no name of an interface", name);
    return 0;
}

static int sizes_of(struct listener_options *o, struct problem *why)
{
    uint64_t snaplen = 0, buffer = 0;
    int rc = quantity_bytes("--keep", chosen.keep, &o->keep, why);

    if (rc == 0 && o->keep && o->keep < RING_LEAST)
        rc = problem_set(why, -EINVAL, "--keep %s: must be 0 or at least %d MiB", chosen.keep,
                         RING_LEAST >> 20);
    if (rc == 0)
        rc =
            quantity_count("--snaplen", chosen.snaplen, SNAPLEN_LEAST, SNAPLEN_MOST, &snaplen, why);
    if (rc == 0)
        rc = quantity_count("--buffer", chosen.buffer, 1, BUFFER_MOST_MIB, &buffer, why);
    o->snaplen = (uint32_t)snaplen;
    o->buffer = (uint32_t)(buffer << 20);
    return rc;
}

static int listener_options_of(struct listener_options *o, struct problem *why)
{
    int rc = check_interfaces(&chosen.interfaces, why);

    for (size_t i = 0; rc == 0 && i < chosen.interfaces.count; i++)
        rc = check_name(chosen.interfaces.items[i], why);
    if (rc == 0)
        rc = sizes_of(o, why);
    if (rc == 0)
        rc = quantity_duration("--flush", chosen.flush, &o->flush, why);
    if (rc == 0 && chosen.duration)
        rc = quantity_duration("--duration", chosen.duration, &o->duration, why);
    if (rc == 0 && chosen.packets)
        rc = quantity_count("--packets", chosen.packets, 1, UINT64_MAX / 2, &o->packets, why);
    if (rc == 0)
        rc = sandbox_option(chosen.sandbox, &o->sandbox, why);
    o->interfaces = chosen.interfaces.items;
    o->interface_count = chosen.interfaces.count;
    o->filter = chosen.filter;
    return rc;
}

/* The folder belongs to whom the plant belongs, whoever starts the sensor. */
static int make_ring(const char *plant, char path[PATH_MOST], struct problem *why)
{
    struct stat info;

    if (snprintf(path, PATH_MOST, "%s/ring", plant) >= PATH_MOST)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", plant);
    if (mkdir(path, 0700) == 0) {
        if (stat(plant, &info) < 0 || (geteuid() == 0 && chown(path, info.st_uid, info.st_gid) < 0))
            return problem_set(why, -errno, "%s: %s", path, strerror(errno));
        return 0;
    }
    return errno == EEXIST ? 0 : problem_set(why, -errno, "%s: %s", path, strerror(errno));
}

static int listen_and_keep(struct sensing *s, struct listener_options *o, struct problem *why)
{
    struct listener_observer observer = { s, on_rows, on_ended, on_status, on_event };
    int rc = listener_run(o, &observer, why);

    who_option(s->store, &sensor_command, NULL, false); /* what is left is in the trail at once */
    identify_again(s, true);
    for (size_t i = 0; i < o->interface_count; i++) {
        live_run_finish(&s->interfaces[i].run);
        if (s->interfaces[i].has_rows)
            observed_finish(&s->interfaces[i].rows);
    }
    if (rc == 0 && s->failed < 0)
        rc = problem_set(why, s->failed, "the last rows could not be written into the plant");
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct listener_options o = { 0 };
    static struct sensing s;
    char ring[PATH_MOST];

    if (options_parse(options, &given, 1, 1, &why) < 0 || listener_options_of(&o, &why) < 0)
        return command_misused(self, &why);
    s.print = (struct sensor_print){ .json = chosen.json, .quiet = chosen.quiet };
    int rc = store_open(&s.store, given.items[0], &why);
    if (rc == 0)
        who_option(s.store, self, NULL, true);
    if (rc == 0 && o.keep) {
        rc = make_ring(given.items[0], ring, &why);
        o.ring = ring;
    }
    if (rc == 0)
        rc = listen_and_keep(&s, &o, &why);
    store_close(s.store);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command sensor_command = {
    .name = "sensor",
    .usage = "PLANT -i INTERFACE [-i INTERFACE ...] [--filter BPF] [--keep SIZE] [--flush TIME] "
             "[--snaplen N] [--buffer MIB] [--duration TIME] [--packets N] [--json | --quiet] "
             "[--sandbox full|seccomp]",
    .help = "Listen to interfaces, and keep what they show in a plant",
    .about =
        "Each interface is read by a sandboxed process that can send nothing. What was lost is\n"
        "counted, told and kept with the run. Needs CAP_NET_RAW; ends with SIGINT or SIGTERM.",
    .run = run,
    .options = options,
};
