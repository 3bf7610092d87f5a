#define _GNU_SOURCE /* sigaction, fcntl */
#include "sensor/ring_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/live.h"
#include "ipc/rights.h"
#include "sensor/outlet.h"

enum {
    TICK_MS = 500,
    SECOND_US = 1000000,
    PARCELS_AT_ONCE = 64, /* of one interface, before the next has its turn */
    PARCEL_MOST = PARCEL_HEAD + PARCEL_PACKET_HEAD + LIVE_SNAPLEN_MOST,
};

struct keeper {
    const struct ring_keeper *wanted;
    struct ring ring;
    struct pollfd places[RING_INTERFACES_MOST];
    int to_parent;
    moment_us told;
    uint8_t parcel[PARCEL_MOST];
};

void ring_state_write(struct buffer *out, const struct ring_state *state)
{
    buffer_u64le(out, state->bytes);
    buffer_u32le(out, state->files);
    buffer_u32le(out, state->failure);
    for (size_t i = 0; i < RING_INTERFACES_MOST; i++) {
        buffer_u64le(out, state->counts[i].kept);
        buffer_u64le(out, state->counts[i].refused);
    }
    buffer_bytes(out, state->problem, sizeof state->problem);
}

void ring_state_read(struct cursor *c, struct ring_state *state)
{
    state->bytes = cursor_u64le(c);
    state->files = cursor_u32le(c);
    state->failure = cursor_u32le(c);
    for (size_t i = 0; i < RING_INTERFACES_MOST; i++) {
        state->counts[i].kept = cursor_u64le(c);
        state->counts[i].refused = cursor_u64le(c);
    }
    for (size_t i = 0; i < sizeof state->problem; i++)
        state->problem[i] = (char)cursor_u8(c);
    state->problem[sizeof state->problem - 1] = 0;
}

static void send_state(struct keeper *k, const struct ring_state *state)
{
    struct buffer out = BUFFER_KEPT;

    ring_state_write(&out, state);
    ssize_t written = write(k->to_parent, out.at, out.length);
    buffer_free(&out);
    if (written < 0 && errno == EPIPE)
        _exit(1); /* nobody is there any more */
    k->told = moment_now();
}

static void tell(struct keeper *k)
{
    struct ring_state state = { .bytes = k->ring.bytes, .failure = (uint32_t)k->ring.failure };

    state.files = (uint32_t)k->ring.closed.count;
    for (size_t i = 0; i < RING_INTERFACES_MOST; i++) {
        state.files += k->ring.open[i].fd >= 0;
        state.counts[i] = k->ring.counts[i];
    }
    send_state(k, &state);
}

/* False when nobody can write into it any more. */
static bool take_parcels(struct keeper *k, size_t interface)
{
    for (int i = 0; i < PARCELS_AT_ONCE; i++) {
        ssize_t n = read(k->places[interface].fd, k->parcel, sizeof k->parcel);
        if (n < 0)
            return true;
        if (n == 0)
            return false;
        ring_keep(&k->ring, interface, cursor_over(k->parcel, (size_t)n), moment_now());
    }
    return true;
}

static void keep_on(struct keeper *k)
{
    size_t count = k->wanted->ring.interface_count, open = count;

    while (open > 0) {
        poll(k->places, count, TICK_MS);
        for (size_t i = 0; i < count; i++)
            if (k->places[i].fd >= 0 && k->places[i].revents && !take_parcels(k, i)) {
                k->places[i].fd = -1; /* which poll passes over */
                open--;
            }
        ring_tick(&k->ring, moment_now());
        if (moment_now() - k->told >= SECOND_US)
            tell(k);
    }
}

/* The files are to belong to who owns the folder, whoever started the sensor. */
static int enter(struct keeper *k, struct problem *why)
{
    struct sandbox sandbox = { .strength = k->wanted->sandbox,
                               .work = SANDBOX_KEEPS,
                               .folder = k->wanted->ring.folder };
    struct stat info;

    if (fstat(sandbox.folder, &info) < 0)
        return problem_set(why, -errno, "ring: %s", strerror(errno));
    int rc = rights_give_up((struct rights_user){ info.st_uid, info.st_gid }, why);
    return rc < 0 ? rc : sandbox_enter(&sandbox, why);
}

static void ignore_signals(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGPIPE }; /* it ends when its readers do */
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    for (size_t i = 0; i < COUNT_OF(signals); i++)
        sigaction(signals[i], &ignore, NULL);
}

int ring_keeper_role(void *work, int to_parent)
{
    static struct keeper keeper;
    struct problem why = { 0 };

    keeper.wanted = work;
    keeper.to_parent = to_parent;
    ignore_signals();
    for (size_t i = 0; i < keeper.wanted->ring.interface_count; i++)
        keeper.places[i] =
            (struct pollfd){ .fd = keeper.wanted->from_readers[i], .events = POLLIN };
    int rc = enter(&keeper, &why);
    if (rc == 0)
        rc = ring_open(&keeper.ring, &keeper.wanted->ring, &why);
    if (rc < 0) {
        struct ring_state state = { .failure = (uint32_t)-rc };
        snprintf(state.problem, sizeof state.problem, "%.*s", RING_PROBLEM - 1, why.what);
        send_state(&keeper, &state);
        return 0;
    }
    keep_on(&keeper);
    ring_close(&keeper.ring);
    tell(&keeper);
    return 0;
}
