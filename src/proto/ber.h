/*
 * ber.h - reading values in the basic encoding rules of ASN.1 (and so in DER).
 *
 * A value is a tag, a length and its contents.  A tag is written here as its
 * bytes stand on the wire: 0x30, 0xa1, 0xbf48.  What is read is a cursor over
 * the contents; a constructed value is read by reading on in that cursor.
 *
 * Errors: a value that is not there, is longer than what holds it, or has no
 * definite length fails the cursor it is read from, and its contents with it.
 *
 * Source: ITU-T X.690, 8.1 (tag, length, contents), 8.3 (integer), 8.19 (object
 * identifier).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "base/text.h"

/* Universal tags, as on the wire. */
enum ber_tag {
    BER_BOOLEAN = 0x01,
    BER_INTEGER = 0x02,
    BER_BIT_STRING = 0x03,
    BER_OCTETS = 0x04,
    BER_NULL = 0x05,
    BER_OID = 0x06,
    BER_ENUMERATED = 0x0a,
    BER_UTF8 = 0x0c,
    BER_PRINTABLE = 0x13,
    BER_TELETEX = 0x14,
    BER_IA5 = 0x16,
    BER_UTC_TIME = 0x17,
    BER_GENERALIZED_TIME = 0x18,
    BER_VISIBLE = 0x1a,
    BER_GENERAL = 0x1b,
    BER_BMP = 0x1e,
    BER_SEQUENCE = 0x30,
    BER_SET = 0x31,
};

/* The next value, whatever it is. */
struct cursor ber_value(struct cursor *c, uint32_t *tag);

/*
 * The next value's tag, and how long its contents will be: for those that have not
 * all come.  One without a definite length fails the cursor.
 */
size_t ber_head(struct cursor *c, uint32_t *tag);

/* The next value, which must have this tag. */
struct cursor ber_tagged(struct cursor *c, uint32_t wanted);

/* The next value if it has this tag; false, and nothing is read, if it has another. */
bool ber_optional(struct cursor *c, uint32_t wanted, struct cursor *value);

/* The number of a context-specific tag (0x83 and 0xa3: 3; 0xbf48: 72); UINT32_MAX for others. */
uint32_t ber_context(uint32_t tag);

/*
 * All of `c` as values with context-specific tags: the contents of number n goes
 * to values[n]; numbers from `count` on are left out.  False: broken.
 */
bool ber_context_values(struct cursor c, struct cursor *values, size_t count);

/* The contents of an integer; of one longer than four bytes, the first four. */
uint32_t ber_number(struct cursor value);

/* The next value as an integer. */
uint32_t ber_integer(struct cursor *c);

/* The contents of an object identifier as people write it: "1.3.6.1.4.1.4329". Empty: broken. */
struct text ber_oid_text(struct cursor value, struct arena *into);

/* The same of a relative one, which begins with a dot: ".123.4". */
struct text ber_relative_oid_text(struct cursor value, struct arena *into);

/* Bytes that the next value takes with its tag and length; 0: those have not come, or are broken.
 */
size_t ber_size(struct cursor c);
