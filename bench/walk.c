/*
 * walk.c - the least that a reader of captures must do, as a measure for ours.
 *
 *     walk CAPTURE
 *
 * Maps a little-endian pcap file of Ethernet frames, reads the IPv4, TCP and UDP
 * headers and keeps a table of flows with packets and bytes. No dissection, no
 * reassembly, no checks beyond lengths. Prints packets, bytes and flows.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, ETHERNET = 14, SLOTS = 1 << 21 };

struct flow {
    uint64_t ends[2]; /* address and port, the lower one first */
    uint32_t kind;    /* EtherType, or IP protocol */
    uint32_t packets;
    uint64_t bytes;
};

static struct flow flows[SLOTS];
static uint64_t packets, bytes, flow_count;

static uint32_t u16(const uint8_t *b)
{
    return (uint32_t)b[0] << 8 | b[1];
}

static uint32_t u32(const uint8_t *b)
{
    return u16(b) << 16 | u16(b + 2);
}

static uint64_t mac(const uint8_t *b)
{
    return (uint64_t)u16(b) << 32 | u32(b + 2);
}

static struct flow *slot_of(uint64_t a, uint64_t b, uint32_t kind)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    uint64_t hash = (low * 0x9e3779b97f4a7c15u ^ high) * 0xc2b2ae3d27d4eb4fu + kind;

    for (uint64_t i = hash >> 43;; i = (i + 1) % SLOTS) {
        struct flow *f = &flows[i];
        if (f->packets && f->ends[0] == low && f->ends[1] == high && f->kind == kind)
            return f;
        if (!f->packets) {
            *f = (struct flow){ .ends = { low, high }, .kind = kind };
            if (++flow_count > SLOTS / 2)
                exit(3); /* the table is for captures of half a million flows */
            return f;
        }
    }
}

static void count(uint64_t a, uint64_t b, uint32_t kind, uint32_t length)
{
    struct flow *f = slot_of(a, b, kind);

    f->packets++;
    f->bytes += length;
}

static void read_packet(const uint8_t *frame, uint32_t there, uint32_t length)
{
    if (there < ETHERNET)
        return;
    const uint8_t *ip = frame + ETHERNET;
    if (u16(frame + 12) != 0x0800 || there < ETHERNET + 20) {
        count(mac(frame), mac(frame + 6), u16(frame + 12), length);
        return;
    }
    uint32_t header = (ip[0] & 15u) * 4, source = 0, target = 0;
    if ((ip[9] == 6 || ip[9] == 17) && there >= ETHERNET + header + 4) {
        source = u16(ip + header);
        target = u16(ip + header + 2);
    }
    count((uint64_t)u32(ip + 12) << 16 | source, (uint64_t)u32(ip + 16) << 16 | target, ip[9], length);
}

static void walk(const uint8_t *file, size_t size)
{
    uint32_t record[4];

    for (size_t at = FILE_HEADER; at + RECORD_HEADER <= size; at += RECORD_HEADER + record[2]) {
        memcpy(record, file + at, sizeof record);
        if (record[2] > size - at - RECORD_HEADER)
            return;
        packets++;
        bytes += record[3];
        read_packet(file + at + RECORD_HEADER, record[2], record[3]);
    }
}

int main(int argument_count, char **arguments)
{
    int fd = argument_count == 2 ? open(arguments[1], O_RDONLY) : -1;
    struct stat about;

    if (fd < 0 || fstat(fd, &about) < 0 || about.st_size < FILE_HEADER) {
        fputs("usage: walk CAPTURE\n", stderr);
        return 2;
    }
    void *file = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (file == MAP_FAILED)
        return 2;
    walk(file, (size_t)about.st_size);
    printf("%llu packets, %llu bytes, %llu flows\n", (unsigned long long)packets,
           (unsigned long long)bytes, (unsigned long long)flow_count);
    return 0;
}
