/*
 * smoke.c - a short, repeatable fuzz run without a fuzzer.
 *
 *     smoke PROTOCOL ROUNDS [DIRECTORY]     so many damaged inputs
 *     smoke PROTOCOL seeds FOLDER [DIRECTORY]   the seeds as files, for a fuzzer
 *
 * Seeds are the payloads of the captures in the directory, files that end in .bin,
 * and a few of our own.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "capture/decode.h"
#include "exercise.h"
#include "inputs.h"

enum {
    SEED_MOST = 2048,
    MESSAGES_MOST = 4096,
    CARRIER_HEADERS_MOST = 48, /* of the protocols around one that is carried */
    FILE_MOST = 16 << 20,
};

/* A protocol inside another begins somewhere in the payload: where its probe first agrees. */
static void add_payload(struct seeds *seeds, const struct protocol *p, struct cursor payload)
{
    for (int i = 0; i < CARRIER_HEADERS_MOST && payload.left > 0; i++) {
        if (p->probe(payload) != MATCH_NO) {
            seeds_add(seeds, payload);
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
        seeds_add(seeds, bytes);
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

static int damage_all(const struct protocol *p, const struct seeds *seeds, const char *rounds)
{
    static struct inputs in = { .random = 1, .most = MESSAGES_MOST };
    uint64_t count;

    if (!text_unsigned(text_of(rounds), UINT32_MAX, &count))
        return 2;
    in.seeds = seeds;
    for (uint64_t i = 0; i < count; i++) {
        inputs_next(&in);
        exercise(p, in.bytes, in.size);
    }
    printf("%s: %u inputs from %zu seeds\n", p->name, (unsigned)count, seeds->items.count);
    return 0;
}

int main(int argc, char **argv)
{
    const struct protocol *p = argc > 2 ? protocol_find(text_of(argv[1])) : NULL;
    bool write = argc > 3 && strcmp(argv[2], "seeds") == 0;
    const char *directory = argc > 3 + write ? argv[3 + write] : NULL;
    struct seeds seeds = { .most = SEED_MOST };

    if (!p) {
        fprintf(stderr, "usage: smoke PROTOCOL ROUNDS|seeds FOLDER [DIRECTORY]\n");
        return 2;
    }
    seeds_add_noise(&seeds);
    if (directory)
        add_directory(&seeds, p, directory);
    int rc = write ? seeds_write(&seeds, argv[3]) : damage_all(p, &seeds, argv[2]);
    seeds_free(&seeds);
    return rc < 0 ? 1 : rc;
}
