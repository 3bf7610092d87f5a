/*
 * smoke_target.c - what smoke.c does for a protocol, for any other target it is linked with.
 *
 *     smoke_TARGET ROUNDS [FILE...]           so many damaged inputs
 *     smoke_TARGET seeds FOLDER [FILE...]     the seeds as files, for a fuzzer
 *
 * A file is a seed; of a large one its beginning.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "target.h"

enum { SEED_MOST = 8 << 10, FILE_MOST = 16 << 20 };

static void add_file(struct seeds *seeds, const char *path)
{
    struct problem why;
    struct text content;
    struct arena arena;

    arena_create(&arena, FILE_MOST + 4096);
    if (file_read(path, FILE_MOST, &arena, &content, &why) < 0) {
        fprintf(stderr, "smoke: %s\n", why.what);
        exit(2);
    }
    seeds_add(seeds,
              cursor_over(content.at, content.length < SEED_MOST ? content.length : SEED_MOST));
    arena_destroy(&arena);
}

static int damage_all(const struct seeds *seeds, const char *rounds)
{
    static struct inputs in = { .random = 1, .most = INPUT_MOST };
    uint64_t count;

    if (!text_unsigned(text_of(rounds), UINT32_MAX, &count))
        return 2;
    in.seeds = seeds;
    for (uint64_t i = 0; i < count; i++) {
        inputs_next(&in);
        LLVMFuzzerTestOneInput(in.bytes, in.size);
    }
    printf("%u inputs from %zu seeds\n", (unsigned)count, seeds->items.count);
    return 0;
}

int main(int argc, char **argv)
{
    struct seeds seeds = { .most = SEED_MOST };
    bool write = argc > 2 && strcmp(argv[1], "seeds") == 0;

    if (argc < 2) {
        fprintf(stderr, "usage: smoke_TARGET ROUNDS|seeds FOLDER [FILE...]\n");
        return 2;
    }
    seeds_add_noise(&seeds);
    target_seeds(&seeds);
    for (int i = 2 + write; i < argc; i++)
        add_file(&seeds, argv[i]);
    int rc = write ? seeds_write(&seeds, argv[2]) : damage_all(&seeds, argv[1]);
    seeds_free(&seeds);
    return rc < 0 ? 1 : rc;
}
