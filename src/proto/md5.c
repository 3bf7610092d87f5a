#include "proto/md5.h"

enum { BLOCK = 64, WORDS = 16, STEPS = 64, LENGTH_BYTES = 8 };

/* The first 32 bits of the fraction of |sin(i + 1)|, which is how the RFC makes them. */
static const uint32_t sines[STEPS] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static const uint8_t turns[4][4] = {
    { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
};

struct step {
    uint32_t mixed;
    unsigned word;
};

static struct step step_of(unsigned i, uint32_t b, uint32_t c, uint32_t d)
{
    switch (i / WORDS) {
    case 0:
        return (struct step){ (b & c) | (~b & d), i };
    case 1:
        return (struct step){ (d & b) | (~d & c), (5 * i + 1) % WORDS };
    case 2:
        return (struct step){ b ^ c ^ d, (3 * i + 5) % WORDS };
    default:
        return (struct step){ c ^ (b | ~d), 7 * i % WORDS };
    }
}

static void add_block(uint32_t sum[4], struct cursor block)
{
    uint32_t words[WORDS], a = sum[0], b = sum[1], c = sum[2], d = sum[3];

    for (unsigned i = 0; i < WORDS; i++)
        words[i] = cursor_u32le(&block);
    for (unsigned i = 0; i < STEPS; i++) {
        struct step s = step_of(i, b, c, d);
        unsigned turn = turns[i / WORDS][i % 4];
        uint32_t rolled = a + s.mixed + sines[i] + words[s.word];
        a = d;
        d = c;
        c = b;
        b += rolled << turn | rolled >> (32 - turn);
    }
    sum[0] += a;
    sum[1] += b;
    sum[2] += c;
    sum[3] += d;
}

/* The end of the bytes, a one bit, zeros, and how many bits there were. */
static void add_end(uint32_t sum[4], struct cursor rest, uint64_t bits)
{
    uint8_t last[2 * BLOCK] = { 0 };
    size_t length = 0;

    while (rest.left > 0)
        last[length++] = cursor_u8(&rest);
    last[length++] = 0x80;
    size_t end = length + LENGTH_BYTES <= BLOCK ? BLOCK : 2 * BLOCK;
    for (unsigned i = 0; i < LENGTH_BYTES; i++)
        last[end - LENGTH_BYTES + i] = (uint8_t)(bits >> 8 * i);
    for (struct cursor c = cursor_over(last, end); c.left > 0;)
        add_block(sum, cursor_split(&c, BLOCK));
}

void md5(struct cursor bytes, uint8_t out[MD5_BYTES])
{
    uint32_t sum[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };
    uint64_t bits = (uint64_t)bytes.left * 8;

    while (bytes.left >= BLOCK)
        add_block(sum, cursor_split(&bytes, BLOCK));
    add_end(sum, bytes, bits);
    for (unsigned i = 0; i < MD5_BYTES; i++)
        out[i] = (uint8_t)(sum[i / 4] >> 8 * (i % 4));
}
