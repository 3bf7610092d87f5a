/*
 * cursor.h - bounds-checked reading of untrusted bytes.
 *
 * A cursor is a view: it owns nothing and is passed by value or by pointer
 * freely.  Offsets and lengths are in bytes.
 *
 * Errors: reading past the end sets `failed`, yields zero, and leaves nothing;
 * every later read also yields zero.  A parser may therefore read a whole header
 * and ask once, with cursor_ok(), whether it was there, and a loop that runs
 * while something is left ends also when a read in it fails.
 *
 * The small readers are inline: every packet passes some thirty of them.
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

static inline struct cursor cursor_over(const void *bytes, size_t length)
{
    return (struct cursor){ .next = (const uint8_t *)bytes, .left = length };
}

static inline bool cursor_ok(const struct cursor *c)
{
    return !c->failed;
}

/* Claim the next n bytes; NULL (and failed) when there are fewer. */
static inline const uint8_t *cursor_take(struct cursor *c, size_t n)
{
    if (c->failed || n > c->left) {
        c->failed = true;
        c->left = 0;
        return NULL;
    }
    const uint8_t *taken = c->next;
    c->next += n;
    c->left -= n;
    return taken;
}

/* Split off the next n bytes as a cursor of their own: one length-prefixed part. */
static inline struct cursor cursor_split(struct cursor *c, size_t n)
{
    const uint8_t *part = cursor_take(c, n);
    return (struct cursor){ .next = part, .left = part ? n : 0, .failed = !part };
}

static inline void cursor_skip(struct cursor *c, size_t n)
{
    (void)cursor_take(c, n);
}

static inline uint8_t cursor_u8(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 1);
    return b ? b[0] : 0;
}

static inline uint16_t cursor_u16be(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 2);
    return b ? (uint16_t)((unsigned)b[0] << 8 | b[1]) : (uint16_t)0;
}

static inline uint16_t cursor_u16le(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 2);
    return b ? (uint16_t)((unsigned)b[1] << 8 | b[0]) : (uint16_t)0;
}

static inline uint32_t cursor_u32be(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 4);
    return b ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3] : 0;
}

static inline uint32_t cursor_u32le(struct cursor *c)
{
    const uint8_t *b = cursor_take(c, 4);
    return b ? (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0] : 0;
}

uint64_t cursor_u64be(struct cursor *c);
uint64_t cursor_u64le(struct cursor *c);
