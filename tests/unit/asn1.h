/*
 * asn1.h - values in the basic encoding rules, written from the inside out, for tests of the
 * protocols that speak them.
 *
 *     struct asn1 message = asn1_value(0x30, asn1_join(asn1_number(2, 7), ASN1(0x80, "text")));
 */
#pragma once

#include <assert.h>
#include <string.h>

struct asn1 {
    char bytes[1024];
    size_t length;
};

static inline struct asn1 asn1_bytes(const char *bytes, size_t length)
{
    struct asn1 made = { .length = length };

    assert(length <= sizeof made.bytes);
    memcpy(made.bytes, bytes, length);
    return made;
}

static inline struct asn1 asn1_join(struct asn1 a, struct asn1 b)
{
    assert(a.length + b.length <= sizeof a.bytes);
    memcpy(a.bytes + a.length, b.bytes, b.length);
    a.length += b.length;
    return a;
}

/* A tag of one byte or two, and a length in as few bytes as it takes. */
static inline struct asn1 asn1_value(unsigned tag, struct asn1 contents)
{
    struct asn1 head = { .length = 0 };

    if (tag > 0xff)
        head.bytes[head.length++] = (char)(tag >> 8);
    head.bytes[head.length++] = (char)tag;
    if (contents.length > 0xff)
        head.bytes[head.length++] = (char)0x82;
    else if (contents.length > 0x7f)
        head.bytes[head.length++] = (char)0x81;
    if (contents.length > 0xff)
        head.bytes[head.length++] = (char)(contents.length >> 8);
    head.bytes[head.length++] = (char)contents.length;
    return asn1_join(head, contents);
}

static inline struct asn1 asn1_number(unsigned tag, unsigned char number)
{
    return asn1_value(tag, asn1_bytes((const char *)&number, 1));
}

#define ASN1(tag, literal) asn1_value((tag), asn1_bytes((literal), sizeof(literal) - 1))
