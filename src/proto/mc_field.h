/*
 * mc_field.h - the fields of MELSEC communication messages, which come in two
 * codes: binary, little endian, or as twice as many hexadecimal digits.
 *
 * Readers follow the cursor's rule: what does not fit, or is no digit where one
 * must stand, fails and stays failed.
 *
 * Source: Mitsubishi SH-080008 (MELSEC Communication Protocol), 4.1 (data codes).
 */
#pragma once

#include "base/cursor.h"

struct mc_fields {
    struct cursor rest;
    bool is_text;
    bool is_wrong; /* it failed at something that is no digit */
};

/* `bytes` counts the field in binary code: at most 4. */
uint32_t mc_number(struct mc_fields *f, size_t bytes);
/* Characters are themselves in both codes. */
struct cursor mc_characters(struct mc_fields *f, size_t count);

static inline void mc_skip(struct mc_fields *f, size_t bytes)
{
    cursor_skip(&f->rest, f->is_text ? 2 * bytes : bytes);
}

static inline bool mc_ok(const struct mc_fields *f)
{
    return cursor_ok(&f->rest);
}

/* What is left, in bytes of binary code. */
static inline size_t mc_left(const struct mc_fields *f)
{
    return f->is_text ? f->rest.left / 2 : f->rest.left;
}
