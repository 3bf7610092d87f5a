/*
 * ring.h - raw packets kept on disk within a bound: PLANT/ring/, pcapng files
 * named by their interface and their first moment.
 *
 * "eth1-20261123T101112.123456Z.pcapng" holds packets of at most RING_FILE_US,
 * and ends in ".part" while it is written.  All files together never exceed the
 * bound: the oldest goes first, whichever interface it is of.  A file that a
 * killed process left open is cut behind its last whole packet and closed when
 * the ring is opened.  Files with other names are never touched.
 *
 * On a full disk nothing is deleted and nothing waits: packets are refused and
 * counted, and a second later it is tried again.
 *
 * Ownership: the folder's descriptor stays the caller's.
 */
#pragma once

#include "base/array.h"
#include "base/cursor.h"
#include "base/moment.h"
#include "base/problem.h"

enum {
    RING_INTERFACES_MOST = 8,
    RING_NAME = 64,
    RING_FILES = 16,       /* so many of its files fill the ring */
    RING_LEAST = 16 << 20, /* bytes: less could not hold a file of every interface */
};

static const moment_us ring_file_us = 3600LL * 1000000;

struct ring_entry {
    char name[RING_NAME]; /* without ".part" */
    moment_us from;       /* its first packet */
    uint64_t bytes;
};

struct ring_file {
    int fd; /* -1: none is open */
    struct ring_entry entry;
    uint16_t link;
    uint64_t packets;
};

struct ring_count {
    uint64_t kept, refused; /* packets */
};

struct ring {
    int folder;
    uint64_t most, file_most; /* bytes */
    uint32_t snaplen;
    size_t interface_count;
    const char *const *interfaces;
    struct ring_file open[RING_INTERFACES_MOST];
    struct ring_count counts[RING_INTERFACES_MOST];
    ARRAY(struct ring_entry) closed; /* the oldest first */
    uint64_t bytes;                  /* of all files */
    int failure;                     /* errno of the last write; 0: it went well */
    moment_us try_again;
};

struct ring_options {
    int folder;
    uint64_t most; /* bytes, at least RING_LEAST */
    uint32_t snaplen;
    size_t interface_count;
    const char *const *interfaces;
};

/* Takes up what is in the folder. */
MUST_USE int ring_open(struct ring *r, const struct ring_options *options, struct problem *why);

/* A parcel (outlet.h) of packets of one interface. */
void ring_keep(struct ring *r, size_t interface, struct cursor parcel, moment_us now);

/* Files that have been open for long enough are closed, packets or not. */
void ring_tick(struct ring *r, moment_us now);
void ring_close(struct ring *r);

/* Between the files of the ring: ring_file.c and ring_folder.c. */

MUST_USE int ring_file_open(struct ring *r, size_t interface, uint16_t link, moment_us from);
/* All of `blocks`, which hold so many packets, or nothing of them: a negative errno. */
MUST_USE int ring_file_write(struct ring *r, struct ring_file *file, struct text blocks,
                             uint64_t packets);
void ring_file_close(struct ring *r, struct ring_file *file);
/* True: `name` is one of ours, and the entry says which moment it begins with. */
bool ring_name_parse(const char *name, const char *ending, struct ring_entry *entry);
MUST_USE int ring_scan(struct ring *r, struct problem *why);
