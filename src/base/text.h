/*
 * text.h - a view of characters: length-counted, not NUL-terminated, owned by
 * whoever owns the bytes (a packet, a file, an arena).
 *
 * Text that comes from the wire passes text_from_wire() before anyone keeps it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/cursor.h"

struct text {
    const char *at; /* NULL only when length is 0 */
    size_t length;  /* bytes */
};

#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })

struct text text_of(const char *string); /* NULL gives empty text */
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *string);
int text_compare(struct text a, struct text b); /* by bytes; shorter first */
int text_compare_numbered(struct text a, struct text b); /* "slot 2" before "slot 10" */
bool text_contains(struct text hay, const char *needle); /* ASCII case ignored */
bool text_starts(struct text t, const char *prefix);     /* ASCII case ignored */
struct text text_trim(struct text t);                    /* blanks at both ends */

/* Cut at the first separator: returns the part before it, leaves the rest behind it. */
struct text text_cut(struct text *rest, char separator);

/* Decimal digits only, the whole text, at most `most`. */
bool text_unsigned(struct text t, uint64_t most, uint64_t *value);

/* Copies into an arena; the copy is NUL-terminated behind its length. */
struct text text_copy(struct text t, struct arena *into);
const char *text_string(struct text t, struct arena *into);
struct text text_format(struct arena *into, const char *format, ...) PRINTF_LIKE(2, 3);

/* Line ends and tabs become blanks, other control and invalid bytes '?', where they stand. */
void text_make_printable(char *at, size_t length);

/*
 * The rest of a cursor as printable UTF-8: cut at the first NUL, blanks trimmed, line ends and
 * tabs as blanks, other control and invalid bytes as '?', at most 511 bytes.
 */
struct text text_from_wire(struct cursor bytes, struct arena *into);
