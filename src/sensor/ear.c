#define _GNU_SOURCE /* kill, clock_gettime */
#include "sensor/ear.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SECOND_US = 1000000,
    BACKOFF_MOST_S = 30,
    HEALTHY_S = 60, /* a reader that lived so long starts with a clean record */
};

moment_us ear_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (moment_us)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static void tell(const struct ear *e, const char *format, ...) PRINTF_LIKE(2, 3);
static void tell(const struct ear *e, const char *format, ...)
{
    char sentence[640];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    e->observer->event(e->observer->owner, e->name, sentence);
}

void ear_begin(struct ear *e, const struct listener_options *options,
               const struct listener_observer *observer, size_t number, int to_ring)
{
    const char *name = options->interfaces[number];

    *e = (struct ear){ .options = options,
                       .observer = observer,
                       .name = name,
                       .number = number,
                       .to_ring = to_ring,
                       .shown = ear_clock() };
    e->wanted = (struct live_reader){ .live = { .interface = name,
                                                .filter = options->filter,
                                                .snaplen = options->snaplen,
                                                .buffer = options->buffer },
                                      .to_ring = to_ring,
                                      .flush = options->flush,
                                      .packets = options->packets,
                                      .sandbox = options->sandbox };
    e->last_look = interface_look(name);
    observed_init(&e->rows);
}

/* ---- starting and ending ---- */

static void fresh_rows(struct ear *e)
{
    observed_finish(&e->rows);
    observed_init(&e->rows);
    struct capture *c = array_add(&e->rows.captures);
    c->live.interface = text_copy(text_of(e->name), &e->rows.text);
}

static void begin_run(struct ear *e, moment_us from)
{
    e->run = (struct listening){ .from = from };
    e->ring_at_run = e->ring;
    e->packets_shown = e->bytes_shown = 0;
}

static int start(struct ear *e, struct problem *why)
{
    struct role role = { .name = "reader", .run = live_reader_role, .work = &e->wanted };

    if (e->to_ring >= 0)
        role.keeps[role.keep_count++] = e->to_ring;
    int rc = role_start(&role, &e->process, why);
    if (rc < 0)
        return rc;
    e->running = true;
    begin_run(e, moment_now());
    e->run_begun = false;
    e->started = ear_clock();
    e->inflow = record_inflow_begin(e->process.from_child);
    fresh_rows(e);
    return 0;
}

static void try_later(struct ear *e)
{
    moment_us now = ear_clock();

    if (now - e->started >= (moment_us)HEALTHY_S * SECOND_US || e->backoff_s == 0)
        e->backoff_s = 1;
    else
        e->backoff_s = e->backoff_s * 2 < BACKOFF_MOST_S ? e->backoff_s * 2 : BACKOFF_MOST_S;
    e->try_at = now + (moment_us)e->backoff_s * SECOND_US;
}

/* Waiting for a cable is no failure, and is told once. */
static bool is_absence(int code)
{
    return code == -ENODEV || code == -ENETDOWN;
}

/* What the reader said before it ended: 0 when the listening can go on. */
static int weigh(struct ear *e, const struct problem *said, struct problem *why)
{
    if (is_absence(said->code)) {
        if (!e->absence_told)
            tell(e, "%s; waiting for it", said->what);
        e->absence_told = true;
        e->try_at = ear_clock() + SECOND_US;
        return 0;
    }
    if (!e->was_open && !e->absence_told)
        return problem_set(why, said->code, "%s", said->what);
    try_later(e);
    tell(e, "%s; it is tried again in %u s", said->what, e->backoff_s);
    return 0;
}

static int settle_end(struct ear *e, bool stopping, const struct problem *said, struct problem *why)
{
    struct problem death = { 0 };
    int died = role_wait(&e->process, &death);

    record_inflow_end(e->inflow);
    e->inflow = NULL;
    e->running = false;
    if (said->code != -EPIPE)
        return weigh(e, said, why);
    if (stopping || (died == 0 && e->options->packets)) {
        e->finished = true;
        if (died < 0)
            tell(e, "%s; what it read since its last rows is in the ring only", death.what);
        return 0;
    }
    try_later(e);
    tell(e, "the %s; it is started again in %u s", died < 0 ? death.what : "reader ended",
         e->backoff_s);
    return 0;
}

/* ---- rows ---- */

static moment_us down_during(const struct ear *e, moment_us now)
{
    moment_us since = e->down_since < e->run.from ? e->run.from : e->down_since;

    return e->run.down + (e->down_since && now > since ? now - since : 0);
}

static void show(struct ear *e, const struct capture *c)
{
    moment_us now = ear_clock();
    struct listener_status status = { .interface = e->name,
                                      .number = e->number,
                                      .interval = now - e->shown,
                                      .packets = c->packets - e->packets_shown,
                                      .bytes = c->bytes - e->bytes_shown,
                                      .kept = e->ring.kept - e->kept_shown,
                                      .run = &c->live,
                                      .ring_bytes = e->ring_bytes,
                                      .ring_files = e->ring_files,
                                      .down = e->down_since > 0 };

    e->observer->status(e->observer->owner, &status);
    e->packets_shown = c->packets;
    e->bytes_shown = c->bytes;
    e->kept_shown = e->ring.kept;
    e->shown = now;
}

static void take_rows(struct ear *e)
{
    struct capture *c = &e->rows.captures.items[0];

    if (e->absence_told && !e->down_since) {
        tell(e, "the interface is back");
        e->absence_told = false;
    }
    e->was_open = true;
    if (e->run_begun && c->live.from != e->run.from)
        begin_run(e, c->live.from);
    e->run.from = c->live.from;
    e->run_begun = true;
    c->live.down = down_during(e, c->live.to);
    c->live.missed = e->run.missed;
    c->live.not_kept += e->ring.refused - e->ring_at_run.refused;
    e->last = c->live;
    e->refused_at_last = e->ring.refused;
    show(e, c);
    e->observer->rows(e->observer->owner, e->number, &e->rows);
    fresh_rows(e);
}

int ear_hear(struct ear *e, bool stopping, struct problem *why)
{
    static const struct record_observer nobody = { 0 };
    struct problem said;
    int rc = record_inflow_read(e->inflow, 0, nobody, &e->rows, &said);

    if (rc == 1)
        take_rows(e);
    return rc < 0 ? settle_end(e, stopping, &said, why) : 0;
}

/* ---- the interface itself ---- */

static void look(struct ear *e)
{
    struct interface_state now = interface_look(e->name);
    bool is_up = now.exists && now.up;

    if (now.exists && e->last_look.exists)
        e->run.missed += now.missed - e->last_look.missed; /* the card's counter wraps around */
    if (!is_up && !e->down_since)
        e->down_since = moment_now();
    if (!is_up && e->running && !e->absence_told && moment_now() - e->down_since >= SECOND_US) {
        tell(e, "the interface is %s; waiting for it", now.exists ? "down" : "gone");
        e->absence_told = true;
    }
    if (is_up && e->down_since) {
        e->run.down = down_during(e, moment_now());
        e->down_since = 0;
    }
    e->last_look = now;
}

int ear_tick(struct ear *e, struct problem *why)
{
    look(e);
    if (e->running || e->finished || ear_clock() < e->try_at)
        return 0;
    return start(e, why);
}

void ear_stop(struct ear *e)
{
    if (e->running)
        kill(e->process.pid, SIGTERM);
    e->finished = !e->running;
}

void ear_kill(struct ear *e)
{
    if (e->running)
        role_kill(&e->process);
}

void ear_close(struct ear *e)
{
    struct listening last = e->last;

    last.not_kept += e->ring.refused - e->refused_at_last;
    last.interface = text_of(e->name);
    if (e->run_begun)
        e->observer->ended(e->observer->owner, e->number, &last);
}

void ear_end(struct ear *e)
{
    struct problem nothing;

    if (e->running) {
        role_kill(&e->process);
        record_inflow_end(e->inflow);
        if (role_wait(&e->process, &nothing) < 0)
            e->running = false; /* killed, as it was to be */
    }
    observed_finish(&e->rows);
}
