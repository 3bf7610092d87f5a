#include "sensor/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "capture/pcapng_write.h"
#include "sensor/outlet.h"

enum { FILE_LEAST = 64 << 10, SECOND_US = 1000000, US_NS = 1000 };

int ring_open(struct ring *r, const struct ring_options *options, struct problem *why)
{
    uint64_t share = options->most / RING_FILES / options->interface_count;

    *r = (struct ring){ .folder = options->folder,
                        .most = options->most,
                        .file_most = share < FILE_LEAST ? FILE_LEAST : share,
                        .snaplen = options->snaplen,
                        .interface_count = options->interface_count,
                        .interfaces = options->interfaces };
    for (size_t i = 0; i < RING_INTERFACES_MOST; i++)
        r->open[i].fd = -1;
    return ring_scan(r, why);
}

static void remove_oldest(struct ring *r)
{
    struct ring_entry *oldest = &r->closed.items[0];

    unlinkat(r->folder, oldest->name, 0); /* one that somebody else removed is gone as well */
    r->bytes -= oldest->bytes;
    memmove(oldest, oldest + 1, (r->closed.count - 1) * sizeof *oldest);
    r->closed.count--;
}

/* Another interface's file may hold the oldest packets while it is still open. */
static struct ring_file *oldest_open(struct ring *r)
{
    struct ring_file *oldest = NULL;

    for (size_t i = 0; i < r->interface_count; i++)
        if (r->open[i].fd >= 0 && (!oldest || r->open[i].entry.from < oldest->entry.from))
            oldest = &r->open[i];
    return oldest;
}

static void make_room(struct ring *r, uint64_t bytes)
{
    while (r->bytes + bytes > r->most) {
        struct ring_file *open = oldest_open(r);
        if (r->closed.count == 0 && !open)
            return; /* smaller than one parcel: ring_open asks for more */
        if (open && (r->closed.count == 0 || open->entry.from < r->closed.items[0].from))
            ring_file_close(r, open);
        else
            remove_oldest(r);
    }
}

/* The blocks of a parcel's packets; false when it is no parcel. */
static bool make_blocks(struct cursor parcel, struct buffer *blocks, uint64_t *packets,
                        moment_us *first)
{
    while (parcel.left > 0) {
        struct packet p = { .at_ns = (int64_t)cursor_u64le(&parcel) };
        p.length = cursor_u32le(&parcel);
        p.captured = cursor_u32le(&parcel);
        p.bytes = cursor_take(&parcel, p.captured);
        if (!cursor_ok(&parcel))
            return false;
        if ((*packets)++ == 0)
            *first = p.at_ns / US_NS;
        pcapng_put_packet(blocks, &p);
    }
    return true;
}

static bool is_full(const struct ring *r, const struct ring_file *file, uint16_t link, size_t more,
                    moment_us at)
{
    return file->link != link || file->entry.bytes + more > r->file_most ||
           at - file->entry.from >= ring_file_us;
}

static int write_blocks(struct ring *r, size_t interface, uint16_t link, struct text blocks,
                        uint64_t packets, moment_us first)
{
    enum { START_MOST = 256 }; /* bytes of a file before its first packet */
    struct ring_file *file = &r->open[interface];

    if (file->fd >= 0 && is_full(r, file, link, blocks.length, first))
        ring_file_close(r, file);
    make_room(r, blocks.length + START_MOST);
    int rc = file->fd >= 0 ? 0 : ring_file_open(r, interface, link, first);
    return rc < 0 ? rc : ring_file_write(r, file, blocks, packets);
}

static void note(struct ring *r, size_t interface, int rc, uint64_t packets, moment_us now)
{
    struct ring_count *count = &r->counts[interface];

    *(rc < 0 ? &count->refused : &count->kept) += packets;
    r->failure = -rc;
    if (rc < 0) {
        r->try_again = now + SECOND_US;
        ring_file_close(r, &r->open[interface]); /* what it holds by now is to be whole */
    }
}

void ring_keep(struct ring *r, size_t interface, struct cursor parcel, moment_us now)
{
    struct buffer blocks = BUFFER_KEPT;
    uint16_t link = cursor_u16le(&parcel);
    uint64_t packets = 0;
    moment_us first = 0;

    bool good = make_blocks(parcel, &blocks, &packets, &first);
    if (!good || (r->failure && now < r->try_again))
        r->counts[interface].refused += packets;
    else if (packets)
        note(r, interface, write_blocks(r, interface, link, buffer_view(&blocks), packets, first),
             packets, now);
    buffer_free(&blocks);
}

void ring_tick(struct ring *r, moment_us now)
{
    for (size_t i = 0; i < r->interface_count; i++)
        if (r->open[i].fd >= 0 && now - r->open[i].entry.from >= ring_file_us)
            ring_file_close(r, &r->open[i]);
}

void ring_close(struct ring *r)
{
    for (size_t i = 0; i < r->interface_count; i++)
        if (r->open[i].fd >= 0)
            ring_file_close(r, &r->open[i]);
    array_free(&r->closed);
}
