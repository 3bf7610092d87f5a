#include "base/hash.h"

#include <string.h>
#include <sys/random.h>

static uint64_t seed = 0x9e3779b97f4a7c15u;

void hash_seed(void)
{
    uint64_t drawn;

    if (getrandom(&drawn, sizeof drawn, 0) == (ssize_t)sizeof drawn)
        seed ^= drawn;
}

/* Multiply to 128 bits and fold: one multiplication spreads every input bit. */
uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)(a ^ 0xa0761d6478bd642fu) * (b ^ 0xe7037ed1a0b428dbu ^ seed);

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_bytes(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t sum = hash_mix(seed, length);

    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        sum = hash_mix(sum, word);
    }
    uint64_t last = 0;
    if (length)
        memcpy(&last, at, length);
    return hash_mix(sum, last);
}
