#define _GNU_SOURCE /* sigaction, fcntl */
#include "sensor/live_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ipc/rights.h"
#include "sensor/live_reading.h"
#include "sensor/outlet.h"
#include "sensor/record.h"

enum {
    READ_MOST = 4096, /* packets between two looks at the clock */
    TICK_MS = 500,
    FINAL_READ_MS = 5000, /* for what had arrived before the end */
    FINAL_SEND_MS = 10000,
    US_PER_MS = 1000,
};

struct reader {
    const struct live_reader *wanted;
    struct live_capture *live;
    struct live_reading reading;
    struct outlet outlet;
    int to_parent;
    struct buffer rows; /* on their way to the parent */
    size_t sent;        /* bytes of them */
    moment_us due;
    uint64_t packets;
};

static volatile sig_atomic_t told_to_stop;

static void on_stop(int signal)
{
    (void)signal;
    told_to_stop = 1;
}

static void take_signals(void)
{
    struct sigaction stop = { .sa_handler = on_stop }, ignore = { .sa_handler = SIG_IGN };
    sigset_t none;

    sigemptyset(&none);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &ignore, NULL); /* the terminal tells all; the parent tells us */
    sigaction(SIGPIPE, &ignore, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void on_packet(void *owner, const struct packet *p)
{
    struct reader *r = owner;

    r->packets++;
    outlet_put(&r->outlet, p);
    reading_packet(&r->reading.reading, p);
}

/* ---- rows to the parent ---- */

/* False: nobody reads any more. */
static bool send_rows(struct reader *r)
{
    while (r->sent < r->rows.length) {
        ssize_t n = write(r->to_parent, r->rows.at + r->sent, r->rows.length - r->sent);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        r->sent += (size_t)n;
    }
    r->rows.length = r->sent = 0;
    return true;
}

static struct live_counters counters(struct reader *r)
{
    return (struct live_counters){ .dropped = live_capture_count(r->live).dropped,
                                   .not_kept = r->outlet.refused };
}

/* An interval lasts at least ten times as long as its rows took: reading goes first. */
static void put_rows(struct reader *r)
{
    struct live_counters count = counters(r);
    moment_us began = moment_now();
    struct tally rows;

    live_reading_rows(&r->reading, &count, began, &rows);
    record_write_rows(&r->rows, &rows.rows);
    tally_finish(&rows);
    if (live_reading_is_old(&r->reading, began))
        live_reading_renew(&r->reading, &count, began);
    moment_us took = moment_now() - began;
    r->due = began + (took * 10 > r->wanted->flush ? took * 10 : r->wanted->flush);
}

/* ---- the loop ---- */

/* False: the parent is gone. */
static bool wait_for_work(struct reader *r, int most_ms)
{
    struct pollfd places[] = {
        { .fd = live_capture_descriptor(r->live), .events = POLLIN },
        { .fd = r->to_parent, .events = r->rows.length ? POLLOUT : 0 },
        { .fd = r->outlet.fd, .events = outlet_waits(&r->outlet) ? POLLOUT : 0 },
    };

    return poll(places, COUNT_OF(places), most_ms) <= 0 || !(places[1].revents & POLLERR);
}

static int most_now(const struct reader *r)
{
    uint64_t left = r->wanted->packets ? r->wanted->packets - r->packets : READ_MOST;

    return left < READ_MOST ? (int)left : READ_MOST;
}

static bool is_enough(const struct reader *r)
{
    return r->wanted->packets && r->packets >= r->wanted->packets;
}

static int read_some(struct reader *r, struct problem *why)
{
    int count = live_capture_read(r->live, most_now(r), on_packet, r, why);

    outlet_send(&r->outlet);
    return count;
}

/* Until it is told to stop, has read enough, or the interface is gone. */
static int listen_on(struct reader *r, struct problem *why)
{
    int count = 0;

    while (!told_to_stop && !is_enough(r)) {
        moment_us left = r->due - moment_now();
        int most_ms = left < 0 ? 0 : left < TICK_MS * US_PER_MS ? (int)(left / US_PER_MS) : TICK_MS;
        bool heard = wait_for_work(r, count > 0 ? 0 : r->rows.length ? TICK_MS : most_ms);
        count = read_some(r, why);
        if (count < 0)
            return count;
        if (!heard || !send_rows(r))
            return problem_set(why, -EPIPE, "%s: nobody takes the rows", r->wanted->live.interface);
        if (r->rows.length == 0 && moment_now() >= r->due)
            put_rows(r);
    }
    return 0;
}

/* What had arrived when it was told to stop; what stays unread counts as dropped. */
static uint64_t read_the_rest(struct reader *r)
{
    uint64_t arrived = live_capture_count(r->live).arrived;
    moment_us until = moment_now() + FINAL_READ_MS * US_PER_MS;
    struct problem gone;

    while (r->packets < arrived && !is_enough(r) && moment_now() < until) {
        if (!wait_for_work(r, LIVE_BLOCK_MS) || read_some(r, &gone) < 0)
            break;
    }
    return r->packets < arrived && !is_enough(r) ? arrived - r->packets : 0;
}

static void send_all(struct reader *r)
{
    moment_us until = moment_now() + FINAL_SEND_MS * US_PER_MS;

    while ((r->rows.length || outlet_waits(&r->outlet)) && moment_now() < until) {
        outlet_send(&r->outlet);
        if (!send_rows(r))
            return;
        struct pollfd place = { .fd = r->rows.length ? r->to_parent : r->outlet.fd,
                                .events = POLLOUT };
        if (r->rows.length || outlet_waits(&r->outlet))
            poll(&place, 1, TICK_MS);
    }
}

static void finish(struct reader *r, const struct problem *lost)
{
    uint64_t unread = lost->code ? 0 : read_the_rest(r);

    send_all(r);
    outlet_give_up(&r->outlet);
    engine_end(&r->reading.reading.engine);
    struct live_counters count = counters(r);
    struct tally rows;
    count.dropped += unread;
    live_reading_rows(&r->reading, &count, moment_now(), &rows);
    record_write_rows(&r->rows, &rows.rows);
    if (lost->code)
        record_write_problem(&r->rows, lost);
    send_all(r);
}

/* ---- beginning ---- */

static int enter(struct reader *r, struct problem *why)
{
    struct sandbox sandbox = { .strength = r->wanted->sandbox,
                               .work = SANDBOX_LISTENS,
                               .outlets = { r->to_parent, r->wanted->to_ring },
                               .outlet_count = r->wanted->to_ring < 0 ? 1 : 2 };
    int rc = rights_give_up(rights_nobody, why);

    return rc < 0 ? rc : sandbox_enter(&sandbox, why);
}

static int prepare(struct reader *r, struct problem *why)
{
    int rc = live_capture_open(&r->live, &r->wanted->live, why);

    if (rc < 0)
        return rc;
    if (fcntl(r->to_parent, F_SETFL, O_NONBLOCK) < 0)
        return problem_set(why, -errno, "%s: %s", r->wanted->live.interface, strerror(errno));
    live_reading_init(&r->reading, moment_now());
    r->outlet = (struct outlet){ .fd = r->wanted->to_ring, .link = live_capture_link(r->live) };
    r->due = moment_now() + r->wanted->flush;
    return enter(r, why);
}

int live_reader_role(void *work, int to_parent)
{
    static struct reader reader;
    struct problem why = { 0 };

    reader.wanted = work;
    reader.to_parent = to_parent;
    reader.rows = BUFFER_KEPT;
    take_signals();
    if (prepare(&reader, &why) < 0) {
        record_write_problem(&reader.rows, &why);
        send_all(&reader);
        return 0;
    }
    int rc = listen_on(&reader, &why);
    if (rc != -EPIPE)
        finish(&reader, &why);
    return rc == -EPIPE;
}
