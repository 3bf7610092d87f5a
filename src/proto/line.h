/*
 * line.h - text protocols: lines of a cursor, words of a line, bytes to skip.
 */
#pragma once

#include "proto/protocol.h"

/*
 * The next line without its end (LF, or CR LF); false when no end has arrived,
 * and then nothing is consumed.
 */
bool line_next(struct cursor *c, struct cursor *line);

/* Does it begin so, case ignored? */
bool line_starts(struct cursor line, const char *words);

/* A reply code: three digits at the start, or 0. */
unsigned line_code(struct cursor line);

/* Printable text behind the first `skipped` bytes. */
struct text line_text(struct cursor line, size_t skipped, struct arena *into);

/* Bytes of a body that are not looked at, per direction of a stream. */
struct skipping {
    uint64_t left[2];
};

/* Consumes what is to be skipped; true when there was something: a message for now. */
bool skipping_takes(struct skipping *s, bool from_server, struct cursor *payload);
