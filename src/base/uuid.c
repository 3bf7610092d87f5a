#include "base/uuid.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK = 64, WORDS = 80, STATE = 5 };

struct sha1 {
    uint32_t state[STATE];
    uint8_t block[BLOCK];
    uint64_t length; /* bytes so far */
};

const struct uuid uuid_of_urls = { { 0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4,
                                     0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 } };

static uint32_t left(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

static uint32_t word_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The function of a round, with its constant. */
static uint32_t mixed(unsigned round, const uint32_t s[STATE])
{
    if (round < 20)
        return ((s[1] & s[2]) | (~s[1] & s[3])) + 0x5a827999u;
    if (round < 40)
        return (s[1] ^ s[2] ^ s[3]) + 0x6ed9eba1u;
    if (round < 60)
        return ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3])) + 0x8f1bbcdcu;
    return (s[1] ^ s[2] ^ s[3]) + 0xca62c1d6u;
}

static void add_block(struct sha1 *h)
{
    uint32_t w[WORDS], s[STATE];

    for (unsigned i = 0; i < 16; i++)
        w[i] = word_at(h->block + (size_t)4 * i);
    for (unsigned i = 16; i < WORDS; i++)
        w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(s, h->state, sizeof s);
    for (unsigned i = 0; i < WORDS; i++) {
        uint32_t next = left(s[0], 5) + mixed(i, s) + s[4] + w[i];
        s[4] = s[3];
        s[3] = s[2];
        s[2] = left(s[1], 30);
        s[1] = s[0];
        s[0] = next;
    }
    for (unsigned i = 0; i < STATE; i++)
        h->state[i] += s[i];
}

static void add_byte(struct sha1 *h, uint8_t byte)
{
    h->block[h->length++ % BLOCK] = byte;
    if (h->length % BLOCK == 0)
        add_block(h);
}

static void add_bytes(struct sha1 *h, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < length; i++)
        add_byte(h, at[i]);
}

static void finish(struct sha1 *h)
{
    uint64_t bits = h->length * 8;

    add_byte(h, 0x80);
    while (h->length % BLOCK != BLOCK - 8)
        add_byte(h, 0);
    for (unsigned shift = 64; shift > 0; shift -= 8)
        add_byte(h, (uint8_t)(bits >> (shift - 8)));
}

struct uuid uuid_of_name(struct uuid space, struct text name)
{
    struct sha1 h = {
        .state = { 0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u },
    };
    struct uuid u;

    add_bytes(&h, space.bytes, sizeof space.bytes);
    add_bytes(&h, name.at, name.length);
    finish(&h);
    for (unsigned i = 0; i < UUID_BYTES; i++)
        u.bytes[i] = (uint8_t)(h.state[i / 4] >> (24 - 8 * (i % 4)));
    u.bytes[6] = (uint8_t)((u.bytes[6] & 0x0f) | 0x50);
    u.bytes[8] = (uint8_t)((u.bytes[8] & 0x3f) | 0x80);
    return u;
}

void uuid_format(struct uuid u, char out[UUID_TEXT])
{
    size_t n = 0;

    for (unsigned i = 0; i < UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[n++] = '-';
        n += (size_t)snprintf(out + n, UUID_TEXT - n, "%02x", u.bytes[i]);
    }
}
