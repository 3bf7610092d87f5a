#define _DEFAULT_SOURCE /* madvise */
#include "capture/source.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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
        *s = (struct source){ .size = bytes.left, .rest = bytes, .format = formats[i] };
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
        munmap(s->map, s->size);
    *s = (struct source){ 0 };
}
