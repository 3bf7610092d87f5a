#include "sensor/sensor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/engine.h"
#include "capture/source.h"
#include "ipc/role.h"
#include "sensor/tally.h"

enum {
    NS_PER_US = 1000,
    PROGRESS_PACKETS = 1 << 16, /* between two looks at the progress */
    FORGET_BYTES = 8 << 20,     /* of the capture, read and still held */
};

/* One capture being read. */
struct run {
    struct source_bytes mapped;
    size_t forgotten; /* bytes of it */
    struct source source;
    struct engine engine;
    struct tally tally;
    struct capture *capture;
    struct buffer *out; /* NULL: rows stay here */
};

static void on_dissected(void *owner, const struct dissection *seen, uint64_t frame, int64_t at_ns)
{
    struct run *run = owner;

    tally_dissection(&run->tally, seen, frame, at_ns);
}

static void on_finished(void *owner, const struct flow *flow)
{
    struct run *run = owner;

    tally_flow(&run->tally, flow);
}

static void on_skipped(void *owner, const char *reason, bool malformed, uint64_t frame)
{
    struct run *run = owner;

    run->capture->skipped++;
    run->capture->malformed += malformed;
    tally_skip(&run->tally, text_of(reason), 1, frame);
}

static void run_init(struct run *run)
{
    struct engine_observer observer = { run, on_dissected, on_finished, on_skipped };

    *run = (struct run){ 0 };
    engine_init(&run->engine, observer);
    tally_init(&run->tally);
    run->capture = array_add(&run->tally.rows.captures);
}

static void run_finish(struct run *run)
{
    source_close(&run->source);
    engine_finish(&run->engine);
    tally_finish(&run->tally);
}

static void count_packet(struct capture *c, const struct packet *p)
{
    moment_us at = p->at_ns / NS_PER_US;

    c->packets++;
    c->bytes += p->length;
    if (at && (!c->first || at < c->first))
        c->first = at;
    if (at > c->last)
        c->last = at;
}

static void tell_progress(struct run *run)
{
    struct progress now = { .done = source_position(&run->source),
                            .total = run->source.size,
                            .packets = run->capture->packets };

    record_write_progress(run->out, &now);
    if (buffer_flush(run->out) < 0)
        _exit(1); /* nobody reads any more */
}

/* A capture of any size takes little memory: what was read is given back. */
static void forget_what_was_read(struct run *run)
{
    size_t position = (size_t)source_position(&run->source);

    if (position - run->forgotten < FORGET_BYTES)
        return;
    source_forget(&run->mapped, position);
    run->forgotten = position;
}

static void read_packets(struct run *run)
{
    struct packet p;

    while (source_next(&run->source, &p)) {
        count_packet(run->capture, &p);
        engine_packet(&run->engine, &p);
        forget_what_was_read(run);
        if (run->out && run->capture->packets % PROGRESS_PACKETS == 0)
            tell_progress(run);
    }
    engine_end(&run->engine);
}

/* What the counters of the reader and the engine say, in words. */
static void tell_losses(struct run *run)
{
    const struct source_damage *damage = &run->source.damage;
    const struct engine *e = &run->engine;
    const struct {
        struct text reason;
        uint64_t count;
    } losses[] = {
        { TEXT("broken records in the file"), damage->broken_records },
        { TEXT("packets of an interface that the file never describes"), damage->unknown_interfaces },
        { TEXT("IP datagrams whose fragments did not all come"), fragments_dropped(e->fragments) },
        { TEXT("TCP gaps: segments that the capture lost"), e->streams.gaps },
        { TEXT("TCP bytes beyond the memory for reassembly"), e->streams.refused },
        { TEXT("flows ended early: more at a time than the limit"), e->flows.pushed_out },
        { TEXT("flows that nDPI could not look at: more at a time than the limit"),
          foreign_refused(e->foreign) },
        { TEXT("operation codes beyond the limit of one flow"), e->refused_operations },
        { TEXT("things said in one message beyond its room or depth"), e->left_out },
    };

    for (size_t i = 0; i < COUNT_OF(losses); i++)
        tally_skip(&run->tally, losses[i].reason, losses[i].count, 0);
    run->capture->truncated = damage->truncated;
    run->capture->malformed += damage->broken_records;
}

static struct protocol_count *protocol_row(struct observed *rows, struct text name)
{
    for (ARRAY_EACH(struct protocol_count, row, &rows->protocols))
        if (text_equal(row->name, name))
            return row;
    struct protocol_count *row = array_add(&rows->protocols);
    row->name = name;
    return row;
}

static void tell_protocols(struct run *run)
{
    struct observed *rows = &run->tally.rows;

    for (ARRAY_EACH(const struct conversation, c, &rows->conversations)) {
        struct protocol_count *row = protocol_row(rows, c->protocol);
        row->packets += c->packets;
        row->bytes += c->bytes;
    }
    for (unsigned i = 0; i < protocol_count; i++) {
        const struct protocol_tally *tally = &run->engine.tally[i];
        if (!tally->messages && !tally->malformed)
            continue;
        struct protocol_count *row = protocol_row(rows, text_of(protocols[i]->name));
        row->messages = tally->messages;
        row->malformed = tally->malformed;
        run->capture->malformed += tally->malformed;
    }
}

static void read_capture(struct run *run)
{
    read_packets(run);
    tally_end(&run->tally);
    tell_losses(run);
    tell_protocols(run);
    observed_sort(&run->tally.rows);
}

/* ---- in a process of its own ---- */

struct work {
    int capture;
    const char *name;
    const struct sensor_options *options;
};

static void try_the_forbidden(enum sensor_trial trial)
{
    static const char *const nothing[] = { NULL };
    int fd = -1;

    if (trial == TRIAL_OPEN_FILE)
        fd = open("/etc/hostname", O_RDONLY | O_CLOEXEC);
    if (trial == TRIAL_OPEN_SOCKET)
        fd = socket(AF_INET, SOCK_STREAM, 0);
    if (trial == TRIAL_EXECUTE)
        execve("/bin/true", (char *const *)(uintptr_t)nothing, (char *const *)(uintptr_t)nothing);
    if (fd >= 0)
        close(fd);
}

static int prepare(struct run *run, const struct work *work, struct problem *why)
{
    struct source_bytes bytes;
    int rc = source_map(work->capture, work->name, &bytes, why);

    if (rc < 0)
        return rc;
    run_init(run);
    run->mapped = bytes;
    rc = work->options->without_sandbox ? 0 : sandbox_enter(work->options->sandbox, why);
    if (rc < 0)
        return rc;
    try_the_forbidden(work->options->trial);
    return source_over(&run->source, cursor_over(bytes.map, bytes.size), work->name, why);
}

static int sensor_role(void *work, int to_parent)
{
    struct buffer out = BUFFER_TO(to_parent);
    struct problem why = { 0 };
    static struct run run;

    if (prepare(&run, work, &why) < 0) {
        record_write_problem(&out, &why);
        return buffer_flush(&out) < 0;
    }
    run.out = &out;
    read_capture(&run);
    record_write_rows(&out, &run.tally.rows);
    return buffer_flush(&out) < 0;
}

static int collect(struct role_process *process, uint32_t capture,
                   const struct sensor_options *options, struct observed *into, struct problem *why)
{
    struct problem death = { 0 };
    int rc = record_read_all(process->from_child, capture, options->observer, into, why);

    if (rc < 0 && rc != -EPIPE)
        role_kill(process);
    int died = role_wait(process, &death);
    if (died < 0 && (rc == 0 || rc == -EPIPE)) {
        *why = death; /* how it died says more than that its pipe closed */
        return died;
    }
    return rc;
}

int sensor_read_file(const char *path, const struct sensor_options *options, struct observed *into,
                     struct problem *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    struct work work = { .capture = fd, .name = path, .options = options };
    struct role role = {
        .name = "sensor", .run = sensor_role, .work = &work, .keeps = { fd }, .keep_count = 1
    };
    struct role_process process;
    int rc = role_start(&role, &process, why);
    close(fd);
    if (rc < 0)
        return rc;

    uint32_t number = (uint32_t)into->captures.count;
    struct capture *row = array_add(&into->captures);
    row->path = text_copy(text_of(path), &into->text);
    return collect(&process, number, options, into, why);
}

int sensor_read_bytes(struct cursor bytes, const char *name, struct observed *into,
                      struct problem *why)
{
    struct run run;

    run_init(&run);
    int rc = source_over(&run.source, bytes, name, why);
    if (rc < 0) {
        run_finish(&run);
        return rc;
    }
    read_capture(&run);
    run.capture->path = text_copy(text_of(name), &run.tally.rows.text);
    *into = run.tally.rows;
    observed_init(&run.tally.rows);
    run_finish(&run);
    return 0;
}
