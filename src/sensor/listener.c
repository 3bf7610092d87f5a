#define _GNU_SOURCE /* ppoll, SOCK_CLOEXEC */
#include "sensor/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "sensor/ear.h"
#include "sensor/outlet.h"
#include "sensor/ring_keeper.h"

enum {
    SECOND_US = 1000000,
    TICK_NS = 500000000,
    STOP_S = 20, /* for readers to send their last rows, and for the ring to close its files */
    RING_PAUSE_S = 5,
    RING_WELL_S = 10, /* it has kept all for so long: a disk with room now and then is not well */
};

struct listener {
    const struct listener_options *options;
    const struct listener_observer *observer;
    struct ear ears[LISTENER_INTERFACES_MOST];
    int parcels[LISTENER_INTERFACES_MOST][2]; /* to the ring: read from, write into */
    struct ring_keeper keeper;
    struct role_process ring;
    bool ring_runs;
    moment_us ring_due;                                      /* to be started again */
    struct ring_state ring_now;                              /* as it said last */
    struct ring_count ring_before[LISTENER_INTERFACES_MOST]; /* of keepers that have ended */
    struct buffer ring_in;
    uint32_t ring_failure_told;
    moment_us ring_failed; /* last seen to */
    sigset_t awake;        /* signals that come while it waits */
};

static volatile sig_atomic_t told_to_stop;

static void on_stop(int signal)
{
    (void)signal;
    told_to_stop = 1;
}

/* They come only while it waits, so that none is missed between a look and a wait. */
static void take_signals(struct listener *l)
{
    struct sigaction stop = { .sa_handler = on_stop };
    sigset_t blocked;

    told_to_stop = 0;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &l->awake);
    sigdelset(&l->awake, SIGINT);
    sigdelset(&l->awake, SIGTERM);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
}

static void tell(const struct listener *l, const char *sentence)
{
    l->observer->event(l->observer->owner, NULL, sentence);
}

/* ---- the ring of raw packets ---- */

static int make_sockets(struct listener *l, size_t i, struct problem *why)
{
    int needed = (int)l->options->snaplen + PARCEL_HEAD + PARCEL_PACKET_HEAD, room = 2 * needed;
    socklen_t length = sizeof room;
    int *ends = l->parcels[i];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0)
        return problem_set(why, -errno, "ring: no socket: %s", strerror(errno));
    if (room < PARCEL_BYTES * 4)
        room = PARCEL_BYTES * 4;
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room,
               sizeof room); /* what it gives is asked next */
    getsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, &length);
    if (room < needed + needed / 4 || room < PARCEL_BYTES * 2)
        return problem_set(why, -EINVAL,
                           "ring: a packet of %u bytes does not fit into a socket; lower --snaplen "
                           "or raise net.core.wmem_max",
                           l->options->snaplen);
    return 0;
}

static int start_ring(struct listener *l, struct problem *why)
{
    struct role role = { .name = "ring", .run = ring_keeper_role, .work = &l->keeper };

    role.keeps[role.keep_count++] = l->keeper.ring.folder;
    for (size_t i = 0; i < l->options->interface_count; i++)
        role.keeps[role.keep_count++] = l->keeper.from_readers[i] = l->parcels[i][0];
    int rc = role_start(&role, &l->ring, why);
    l->ring_runs = rc == 0;
    return rc;
}

static int open_ring(struct listener *l, struct problem *why)
{
    const struct listener_options *o = l->options;
    int rc = 0;

    l->keeper.sandbox = o->sandbox;
    l->keeper.ring =
        (struct ring_options){ .folder = open(o->ring, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                               .most = o->keep,
                               .snaplen = o->snaplen,
                               .interface_count = o->interface_count,
                               .interfaces = o->interfaces };
    if (l->keeper.ring.folder < 0)
        return problem_set(why, -errno, "%s: %s", o->ring, strerror(errno));
    for (size_t i = 0; rc == 0 && i < o->interface_count; i++)
        rc = make_sockets(l, i, why);
    return rc < 0 ? rc : start_ring(l, why);
}

static void note_counts(struct listener *l)
{
    const struct ring_state *now = &l->ring_now;

    for (size_t i = 0; i < l->options->interface_count; i++) {
        struct ear *e = &l->ears[i];
        e->ring.kept = l->ring_before[i].kept + now->counts[i].kept;
        e->ring.refused = l->ring_before[i].refused + now->counts[i].refused;
        e->ring_bytes = now->bytes;
        e->ring_files = now->files;
    }
}

static void note_failure(struct listener *l)
{
    uint32_t failure = l->ring_now.failure;
    char sentence[160];

    if (failure)
        l->ring_failed = ear_clock();
    if (failure && failure != l->ring_failure_told) {
        snprintf(sentence, sizeof sentence,
                 "raw packets are not kept: %s; they are counted, and it is tried every second",
                 strerror((int)failure));
        tell(l, sentence);
        l->ring_failure_told = failure;
    }
    if (l->ring_failure_told && ear_clock() - l->ring_failed >= RING_WELL_S * SECOND_US) {
        tell(l, "raw packets are kept again");
        l->ring_failure_told = 0;
    }
}

/* It ended without being told to: what it counted stays counted. */
static int lose_ring(struct listener *l, struct problem *why)
{
    struct problem death = { 0 };
    char sentence[640];
    int died = role_wait(&l->ring, &death);

    l->ring_runs = false;
    l->ring_in.length = 0;
    if (l->ring_now.problem[0])
        return problem_set(why, -(int)l->ring_now.failure, "%s: %s", l->options->ring,
                           l->ring_now.problem);
    for (size_t i = 0; i < l->options->interface_count; i++)
        l->ring_before[i] = l->ears[i].ring;
    l->ring_now = (struct ring_state){ 0 };
    l->ring_due = ear_clock() + RING_PAUSE_S * SECOND_US;
    snprintf(sentence, sizeof sentence, "the %s; it is started again in %d s",
             died < 0 ? death.what : "ring ended", RING_PAUSE_S);
    tell(l, sentence);
    return 0;
}

/* States are whole in the pipe; the newest counts.  1: it has ended. */
static int hear_ring(struct listener *l)
{
    char chunk[RING_STATE_BYTES * 8];
    ssize_t n = read(l->ring.from_child, chunk, sizeof chunk);

    if (n < 0)
        return 0;
    if (n == 0)
        return 1;
    buffer_bytes(&l->ring_in, chunk, (size_t)n);
    struct cursor c = cursor_over(l->ring_in.at, l->ring_in.length);
    while (c.left >= RING_STATE_BYTES) {
        struct cursor state = cursor_split(&c, RING_STATE_BYTES);
        ring_state_read(&state, &l->ring_now);
    }
    memmove(l->ring_in.at, l->ring_in.at + (l->ring_in.length - c.left), c.left);
    l->ring_in.length = c.left;
    note_counts(l);
    note_failure(l);
    return 0;
}

static int tick_ring(struct listener *l, struct problem *why)
{
    if (!l->options->ring || l->ring_runs || ear_clock() < l->ring_due)
        return 0;
    return start_ring(l, why);
}

/* ---- the loop ---- */

static int wait_and_hear(struct listener *l, bool stopping, struct problem *why)
{
    struct timespec tick = { .tv_nsec = TICK_NS };
    struct pollfd places[LISTENER_INTERFACES_MOST + 1];
    size_t count = l->options->interface_count;

    for (size_t i = 0; i < count; i++)
        places[i] = (struct pollfd){ .fd = l->ears[i].running ? l->ears[i].process.from_child : -1,
                                     .events = POLLIN };
    places[count] =
        (struct pollfd){ .fd = l->ring_runs ? l->ring.from_child : -1, .events = POLLIN };
    if (ppoll(places, count + 1, &tick, &l->awake) <= 0)
        return 0;
    int rc = places[count].revents && hear_ring(l) ? lose_ring(l, why) : 0;
    for (size_t i = 0; rc == 0 && i < count; i++)
        if (places[i].revents)
            rc = ear_hear(&l->ears[i], stopping, why);
    return rc;
}

static bool all_finished(const struct listener *l)
{
    for (size_t i = 0; i < l->options->interface_count; i++)
        if (!l->ears[i].finished)
            return false;
    return true;
}

static int listen_on(struct listener *l, struct problem *why)
{
    moment_us until = l->options->duration ? ear_clock() + l->options->duration : INT64_MAX;
    int rc = 0;

    while (rc == 0 && !told_to_stop && !all_finished(l) && ear_clock() < until) {
        rc = tick_ring(l, why);
        for (size_t i = 0; rc == 0 && i < l->options->interface_count; i++)
            rc = ear_tick(&l->ears[i], why);
        if (rc == 0)
            rc = wait_and_hear(l, false, why);
    }
    return rc;
}

/* ---- the end ---- */

/* Readers send their last rows; what is silent for too long is killed. */
static int stop_readers(struct listener *l, struct problem *why)
{
    moment_us until = ear_clock() + STOP_S * SECOND_US;
    int rc = 0;

    for (size_t i = 0; i < l->options->interface_count; i++)
        ear_stop(&l->ears[i]);
    while (rc == 0 && !all_finished(l) && ear_clock() < until)
        rc = wait_and_hear(l, true, why);
    for (size_t i = 0; i < l->options->interface_count; i++)
        ear_kill(&l->ears[i]);
    while (rc == 0 && !all_finished(l))
        rc = wait_and_hear(l, true, why);
    return rc;
}

static void close_sockets(struct listener *l)
{
    for (size_t i = 0; l->options->ring && i < l->options->interface_count; i++)
        for (int end = 0; end < 2; end++)
            if (l->parcels[i][end] >= 0)
                close(l->parcels[i][end]);
}

/* Nobody writes any more: it closes its files and ends. */
static void stop_ring(struct listener *l)
{
    moment_us until = ear_clock() + STOP_S * SECOND_US;
    struct problem death;

    close_sockets(l);
    if (!l->ring_runs)
        return;
    while (ear_clock() < until) {
        struct pollfd place = { .fd = l->ring.from_child, .events = POLLIN };
        if (poll(&place, 1, TICK_NS / SECOND_US) > 0 && hear_ring(l))
            break;
    }
    if (ear_clock() >= until)
        role_kill(&l->ring);
    if (role_wait(&l->ring, &death) < 0)
        tell(l, death.what);
}

static void begin(struct listener *l, const struct listener_options *options,
                  const struct listener_observer *observer)
{
    *l = (struct listener){ .options = options, .observer = observer, .ring_in = BUFFER_KEPT };
    for (size_t i = 0; i < LISTENER_INTERFACES_MOST; i++)
        l->parcels[i][0] = l->parcels[i][1] = -1;
    l->keeper.ring.folder = -1;
    take_signals(l);
}

static void end(struct listener *l)
{
    for (size_t i = 0; i < l->options->interface_count; i++)
        ear_end(&l->ears[i]);
    if (l->keeper.ring.folder >= 0)
        close(l->keeper.ring.folder);
    buffer_free(&l->ring_in);
}

int listener_run(const struct listener_options *options, const struct listener_observer *observer,
                 struct problem *why)
{
    static struct listener l;
    struct problem later = { 0 };

    begin(&l, options, observer);
    int rc = options->ring ? open_ring(&l, why) : 0;
    for (size_t i = 0; i < options->interface_count; i++)
        ear_begin(&l.ears[i], options, observer, i, l.parcels[i][1]);
    if (rc == 0)
        rc = listen_on(&l, why);
    int stopped = stop_readers(&l, &later);
    stop_ring(&l);
    for (size_t i = 0; i < options->interface_count; i++)
        ear_close(&l.ears[i]);
    end(&l);
    if (rc == 0 && stopped < 0)
        *why = later;
    return rc < 0 ? rc : stopped;
}
