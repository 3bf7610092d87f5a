/*
 * wide.h - text that stands on the wire in 16-bit characters.
 *
 * Source: RFC 2781, 2.2 (decoding UTF-16).
 */
#pragma once

#include "base/cursor.h"
#include "base/text.h"

enum wide_order { WIDE_BIG, WIDE_LITTLE };

/* As text_from_wire(): cut at the first NUL, printable, at most 255 bytes; half a pair becomes '?'.
 */
struct text wide_text(struct cursor bytes, enum wide_order order, struct arena *into);

/* The characters up to and without the next 16-bit NUL, which is consumed with them. */
struct cursor wide_string(struct cursor *c);
