/*
 * renderer.h - another program that turns bytes into bytes: input on its standard
 * input, result on its standard output.
 *
 * It runs with a closed list of arguments and environment, without a shell, in
 * an empty folder of its own that is removed afterwards, with limits on time,
 * memory and bytes written, no new privileges, and dies with us.  Where the
 * kernel lets us, it has no network; where not, it has none to ask for, since
 * our documents name nothing outside themselves.
 *
 * Errors: the sentence has the program's name, how it ended, and the last line
 * that it said.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/problem.h"

enum { RENDERER_WORDS_MOST = 8 };

/* A file that the program finds in its folder. */
struct renderer_file {
    const char *name; /* NULL: none */
    struct text content;
};

struct renderer {
    const char *name;                             /* for messages */
    const char *arguments[RENDERER_WORDS_MOST];   /* [0] is the program's path; NULL ends */
    const char *environment[RENDERER_WORDS_MOST]; /* HOME and TMPDIR are added */
    struct renderer_file beside;
    unsigned seconds_most;
    uint64_t memory_most; /* bytes of address space */
    size_t bytes_most;    /* of the result */
};

MUST_USE int renderer_run(const struct renderer *r, struct text input, struct buffer *out,
                          struct problem *why);
