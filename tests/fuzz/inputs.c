#include "inputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAMAGES_MOST = 6 };

/* SplitMix64: small, and the same everywhere. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(struct inputs *in, size_t limit)
{
    return limit ? (size_t)(random_next(&in->random) % limit) : 0;
}

/* ---- seeds ---- */

void seeds_add(struct seeds *seeds, struct cursor bytes)
{
    if (bytes.left == 0 || bytes.left > seeds->most)
        return;
    struct seed *s = array_add(&seeds->items);
    s->size = bytes.left;
    s->bytes = malloc(s->size);
    if (!s->bytes)
        abort();
    memcpy(s->bytes, bytes.next, s->size);
}

void seeds_add_noise(struct seeds *seeds)
{
    uint8_t zeros[64] = { 0 }, noise[256];
    uint64_t state = 62443;

    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)random_next(&state);
    seeds_add(seeds, cursor_over(zeros, sizeof zeros));
    seeds_add(seeds, cursor_over(noise, sizeof noise));
}

static int write_seed(const struct seed *s, const char *path)
{
    FILE *file = fopen(path, "wb");

    if (!file)
        return -errno;
    bool whole = fwrite(s->bytes, 1, s->size, file) == s->size;
    return fclose(file) == 0 && whole ? 0 : -EIO;
}

int seeds_write(const struct seeds *seeds, const char *folder)
{
    char path[4096];
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < seeds->items.count; i++) {
        snprintf(path, sizeof path, "%s/seed-%05zu", folder, i);
        rc = write_seed(&seeds->items.items[i], path);
    }
    return rc;
}

void seeds_free(struct seeds *seeds)
{
    for (size_t i = 0; i < seeds->items.count; i++)
        free(seeds->items.items[i].bytes);
    array_free(&seeds->items);
}

/* ---- damage: each leaves in->size within bounds ---- */

static void flip(struct inputs *in)
{
    if (in->size)
        in->bytes[below(in, in->size)] ^= (uint8_t)(1u << below(in, 8));
}

static void set(struct inputs *in)
{
    static const uint8_t telling[] = { 0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff };

    if (in->size)
        in->bytes[below(in, in->size)] = telling[below(in, sizeof telling)];
}

static void scramble(struct inputs *in)
{
    if (in->size)
        in->bytes[below(in, in->size)] = (uint8_t)random_next(&in->random);
}

static void cut(struct inputs *in)
{
    in->size = below(in, in->size + 1);
}

static void drop(struct inputs *in)
{
    size_t at = below(in, in->size), length = below(in, in->size - at);

    memmove(in->bytes + at, in->bytes + at + length, in->size - at - length);
    in->size -= length;
}

static void repeat(struct inputs *in)
{
    size_t at = below(in, in->size), length = below(in, in->size - at);

    if (in->size + length > in->most)
        return;
    memmove(in->bytes + at + length, in->bytes + at, in->size - at);
    in->size += length;
}

static void append(struct inputs *in, const struct seed *s)
{
    if (in->size + s->size > in->most)
        return;
    memcpy(in->bytes + in->size, s->bytes, s->size);
    in->size += s->size;
}

static void append_any(struct inputs *in)
{
    append(in, &in->seeds->items.items[below(in, in->seeds->items.count)]);
}

static void (*const damages[])(struct inputs *in) = {
    flip, set, scramble, cut, drop, repeat, append_any,
};

void inputs_next(struct inputs *in)
{
    size_t all = in->seeds->items.count, first = below(in, all), count = 1 + below(in, 3);

    in->size = 0;
    for (size_t i = first; i < all && i < first + count; i++)
        append(in, &in->seeds->items.items[i]);
    for (size_t left = below(in, DAMAGES_MOST + 1); left > 0; left--)
        damages[below(in, COUNT_OF(damages))](in);
}
