/*
 * smoke.c - a short, repeatable fuzz run without a fuzzer: smoke PROTOCOL ROUNDS [DIRECTORY]
 *
 * Seeds are the payloads of the captures in the directory, files that end in .bin,
 * and a few of our own; every round damages one to three in a row.  The same
 * arguments give the same inputs on every machine.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "capture/decode.h"
#include "exercise.h"

enum {
    FRAME_MOST = 2048,
    INPUT_MOST = 4096,
    CARRIER_HEADERS_MOST = 48, /* of the protocols around one that is carried */
    FILE_MOST = 16 << 20,
    DAMAGES_MOST = 6,
};

struct seed {
    uint8_t bytes[FRAME_MOST];
    size_t size;
};

struct seeds {
    size_t count, capacity;
    struct seed *items;
};

struct input {
    uint8_t bytes[INPUT_MOST];
    size_t size;
};

/* SplitMix64: small, and the same everywhere. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(uint64_t *state, size_t limit)
{
    return limit ? (size_t)(random_next(state) % limit) : 0;
}

static void add_seed(struct seeds *seeds, struct cursor bytes)
{
    if (bytes.left == 0 || bytes.left > FRAME_MOST)
        return;
    struct seed *s = array_add(seeds);
    s->size = bytes.left;
    memcpy(s->bytes, bytes.next, bytes.left);
}

/* A protocol inside another begins somewhere in the payload: where its probe first agrees. */
static void add_payload(struct seeds *seeds, const struct protocol *p, struct cursor payload)
{
    for (int i = 0; i < CARRIER_HEADERS_MOST && payload.left > 0; i++) {
        if (p->probe(payload) != MATCH_NO) {
            add_seed(seeds, payload);
            return;
        }
        cursor_skip(&payload, 1);
    }
}

static int add_capture(struct seeds *seeds, const struct protocol *p, struct cursor file,
                       const char *name, struct problem *why)
{
    struct source source;
    struct packet packet;
    struct decoded decoded;
    int error = source_over(&source, file, name, why);

    if (error < 0)
        return error;
    while (source_next(&source, &packet)) {
        decode(&packet, NULL, &decoded);
        add_payload(seeds, p, decoded.payload);
    }
    source_close(&source);
    return 0;
}

static void add_file(struct seeds *seeds, const struct protocol *p, const char *directory,
                     const char *name)
{
    const char *ending = strrchr(name, '.');
    bool capture = ending && strcmp(ending, ".pcap") == 0;
    struct problem why;
    struct text content = { 0 };
    struct arena arena;
    char path[4096];

    if (!capture && !(ending && strcmp(ending, ".bin") == 0))
        return;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    arena_create(&arena, FILE_MOST + 4096);
    int error = file_read(path, FILE_MOST, &arena, &content, &why);
    struct cursor bytes = cursor_over(content.at, content.length);
    if (error == 0 && capture)
        error = add_capture(seeds, p, bytes, path, &why);
    else if (error == 0)
        add_seed(seeds, bytes);
    if (error < 0) {
        fprintf(stderr, "smoke: %s\n", why.what);
        exit(2);
    }
    arena_destroy(&arena);
}

/* In the order of their names: a directory has an order of its own on every machine. */
static void add_directory(struct seeds *seeds, const struct protocol *p, const char *directory)
{
    struct dirent **names;
    int count = scandir(directory, &names, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        add_file(seeds, p, directory, names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}

/* So that a protocol without captures is exercised too: nothing, zeros, noise. */
static void add_built_in(struct seeds *seeds)
{
    uint8_t zeros[64] = { 0 }, noise[256];
    uint64_t state = 62443;

    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)random_next(&state);
    add_seed(seeds, cursor_over(zeros, sizeof zeros));
    add_seed(seeds, cursor_over(noise, sizeof noise));
}

/* ---- damage: each leaves input->size within bounds ---- */

static void flip(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    (void)seeds;
    if (in->size)
        in->bytes[below(random, in->size)] ^= (uint8_t)(1u << below(random, 8));
}

static void set(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    static const uint8_t telling[] = { 0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff };

    (void)seeds;
    if (in->size)
        in->bytes[below(random, in->size)] = telling[below(random, sizeof telling)];
}

static void scramble(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    (void)seeds;
    if (in->size)
        in->bytes[below(random, in->size)] = (uint8_t)random_next(random);
}

static void cut(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    (void)seeds;
    in->size = below(random, in->size + 1);
}

static void drop(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    size_t at = below(random, in->size), length = below(random, in->size - at);

    (void)seeds;
    memmove(in->bytes + at, in->bytes + at + length, in->size - at - length);
    in->size -= length;
}

static void repeat(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    size_t at = below(random, in->size), length = below(random, in->size - at);

    (void)seeds;
    if (in->size + length > INPUT_MOST)
        return;
    memmove(in->bytes + at + length, in->bytes + at, in->size - at);
    in->size += length;
}

static void append(struct input *in, const struct seed *s)
{
    if (in->size + s->size > INPUT_MOST)
        return;
    memcpy(in->bytes + in->size, s->bytes, s->size);
    in->size += s->size;
}

static void append_any(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    append(in, &seeds->items[below(random, seeds->count)]);
}

static void (*const damages[])(struct input *in, uint64_t *random, const struct seeds *seeds) = {
    flip, set, scramble, cut, drop, repeat, append_any,
};

/* A message and what followed it in its capture: a request and its answer, often. */
static void one_round(const struct protocol *p, const struct seeds *seeds, uint64_t *random)
{
    size_t first = below(random, seeds->count), count = 1 + below(random, 3);
    struct input in = { .size = 0 };

    for (size_t i = first; i < seeds->count && i < first + count; i++)
        append(&in, &seeds->items[i]);
    for (size_t left = below(random, DAMAGES_MOST + 1); left > 0; left--)
        damages[below(random, COUNT_OF(damages))](&in, random, seeds);
    exercise(p, in.bytes, in.size);
}

int main(int argc, char **argv)
{
    const struct protocol *p = argc > 2 ? protocol_find(text_of(argv[1])) : NULL;
    struct seeds seeds = { 0 };
    uint64_t rounds, random = 1;

    if (!p || !text_unsigned(text_of(argv[2]), UINT32_MAX, &rounds)) {
        fprintf(stderr, "usage: smoke PROTOCOL ROUNDS [DIRECTORY]\n");
        return 2;
    }
    add_built_in(&seeds);
    if (argc > 3)
        add_directory(&seeds, p, argv[3]);
    for (uint64_t i = 0; i < rounds; i++)
        one_round(p, &seeds, &random);
    printf("%s: %u inputs from %zu seeds\n", p->name, (unsigned)rounds, seeds.count);
    array_free(&seeds);
    return 0;
}
