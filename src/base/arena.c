#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/poison.h"

struct arena_chunk {
    struct arena_chunk *older;
    size_t bytes; /* behind this header */
};

enum {
    CHUNK_FIRST = 16 << 10,
    CHUNK_MOST = 4 << 20, /* larger objects get a chunk of their own size */
};

void arena_create(struct arena *a, size_t limit)
{
    *a = (struct arena){ .limit = limit ? limit : SIZE_MAX, .trusted = limit == ARENA_TRUSTED };
    a->left = a->limit;
}

/* What lies behind the first `used` bytes has not been handed out since it was poisoned. */
static void enter(struct arena *a, struct arena_chunk *chunk, size_t used)
{
    a->chunks = chunk;
    a->next = (char *)(chunk + 1);
    a->end = a->next + chunk->bytes;
    poison(a->next, used);
}

static void free_chunk(struct arena_chunk *chunk)
{
    unpoison(chunk + 1, chunk->bytes);
    free(chunk);
}

void arena_reset(struct arena *a)
{
    if (!a->chunks)
        return;
    size_t used = (size_t)(a->next - (char *)(a->chunks + 1));
    while (a->chunks->older) {
        struct arena_chunk *newest = a->chunks;
        a->chunks = newest->older;
        used = a->chunks->bytes;
        free_chunk(newest);
    }
    a->left = a->limit - (a->chunks->bytes < a->limit ? a->chunks->bytes : a->limit);
    enter(a, a->chunks, used);
}

void arena_destroy(struct arena *a)
{
    while (a->chunks) {
        struct arena_chunk *newest = a->chunks;
        a->chunks = newest->older;
        free_chunk(newest);
    }
    *a = (struct arena){ 0 };
}

static bool grow(struct arena *a, size_t wanted)
{
    size_t bytes = a->chunks ? a->chunks->bytes * 2 : CHUNK_FIRST;

    if (bytes > CHUNK_MOST)
        bytes = CHUNK_MOST;
    if (bytes < wanted)
        bytes = wanted;
    if (bytes > a->left)
        bytes = a->left;
    if (bytes < wanted)
        return false;

    struct arena_chunk *chunk = malloc(sizeof *chunk + bytes);
    if (!chunk)
        return false;
    *chunk = (struct arena_chunk){ .older = a->chunks, .bytes = bytes };
    a->left -= bytes;
    enter(a, chunk, bytes);
    return true;
}

static void *refuse(const struct arena *a)
{
    if (a->trusted) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return NULL;
}

void *arena_bytes(struct arena *a, size_t wanted, size_t align)
{
    if (wanted > SIZE_MAX / 2)
        return refuse(a);

    size_t bytes = wanted + POISON_GAP; /* the gap is 0 except under ASan */
    size_t pad = -(uintptr_t)a->next & (align - 1);

    if (!a->next || pad + bytes > (size_t)(a->end - a->next)) {
        if (!grow(a, bytes + align))
            return refuse(a);
        pad = -(uintptr_t)a->next & (align - 1);
    }

    char *object = a->next + pad;
    a->next = object + bytes;
    unpoison(object, wanted);
    return memset(object, 0, wanted);
}
