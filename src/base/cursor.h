/*
 * cursor.h - bounds-checked reading of untrusted bytes.
 *
 * A cursor is a view: it owns nothing and is passed by value or by pointer
 * freely.  Offsets and lengths are in bytes.
 *
 * Errors: reading past the end sets `failed`, yields zero, and leaves the
 * position alone; every later read also yields zero.  A parser may therefore
 * read a whole header and ask once, with cursor_ok(), whether it was there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
    const uint8_t *next; /* first unread byte */
    size_t left;         /* bytes from next to the end */
    bool failed;         /* some read wanted more than there was */
};

struct cursor cursor_over(const void *bytes, size_t length);

static inline bool cursor_ok(const struct cursor *c)
{
    return !c->failed;
}

/* Claim the next n bytes; NULL (and failed) when there are fewer. */
const uint8_t *cursor_take(struct cursor *c, size_t n);

/* Split off the next n bytes as a cursor of their own: one length-prefixed part. */
struct cursor cursor_split(struct cursor *c, size_t n);

void cursor_skip(struct cursor *c, size_t n);

uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_u16be(struct cursor *c);
uint16_t cursor_u16le(struct cursor *c);
uint32_t cursor_u32be(struct cursor *c);
uint32_t cursor_u32le(struct cursor *c);
uint64_t cursor_u64be(struct cursor *c);
uint64_t cursor_u64le(struct cursor *c);
