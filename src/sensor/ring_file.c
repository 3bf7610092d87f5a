/* One file of the ring, from its first block to its final name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/pcapng_write.h"
#include "sensor/ring.h"

enum { PART_NAME = RING_NAME + 8 };

static void part_name(const struct ring_entry *entry, char out[PART_NAME])
{
    snprintf(out, PART_NAME, "%s.part", entry->name);
}

/* "eth1-20261123T101112.123456Z.pcapng" */
static void make_name(char out[RING_NAME], const char *interface, moment_us from)
{
    char when[MOMENT_TEXT], stamp[MOMENT_TEXT];
    size_t length = 0;

    moment_format(from, when);
    for (const char *c = when; *c; c++)
        if (*c != '-' && *c != ':')
            stamp[length++] = *c;
    stamp[length] = 0;
    snprintf(out, RING_NAME, "%s-%s.pcapng", interface, stamp);
}

static int write_whole(int fd, struct text bytes)
{
    while (bytes.length) {
        ssize_t n = write(fd, bytes.at, bytes.length);
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0) {
            bytes.at += n;
            bytes.length -= (size_t)n;
        }
    }
    return 0;
}

int ring_file_write(struct ring *r, struct ring_file *file, struct text blocks, uint64_t packets)
{
    int rc = write_whole(file->fd, blocks);

    if (rc < 0) {
        /* Half a block is taken back; where even that fails, the next opening cuts it off. */
        if (ftruncate(file->fd, (off_t)file->entry.bytes) == 0)
            lseek(file->fd, (off_t)file->entry.bytes, SEEK_SET);
        return rc;
    }
    file->entry.bytes += blocks.length;
    r->bytes += blocks.length;
    file->packets += packets;
    return 0;
}

int ring_file_open(struct ring *r, size_t interface, uint16_t link, moment_us from)
{
    struct ring_file *file = &r->open[interface];
    struct pcapng_interface of = { r->interfaces[interface], link, r->snaplen };
    struct buffer start = BUFFER_KEPT;
    char part[PART_NAME];

    *file = (struct ring_file){ .fd = -1, .entry.from = from, .link = link };
    make_name(file->entry.name, r->interfaces[interface], from);
    part_name(&file->entry, part);
    file->fd = openat(r->folder, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file->fd < 0)
        return -errno;
    pcapng_put_start(&start, &of);
    int rc = ring_file_write(r, file, buffer_view(&start), 0);
    buffer_free(&start);
    return rc;
}

/* In the order of time: behind those that begin earlier. */
static void insert(struct ring *r, const struct ring_entry *entry)
{
    size_t at = r->closed.count;

    *array_add(&r->closed) = *entry;
    for (; at > 0 && r->closed.items[at - 1].from > entry->from; at--)
        r->closed.items[at] = r->closed.items[at - 1];
    r->closed.items[at] = *entry;
}

void ring_file_close(struct ring *r, struct ring_file *file)
{
    char part[PART_NAME];

    if (file->fd < 0)
        return;
    part_name(&file->entry, part);
    close(file->fd);
    file->fd = -1;
    if (file->packets && renameat(r->folder, part, r->folder, file->entry.name) == 0) {
        insert(r, &file->entry);
        return;
    }
    unlinkat(r->folder, part, 0);
    r->bytes -= file->entry.bytes;
}
