#include "sensor/sensor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/source.h"
#include "ipc/role.h"
#include "sensor/gather.h"
#include "sensor/reading.h"

enum {
    BATCH = 64,
    LOOK_BYTES = 8 << 20,    /* of the capture, between two looks at what is behind */
    SENSOR_BYTES = 32 << 20, /* of the capture, for which another sensor is worth its start */
    SENSORS_UNASKED = 4,
};

/* One capture being read. */
struct run {
    struct source_bytes mapped;
    size_t looked_at; /* bytes of it that were behind then */
    struct source source;
    struct reading reading;
    struct buffer *out; /* NULL: rows stay here */
};

static void tell_progress(struct run *run)
{
    struct progress now = { .done = source_position(&run->source),
                            .total = run->source.whole.left,
                            .packets = run->reading.capture->packets };

    record_write_progress(run->out, &now);
    if (buffer_flush(run->out) < 0)
        _exit(1); /* nobody reads any more */
}

/* A capture of any size takes little memory: what was read is given back. */
static void look_back(struct run *run)
{
    run->looked_at = (size_t)source_position(&run->source);
    source_forget(&run->mapped, run->looked_at);
    if (run->out && engine_speaks_for_all(&run->reading.engine))
        tell_progress(run);
}

static void read_packets(struct run *run)
{
    struct packet batch[BATCH];
    size_t count;

    while ((count = source_batch(&run->source, batch, BATCH)) > 0) {
        reading_packets(&run->reading, batch, count);
        if (source_position(&run->source) - run->looked_at >= LOOK_BYTES)
            look_back(run);
    }
    reading_end(&run->reading, &run->source.damage);
}

/* ---- in a process of its own ---- */

struct work {
    int capture;
    const char *name;
    struct engine_share share;
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
    *run = (struct run){ .mapped = bytes };
    reading_init(&run->reading);
    reading_share(&run->reading, work->share);
    const struct sandbox rights = { .strength = work->options->sandbox, .work = SANDBOX_READS };
    rc = work->options->without_sandbox ? 0 : sandbox_enter(&rights, why);
    if (rc < 0)
        return rc;
    try_the_forbidden(work->options->trial);
    rc = source_over(&run->source, cursor_over(bytes.map, bytes.size), work->name, why);
    if (rc == 0)
        source_read_from(&run->source, work->capture);
    return rc;
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
    read_packets(&run);
    record_write_rows(&out, &run.reading.tally.rows);
    return buffer_flush(&out) < 0;
}

static int collect(struct role_process *process, uint32_t capture, struct record_observer observer,
                   struct observed *into, struct problem *why)
{
    struct problem death = { 0 };
    int rc = record_read_all(process->from_child, capture, observer, into, why);

    if (rc < 0 && rc != -EPIPE)
        role_kill(process);
    int died = role_wait(process, &death);
    if (died < 0 && (rc == 0 || rc == -EPIPE)) {
        *why = death; /* how it died says more than that its pipe closed */
        return died;
    }
    return rc;
}

static void abandon(struct role_process *process)
{
    struct problem killed;

    role_kill(process);
    if (role_wait(process, &killed) < 0)
        killed.code = 0; /* by us, which is no news */
}

/* One sensor on each share; the first tells its progress, which is everybody's. */
static int start_all(struct work *work, struct role_process *processes, struct problem *why)
{
    struct role role = { .name = "sensor",
                         .run = sensor_role,
                         .work = work,
                         .keeps = { work->capture },
                         .keep_count = 1 };

    for (unsigned i = 0; i < work->share.of; i++) {
        work->share.number = i;
        int rc = role_start(&role, &processes[i], why);
        if (rc == 0)
            continue;
        while (i > 0)
            abandon(&processes[--i]);
        return rc;
    }
    return 0;
}

static int collect_all(struct role_process *processes, unsigned count, uint32_t capture,
                       const struct sensor_options *options, struct observed *into,
                       struct problem *why)
{
    struct gather_mark before = gather_begin(into);
    struct record_observer observer = options->observer;
    int rc = 0;

    for (unsigned i = 0; i < count; i++) {
        struct capture so_far = into->captures.items[capture];
        if (rc < 0)
            abandon(&processes[i]);
        else
            rc = collect(&processes[i], capture, observer, into, why);
        if (i > 0)
            gather_capture(&into->captures.items[capture], &so_far);
        observer = (struct record_observer){ 0 };
    }
    if (count > 1)
        gather_end(into, &before);
    return rc;
}

/* A sensor costs some milliseconds before it reads: small captures get one. */
static unsigned sensors_for(int capture, const struct sensor_options *options)
{
    struct stat status;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t worth = 1;

    if (options->threads > 0)
        return options->threads < SENSORS_MOST ? options->threads : SENSORS_MOST;
    if (fstat(capture, &status) == 0)
        worth += (uint64_t)status.st_size / SENSOR_BYTES;
    if (processors > 0 && worth > (uint64_t)processors)
        worth = (uint64_t)processors;
    return worth < SENSORS_UNASKED ? (unsigned)worth : SENSORS_UNASKED;
}

int sensor_read_file(const char *path, const struct sensor_options *options, struct observed *into,
                     struct problem *why)
{
    struct role_process processes[SENSORS_MOST];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    struct work work = { .capture = fd, .name = path, .options = options };
    unsigned count = work.share.of = sensors_for(fd, options);
    int rc = start_all(&work, processes, why);
    close(fd);
    if (rc < 0)
        return rc;

    uint32_t number = (uint32_t)into->captures.count;
    struct capture *row = array_add(&into->captures);
    row->path = text_copy(text_of(path), &into->text);
    return collect_all(processes, count, number, options, into, why);
}

int sensor_read_bytes(struct cursor bytes, const char *name, struct observed *into,
                      struct problem *why)
{
    struct run run = { 0 };
    struct observed *rows = &run.reading.tally.rows;

    reading_init(&run.reading);
    int rc = source_over(&run.source, bytes, name, why);
    if (rc == 0) {
        read_packets(&run);
        run.reading.capture->path = text_copy(text_of(name), &rows->text);
        *into = *rows;
        observed_init(rows);
        source_close(&run.source);
    }
    reading_finish(&run.reading);
    return rc;
}
