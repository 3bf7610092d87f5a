/*
 * pcap.c - the classic capture file.
 *
 * Source: draft-ietf-opsawg-pcap, 4 (general file structure), 5 (packet
 * record).  The variant with 24-byte record headers is Alexey Kuznetzov's, from
 * before 2.4 was settled; its magic number tells it apart.
 */
#include <errno.h>
#include <stdlib.h>

#include "capture/source.h"

enum {
    FILE_HEADER_BYTES = 24,
    RECORD_HEADER_BYTES = 16,
    CAPTURED_MOST = 262144,     /* what capture programs call unlimited */
    SNAP_LENGTH_MOST = 1 << 20, /* a file that claims more is not believed */
    WIRE_LENGTH_MOST = 1 << 24,
    SECOND_NS = 1000000000,
};

/* After damage a record within this distance of the last good one is believed. */
static const int64_t believable_gap_ns = 7 * INT64_C(86400) * SECOND_NS;

struct variant {
    uint32_t magic;
    uint32_t fraction_ns;  /* nanoseconds in one unit of the fraction field */
    uint32_t extra_header; /* bytes behind the usual record header */
};

static const struct variant variants[] = {
    { 0xa1b2c3d4, 1000, 0 },
    { 0xa1b23c4d, 1, 0 },
    { 0xa1b2cd34, 1000, 8 }, /* interface, protocol, packet type */
};

struct pcap {
    const struct variant *variant;
    bool big_endian;
    uint16_t link;
    uint32_t captured_most;
    int64_t last_good_ns; /* 0: none yet */
};

struct record {
    uint32_t seconds, fraction, captured, length;
};

static uint32_t read_u32(const struct pcap *f, struct cursor *c)
{
    return f->big_endian ? cursor_u32be(c) : cursor_u32le(c);
}

static uint16_t read_u16(const struct pcap *f, struct cursor *c)
{
    return f->big_endian ? cursor_u16be(c) : cursor_u16le(c);
}

/* One question for the whole header, and one for the byte order: every packet passes here. */
static inline struct record read_record(const struct pcap *f, struct cursor *c)
{
    struct cursor header = cursor_split(c, RECORD_HEADER_BYTES);
    struct record r;

    if (f->big_endian) {
        r.seconds = cursor_u32be(&header);
        r.fraction = cursor_u32be(&header);
        r.captured = cursor_u32be(&header);
        r.length = cursor_u32be(&header);
    } else {
        r.seconds = cursor_u32le(&header);
        r.fraction = cursor_u32le(&header);
        r.captured = cursor_u32le(&header);
        r.length = cursor_u32le(&header);
    }
    cursor_skip(c, f->variant->extra_header);
    return r;
}

static int64_t record_time(const struct pcap *f, const struct record *r)
{
    return (int64_t)r->seconds * SECOND_NS + (int64_t)r->fraction * f->variant->fraction_ns;
}

/* An all-zero header is a hole that a crash left in the file, not an empty packet of 1970. */
static bool is_possible(const struct pcap *f, const struct record *r)
{
    return r->captured <= f->captured_most && r->length <= WIRE_LENGTH_MOST &&
           (r->length | r->captured | r->seconds) != 0;
}

/* Stricter, for bytes that need not be a header at all. */
static bool is_plausible(const struct pcap *f, const struct record *r, int64_t near_ns)
{
    int64_t gap_ns = record_time(f, r) - near_ns;

    return is_possible(f, r) && r->captured > 0 && r->captured <= r->length &&
           r->fraction < SECOND_NS / f->variant->fraction_ns &&
           (near_ns == 0 || (gap_ns <= believable_gap_ns && -gap_ns <= believable_gap_ns));
}

/* A header, its bytes, and behind them either the exact end or one more header. */
static bool starts_record(const struct pcap *f, struct cursor at)
{
    struct record r = read_record(f, &at);
    if (!cursor_ok(&at) || !is_plausible(f, &r, f->last_good_ns))
        return false;
    cursor_skip(&at, r.captured);
    if (!cursor_ok(&at) || at.left == 0)
        return cursor_ok(&at);

    struct record next = read_record(f, &at);
    return cursor_ok(&at) && is_plausible(f, &next, record_time(f, &r));
}

/* Every byte is tried once as the start of a record, so damage costs linear time however often. */
static bool find_record(const struct pcap *f, struct cursor *rest)
{
    struct cursor at = *rest;

    for (cursor_skip(&at, 1); at.left >= RECORD_HEADER_BYTES; cursor_skip(&at, 1))
        if (starts_record(f, at)) {
            *rest = at;
            return true;
        }
    return false;
}

static bool pcap_next(struct source *s, struct packet *p)
{
    struct pcap *f = s->state;

    for (;;) {
        struct cursor ahead = s->rest;
        struct record r = read_record(f, &ahead);
        if (!cursor_ok(&ahead))
            return !source_is_partial(s) && source_ends(s);

        bool possible = is_possible(f, &r);
        if (possible && r.captured <= ahead.left) {
            uint32_t length = r.length > r.captured ? r.length : r.captured;
            int64_t at_ns = record_time(f, &r);
            *p = (struct packet){ cursor_take(&ahead, r.captured), r.captured, length, at_ns,
                                  f->link };
            f->last_good_ns = at_ns;
            source_fetch(&ahead, RECORD_HEADER_BYTES + r.captured);
            s->rest = ahead;
            return true;
        }
        if (source_is_partial(s))
            return false;
        struct cursor found = s->rest;
        if (!find_record(f, &found)) {
            if (!possible)
                source_broken(s);
            return source_ends(s);
        }
        source_broken(s);
        s->rest = found;
    }
}

static const struct variant *find_variant(uint32_t magic)
{
    for (size_t i = 0; i < COUNT_OF(variants); i++)
        if (variants[i].magic == magic)
            return &variants[i];
    return NULL;
}

static bool recognise(struct cursor header, struct pcap *f)
{
    struct cursor again = header;

    f->variant = find_variant(cursor_u32le(&header));
    if (f->variant)
        return true;
    f->big_endian = true;
    f->variant = find_variant(cursor_u32be(&again));
    return f->variant;
}

static uint32_t captured_most(uint32_t snap_length)
{
    return snap_length > CAPTURED_MOST && snap_length <= SNAP_LENGTH_MOST ? snap_length
                                                                          : CAPTURED_MOST;
}

static int read_file_header(struct pcap *f, struct cursor *c, const char *name, struct problem *why)
{
    size_t there = c->left;

    cursor_skip(c, 4); /* the magic number */
    uint16_t major = read_u16(f, c);
    uint16_t minor = read_u16(f, c);
    cursor_skip(c, 8); /* time zone and accuracy, zero in every file */
    f->captured_most = captured_most(read_u32(f, c));
    f->link = (uint16_t)read_u32(f, c); /* the upper half tells of frame check sequences */
    if (!cursor_ok(c))
        return problem_set(why, -EINVAL, "%s: a pcap file header takes %d bytes; the file has %zu",
                           name, FILE_HEADER_BYTES, there);
    if (major != 2 || minor != 4)
        return problem_set(why, -EINVAL, "%s: pcap version %u.%u; only 2.4 can be read", name,
                           major, minor);
    return 0;
}

static int pcap_begin(struct source *s, const char *name, struct problem *why)
{
    struct pcap found = { 0 };
    if (!recognise(s->rest, &found))
        return 0;

    int error = read_file_header(&found, &s->rest, name, why);
    if (error)
        return error;
    struct pcap *f = malloc(sizeof *f);
    if (!f)
        return problem_set(why, -ENOMEM, "%s: no memory to read it", name);
    *f = found;
    s->state = f;
    return 1;
}

static void pcap_end(struct source *s)
{
    free(s->state);
}

const struct source_format pcap_format = { "pcap", pcap_begin, pcap_next, pcap_end };
