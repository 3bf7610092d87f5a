/* What an earlier run left in the ring's folder. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sensor/ring.h"

enum { STAMP = 23, BLOCK_HEAD = 12, BLOCK_MOST = 1 << 20 };

/* "20261123T101112.123456Z" */
static bool parse_stamp(const char *at, moment_us *from)
{
    char whole[MOMENT_TEXT];
    int length = snprintf(whole, sizeof whole, "%.4s-%.2s-%.2sT%.2s:%.2s:%.10s", at, at + 4, at + 6,
                          at + 9, at + 11, at + 13);

    return at[8] == 'T' && length == MOMENT_TEXT - 1 && moment_parse(text_of(whole), from);
}

bool ring_name_parse(const char *name, const char *ending, struct ring_entry *entry)
{
    size_t length = strlen(name), tail = strlen(ending);

    if (length >= RING_NAME || length < tail + STAMP + 2 ||
        strcmp(name + length - tail, ending) != 0)
        return false;
    const char *stamp = name + length - tail - STAMP;
    return stamp[-1] == '-' && parse_stamp(stamp, &entry->from);
}

/* Bytes up to the end of the last whole block; packets are counted. */
static off_t whole_length(int fd, uint64_t *packets)
{
    enum { PACKET_BLOCK = 6 };
    uint8_t head[BLOCK_HEAD], tail[4];
    off_t at = 0;

    while (pread(fd, head, sizeof head, at) == (ssize_t)sizeof head) {
        struct cursor c = cursor_over(head, sizeof head);
        uint32_t type = cursor_u32le(&c), length = cursor_u32le(&c);
        if (length < BLOCK_HEAD || length % 4 || length > BLOCK_MOST ||
            pread(fd, tail, sizeof tail, at + (off_t)length - 4) != (ssize_t)sizeof tail)
            break;
        struct cursor end = cursor_over(tail, sizeof tail);
        if (cursor_u32le(&end) != length)
            break;
        *packets += type == PACKET_BLOCK;
        at += (off_t)length;
    }
    return at;
}

/* Cut behind its last whole packet, it gets the name of a closed file; an empty one goes. */
static void close_left_open(int folder, const char *part)
{
    char name[NAME_MAX + 1] = { 0 };
    uint64_t packets = 0;
    int fd = openat(folder, part, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return;
    off_t length = whole_length(fd, &packets);
    bool good = packets && ftruncate(fd, length) == 0;
    close(fd);
    memcpy(name, part, strlen(part) - strlen(".part"));
    if (!good || renameat(folder, part, folder, name) < 0)
        unlinkat(folder, part, 0);
}

static void take_up(struct ring *r, const char *name, struct ring_entry *entry)
{
    struct stat info;

    if (fstatat(r->folder, name, &info, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(info.st_mode))
        return;
    memcpy(entry->name, name, strlen(name) + 1); /* ring_name_parse measured it */
    entry->bytes = (uint64_t)info.st_size;
    r->bytes += entry->bytes;
    *array_add(&r->closed) = *entry;
}

static void each_file(struct ring *r, DIR *list, bool part)
{
    struct ring_entry entry = { 0 };

    for (const struct dirent *file; (file = readdir(list));) {
        if (part && ring_name_parse(file->d_name, ".pcapng.part", &entry))
            close_left_open(r->folder, file->d_name);
        if (!part && ring_name_parse(file->d_name, ".pcapng", &entry))
            take_up(r, file->d_name, &entry);
    }
}

static int by_time(const void *left, const void *right)
{
    const struct ring_entry *a = left, *b = right;

    return a->from != b->from ? (a->from > b->from) - (a->from < b->from)
                              : strcmp(a->name, b->name);
}

int ring_scan(struct ring *r, struct problem *why)
{
    int fd = openat(r->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);

    if (!list)
        return problem_set(why, -errno, "ring: its folder cannot be listed: %s", strerror(errno));
    each_file(r, list, true);
    rewinddir(list);
    each_file(r, list, false);
    closedir(list);
    if (r->closed.count)
        qsort(r->closed.items, r->closed.count, sizeof *r->closed.items, by_time);
    return 0;
}
