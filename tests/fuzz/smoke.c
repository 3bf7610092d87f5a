/*
 * smoke.c - a short, repeatable fuzz run without a fuzzer: smoke PROTOCOL ROUNDS [DIRECTORY]
 *
 * Seeds are the payloads of the captures in the directory (frames from the first
 * byte that the protocol's probe likes best) and a few of our own; every round
 * damages one of them.  The same arguments give the same inputs on every machine.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "exercise.h"

enum {
    PCAP_FILE_HEADER = 24,
    FRAME_MOST = 2048,
    INPUT_MOST = 4096,
    FIRST_PAYLOAD = 14, /* behind an Ethernet header */
    LAST_PAYLOAD = 110, /* behind the longest headers that a seed has */
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

/* Headers differ, so the probe itself says where its payload begins. */
static void add_frame(struct seeds *seeds, const struct protocol *p, struct cursor frame)
{
    struct cursor best = { 0 };
    enum match best_match = MATCH_NO;

    cursor_skip(&frame, FIRST_PAYLOAD);
    for (int at = FIRST_PAYLOAD; at <= LAST_PAYLOAD && frame.left > 0; at++) {
        enum match match = p->probe(frame);
        if (match > best_match) {
            best = frame;
            best_match = match;
        }
        cursor_skip(&frame, 1);
    }
    add_seed(seeds, best);
}

static void add_capture(struct seeds *seeds, const struct protocol *p, struct cursor capture)
{
    cursor_skip(&capture, PCAP_FILE_HEADER);
    while (capture.left > 0 && cursor_ok(&capture)) {
        cursor_skip(&capture, 8); /* time */
        uint32_t captured = cursor_u32le(&capture);
        cursor_skip(&capture, 4);
        add_frame(seeds, p, cursor_split(&capture, captured));
    }
}

static void add_file(struct seeds *seeds, const struct protocol *p, const char *directory,
                     const char *name)
{
    const char *ending = strrchr(name, '.');
    bool capture = ending && strcmp(ending, ".pcap") == 0;
    struct problem why;
    struct text content;
    struct arena arena;
    char path[4096];

    if (!capture && !(ending && strcmp(ending, ".bin") == 0))
        return;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    arena_create(&arena, FILE_MOST + 4096);
    if (file_read(path, FILE_MOST, &arena, &content, &why) < 0) {
        fprintf(stderr, "smoke: %s\n", why.what);
        exit(2);
    }
    struct cursor bytes = cursor_over(content.at, content.length);
    if (capture)
        add_capture(seeds, p, bytes);
    else
        add_seed(seeds, bytes);
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

static void append(struct input *in, uint64_t *random, const struct seeds *seeds)
{
    const struct seed *s = &seeds->items[below(random, seeds->count)];

    if (in->size + s->size > INPUT_MOST)
        return;
    memcpy(in->bytes + in->size, s->bytes, s->size);
    in->size += s->size;
}

static void (*const damages[])(struct input *in, uint64_t *random, const struct seeds *seeds) = {
    flip, set, scramble, cut, drop, repeat, append,
};

static void one_round(const struct protocol *p, const struct seeds *seeds, uint64_t *random)
{
    const struct seed *s = &seeds->items[below(random, seeds->count)];
    struct input in = { .size = s->size };

    memcpy(in.bytes, s->bytes, s->size);
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
