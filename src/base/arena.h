/*
 * arena.h - memory that is given back all at once.
 *
 * Ownership: whatever is allocated here lives until arena_reset() or
 * arena_destroy(); nothing is freed singly.  One arena serves one unit of work
 * (a packet, a request, a report) on one thread.  It grows in chunks up to its
 * limit and keeps its first chunk over a reset.
 * Errors: NULL means that this unit of work reached its limit.  That is an
 * ordinary outcome for hostile input: count it and drop the work.  An arena
 * made with ARENA_TRUSTED serves our own data and ends the process instead.
 */
#pragma once

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    char *next;                 /* first free byte of the newest chunk */
    char *end;
    size_t left;  /* bytes that new chunks may still take */
    size_t limit; /* bytes in all */
    bool trusted; /* the limit is only memory itself */
};

enum { ARENA_TRUSTED = 0 }; /* as a limit */

void arena_create(struct arena *a, size_t limit);
void arena_reset(struct arena *a);
void arena_destroy(struct arena *a);

/* Zeroed bytes; more than SIZE_MAX / 2 are never there. */
void *arena_bytes(struct arena *a, size_t bytes, size_t align);

/* count zeroed objects, side by side; count 0 is allowed.  Inline: the division is by a constant. */
static inline void *arena_alloc(struct arena *a, size_t count, size_t size, size_t align)
{
    return arena_bytes(a, count > SIZE_MAX / size ? SIZE_MAX : count * size, align);
}

#define arena_new(a, type)      ((type *)arena_alloc((a), 1, sizeof(type), alignof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), (n), sizeof(type), alignof(type)))
