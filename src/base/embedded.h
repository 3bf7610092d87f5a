/*
 * embedded.h - files built into the program by tools/embed: tables sorted by
 * name, for the life of the process.  A NUL follows each file's bytes.
 */
#pragma once

#include <stddef.h>

#include "base/text.h"

struct embedded_file {
    const char *name; /* path below the embedded folder: "registries/cip-vendors.csv" */
    const char *bytes;
    size_t length;
    const char *digest; /* SHA-256 in hex */
};

struct embedded {
    const struct embedded_file *files;
    size_t count;
};

const struct embedded_file *embedded_find(const struct embedded *all,
                                          const char *name); /* NULL: none */
struct text embedded_text(const struct embedded_file *file);
