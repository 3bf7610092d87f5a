/*
 * source.h - where packets come from: capture files of every kind we read.
 *
 * Ownership: the source maps the file it was given and lends packets out of the
 * map; a packet's bytes live until the source is closed.  Read in batches, they
 * live until the next batch.  The descriptor stays the caller's.
 * Units: nanoseconds since 1970 on the wire side; lengths in bytes.
 * Errors: a file that is no capture is refused when it is opened, with a
 * sentence.  Damage further in never stops the reading for good: the reader
 * counts it, finds the next record where the format allows, and otherwise ends
 * with `truncated` set.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/cursor.h"
#include "base/problem.h"

/* Link types we decode. Source: the tcpdump group's registry of LINKTYPE_ values. */
enum link_type {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_RAW_BSD = 12,
    LINK_RAW = 101,
    LINK_LOOP = 108,
    LINK_COOKED = 113,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_COOKED2 = 276,
};

struct packet {
    const uint8_t *bytes;
    uint32_t captured; /* bytes present */
    uint32_t length;   /* bytes on the wire */
    int64_t at_ns;     /* 0 when the record carries no time */
    uint16_t link;     /* a LINKTYPE_ value */
};

/* What was wrong with a file so far. */
struct source_damage {
    bool truncated;              /* it ends inside a record */
    uint64_t broken_records;     /* lengths that cannot be; skipped */
    uint64_t unknown_interfaces; /* pcapng packets of an interface that was never described */
    uint64_t first_broken_at;    /* byte offset in the file; 0 when none */
};

struct source_window;

struct source {
    void *map; /* NULL when the bytes are somebody else's */
    struct cursor whole;
    struct cursor rest;           /* unread bytes, of the whole or of a window on it */
    size_t end;                   /* where in the file they end */
    struct source_window *window; /* NULL: the whole is looked at */
    const struct source_format *format;
    void *state; /* the format's own */
    struct source_damage damage;
};

/* A whole file, read-only. */
struct source_bytes {
    void *map;
    size_t size;
};

/* Map a regular file without reading it yet, so that rights can be given up in between. */
MUST_USE int source_map(int fd, const char *name, struct source_bytes *mapped, struct problem *why);

/* The first `read` bytes are not needed again: they stop counting as this process's memory. */
void source_forget(const struct source_bytes *mapped, size_t read);

/* Map a regular file or refuse it: "plant.pcap: not a pcap or pcapng capture". */
MUST_USE int source_open(struct source *s, int fd, const char *name, struct problem *why);

/* The same over bytes in memory, which must outlive the source. */
MUST_USE int source_over(struct source *s, struct cursor bytes, const char *name,
                         struct problem *why);

/* False at the end. */
bool source_next(struct source *s, struct packet *p);

/*
 * From here on, batches are read from the descriptor through a small window.
 * To copy bytes that are then in the processor's cache costs half of what it
 * costs to have each page of a map brought in.  The whole is still needed, for
 * records that are damaged or larger than the window.
 */
void source_read_from(struct source *s, int fd);

/* Up to `most` packets; 0 at the end. */
size_t source_batch(struct source *s, struct packet *packets, size_t most);

/* Bytes of the file read so far, for progress. */
static inline uint64_t source_position(const struct source *s)
{
    return s->end - s->rest.left;
}

void source_close(struct source *s);

/*
 * For the formats: ask for bytes that will be read soon.  Small packets follow each other closely;
 * behind a large one, the next is expected to be as large.
 */
static inline void source_fetch(const struct cursor *rest, size_t record)
{
    enum { AHEAD = 1024, LINE = 64 };
    size_t distance = record < AHEAD / 2 ? AHEAD : record;

    if (rest->left <= distance + LINE)
        return;
    __builtin_prefetch(&rest->next[distance]);
    __builtin_prefetch(&rest->next[distance + LINE]);
}

/* For the formats: count a record that cannot be, at the position reached. */
void source_broken(struct source *s);
/* For the formats: nothing usable follows; `truncated` when bytes are left over.  False. */
bool source_ends(struct source *s);
/* For the formats: what cannot be read here is to be left alone: the whole will tell what it is. */
static inline bool source_is_partial(const struct source *s)
{
    return s->window;
}

/* One per file format: pcap.c and pcapng.c. */
struct source_format {
    const char *name;
    /* 1: mine, and the source is ready; 0: not mine; negative: mine, but unusable. */
    int (*begin)(struct source *s, const char *name, struct problem *why);
    bool (*next)(struct source *s, struct packet *p);
    void (*end)(struct source *s);
};

extern const struct source_format pcap_format, pcapng_format;
