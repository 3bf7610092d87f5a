/*
 * fuzz_ring.c - what a reader that has been taken over could send to the ring, and
 * what could lie in its folder when it is opened.
 *
 * The input is a file that was left open, and then a parcel for the ring that took
 * it up.  Aborts when the ring's bytes are not those of its files, when a file is
 * left open, or when a file of the ring is none that can be read.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/pcapng_write.h"
#include "sensor/outlet.h"
#include "sensor/ring.h"
#include "target.h"

static const char *const interfaces[] = { "eth1" };
static const char left_open[] = "eth1-20261123T043024.123456Z.pcapng.part";

static void require(bool holds)
{
    if (!holds)
        abort();
}

static char path[64];

static void remove_folder(void)
{
    rmdir(path);
}

/* One for all inputs, in memory where the machine has such a place. */
static int folder(void)
{
    static int fd = -1;

    if (fd >= 0)
        return fd;
    snprintf(path, sizeof path, "%s/bulkhead-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    require(mkdtemp(path) != NULL);
    atexit(remove_folder);
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    require(fd >= 0);
    return fd;
}

static void leave_file(const uint8_t *data, size_t size)
{
    int fd = openat(folder(), left_open, O_WRONLY | O_CREAT | O_EXCL, 0600);

    require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    close(fd);
}

/* What begins as a capture is whole: the ring cut the rest off. */
static void check_file(const struct ring_entry *entry)
{
    struct problem why = { 0 };
    struct source source;
    struct packet p;
    int fd = openat(folder(), entry->name, O_RDONLY | O_CLOEXEC);

    require(fd >= 0);
    if (source_open(&source, fd, entry->name, &why) == 0) {
        while (source_next(&source, &p))
            require(p.length >= p.captured);
        require(!source.damage.truncated);
        source_close(&source);
    }
    close(fd);
}

static void check_folder(const struct ring *r)
{
    uint64_t bytes = 0;
    struct stat info;

    for (size_t i = 0; i < r->closed.count; i++) {
        const struct ring_entry *entry = &r->closed.items[i];
        require(fstatat(folder(), entry->name, &info, 0) == 0);
        require((uint64_t)info.st_size == entry->bytes);
        bytes += entry->bytes;
        check_file(entry);
        unlinkat(folder(), entry->name, 0);
    }
    require(bytes == r->bytes && bytes <= r->most);
    require(faccessat(folder(), left_open, F_OK, 0) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ring_options options = { folder(), RING_LEAST, LINK_ETHERNET, 1, interfaces };
    struct problem why = { 0 };
    struct ring r;

    leave_file(data, size);
    require(ring_open(&r, &options, &why) == 0);
    ring_keep(&r, 0, cursor_over(data, size), 0);
    for (size_t i = 0; i < r.interface_count; i++)
        if (r.open[i].fd >= 0)
            ring_file_close(&r, &r.open[i]);
    check_folder(&r);
    ring_close(&r);
    return 0;
}

/* ---- seeds ---- */

static const uint8_t bytes[60] = "what a packet may hold";

static void add_file(struct seeds *seeds, unsigned packets)
{
    struct pcapng_interface of = { interfaces[0], LINK_ETHERNET, 65535 };
    struct packet p = { bytes, sizeof bytes, sizeof bytes + 4, 1, LINK_ETHERNET };
    struct buffer file = BUFFER_KEPT;

    pcapng_put_start(&file, &of);
    for (unsigned i = 0; i < packets; i++)
        pcapng_put_packet(&file, &p);
    seeds_add(seeds, cursor_over(file.at, file.length));
    buffer_free(&file);
}

static void add_parcel(struct seeds *seeds, unsigned packets)
{
    struct buffer parcel = BUFFER_KEPT;

    buffer_u16le(&parcel, LINK_ETHERNET);
    for (unsigned i = 0; i < packets; i++) {
        buffer_u64le(&parcel, i + 1);
        buffer_u32le(&parcel, sizeof bytes + 4);
        buffer_u32le(&parcel, sizeof bytes);
        buffer_bytes(&parcel, bytes, sizeof bytes);
    }
    seeds_add(seeds, cursor_over(parcel.at, parcel.length));
    buffer_free(&parcel);
}

void target_seeds(struct seeds *seeds)
{
    for (unsigned packets = 0; packets < 4; packets++) {
        add_file(seeds, packets);
        add_parcel(seeds, packets);
    }
}
