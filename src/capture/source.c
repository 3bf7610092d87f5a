#define _DEFAULT_SOURCE /* madvise */
#include "capture/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 128 << 10 }; /* small enough to stay in the cache until it is read */

struct source_window {
    int fd;
    uint8_t bytes[WINDOW];
};

static const struct source_format *const formats[] = { &pcap_format, &pcapng_format };

/* Files that people take for captures, told apart so that the sentence helps. */
static const struct {
    uint8_t magic[8];
    uint8_t length;
    const char *is;
} relatives[] = {
    { { 0x1f, 0x8b }, 2, "compressed with gzip; unpack it first" },
    { { 0x28, 0xb5, 0x2f, 0xfd }, 4, "compressed with zstd; unpack it first" },
    { { 0xfd, '7', 'z', 'X', 'Z', 0 }, 6, "compressed with xz; unpack it first" },
    { { 0x04, 0x22, 0x4d, 0x18 }, 4, "compressed with lz4; unpack it first" },
    { { 'B', 'Z', 'h' }, 3, "compressed with bzip2; unpack it first" },
    { { 'P', 'K', 3, 4 }, 4, "a zip archive; unpack it first" },
    { { 's', 'n', 'o', 'o', 'p', 0, 0, 0 }, 8, "a snoop capture; convert it to pcap first" },
    { { 'G', 'M', 'B', 'U' }, 4, "a Network Monitor capture; convert it to pcap first" },
};

static const char *relative_of(struct cursor bytes)
{
    for (size_t i = 0; i < COUNT_OF(relatives); i++) {
        struct cursor start = bytes;
        const uint8_t *magic = cursor_take(&start, relatives[i].length);
        if (magic && memcmp(magic, relatives[i].magic, relatives[i].length) == 0)
            return relatives[i].is;
    }
    return NULL;
}

static int refuse(struct cursor bytes, const char *name, struct problem *why)
{
    const char *relative = relative_of(bytes);

    if (bytes.left == 0)
        return problem_set(why, -EINVAL, "%s: the file is empty, not a pcap or pcapng capture",
                           name);
    if (relative)
        return problem_set(why, -EINVAL, "%s: the file is %s", name, relative);
    return problem_set(why, -EINVAL, "%s: not a pcap or pcapng capture", name);
}

int source_over(struct source *s, struct cursor bytes, const char *name, struct problem *why)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        *s = (struct source){
            .whole = bytes, .rest = bytes, .end = bytes.left, .format = formats[i]
        };
        int begun = formats[i]->begin(s, name, why);
        if (begun > 0)
            return 0;
        *s = (struct source){ 0 };
        if (begun < 0)
            return begun;
    }
    return refuse(bytes, name, why);
}

static int check_kind(int fd, const char *name, struct stat *status, struct problem *why)
{
    if (fstat(fd, status) < 0)
        return problem_set(why, -errno, "%s: %s", name, strerror(errno));
    if (S_ISDIR(status->st_mode))
        return problem_set(why, -EISDIR, "%s: a folder, not a capture file", name);
    if (!S_ISREG(status->st_mode))
        return problem_set(why, -EINVAL, "%s: not a regular file; only those can be captures",
                           name);
    if (status->st_size == 0)
        return refuse(cursor_over(NULL, 0), name, why);
    return 0;
}

int source_map(int fd, const char *name, struct source_bytes *mapped, struct problem *why)
{
    struct stat status;
    int error = check_kind(fd, name, &status, why);
    if (error)
        return error;

    size_t size = (size_t)status.st_size;
    void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return problem_set(why, -errno, "%s: cannot be mapped: %s", name, strerror(errno));
    (void)posix_madvise(map, size,
                        POSIX_MADV_SEQUENTIAL); /* advice: refusing it costs only speed */
    *mapped = (struct source_bytes){ map, size };
    return 0;
}

void source_forget(const struct source_bytes *mapped, size_t read)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (mapped->map)
        (void)madvise(mapped->map, read / page * page,
                      MADV_DONTNEED); /* advice: refusing it costs only memory */
}

int source_open(struct source *s, int fd, const char *name, struct problem *why)
{
    struct source_bytes mapped;
    int error = source_map(fd, name, &mapped, why);
    if (error)
        return error;

    error = source_over(s, cursor_over(mapped.map, mapped.size), name, why);
    if (error)
        munmap(mapped.map, mapped.size);
    else
        s->map = mapped.map;
    return error;
}

bool source_next(struct source *s, struct packet *p)
{
    return s->format->next(s, p);
}

/* ---- through a window ---- */

void source_read_from(struct source *s, int fd)
{
    s->window = malloc(sizeof *s->window);
    if (!s->window)
        return; /* the whole will do */
    s->window->fd = fd;
    s->end = (size_t)source_position(s);
    s->rest = cursor_over(s->window->bytes, 0);
}

static size_t take(struct source *s, struct packet *packets, size_t most)
{
    size_t count = 0;

    while (count < most && s->format->next(s, &packets[count]))
        count++;
    return count;
}

/* The window moves on, when it has little left; false: it shows what it showed. */
static bool move_window(struct source *s)
{
    size_t at = (size_t)source_position(s), left = s->whole.left - at;

    if (s->rest.left > WINDOW / 2)
        return false;
    ssize_t there =
        pread(s->window->fd, s->window->bytes, left < WINDOW ? left : WINDOW, (off_t)at);
    if (there <= 0)
        return false;
    s->rest = cursor_over(s->window->bytes, (size_t)there);
    s->end = at + (size_t)there;
    return true;
}

static void show_whole(struct source *s)
{
    size_t at = (size_t)source_position(s);

    s->window = NULL;
    s->rest = s->whole;
    s->end = s->whole.left;
    cursor_skip(&s->rest, at);
}

/* One packet that the window could not show; behind it, the window is looked through again. */
static size_t take_from_whole(struct source *s, struct packet *packet)
{
    struct source shown = *s;

    show_whole(s);
    size_t count = take(s, packet, 1);
    size_t passed = (size_t)(source_position(s) - source_position(&shown));
    cursor_skip(&shown.rest, passed < shown.rest.left ? passed : shown.rest.left);
    s->end = (size_t)source_position(s) + shown.rest.left;
    s->rest = shown.rest;
    s->window = shown.window;
    return count;
}

size_t source_batch(struct source *s, struct packet *packets, size_t most)
{
    size_t count = take(s, packets, most);

    if (count == 0 && s->window && move_window(s))
        count = take(s, packets, most);
    return count == 0 && s->window ? take_from_whole(s, packets) : count;
}

void source_broken(struct source *s)
{
    if (s->damage.broken_records++ == 0)
        s->damage.first_broken_at = source_position(s);
}

bool source_ends(struct source *s)
{
    if (s->rest.left > 0)
        s->damage.truncated = true;
    cursor_skip(&s->rest, s->rest.left);
    return false;
}

void source_close(struct source *s)
{
    if (s->format)
        s->format->end(s);
    if (s->map)
        munmap(s->map, s->whole.left);
    free(s->window);
    *s = (struct source){ 0 };
}
