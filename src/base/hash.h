/*
 * hash.h - a seeded 64-bit hash for our own tables.
 *
 * The seed is drawn once per process, so that nobody on the wire can choose
 * keys that collide.  Nothing that is stored or printed depends on it.
 *
 * Inline: most keys have a length that the compiler knows, and then the hash is
 * a multiplication for every 16 bytes.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

void hash_seed(void); /* once, before any role gives up its rights */

extern uint64_t hash_secret; /* for the functions below */

/* Multiply to 128 bits and fold: one multiplication spreads every input bit. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)(a ^ 0xa0761d6478bd642fu) * (b ^ 0xe7037ed1a0b428dbu ^ hash_secret);

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to 8 bytes as one number. */
static inline uint64_t hash_word(const unsigned char *at, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, at, length < 8 ? length : 8);
    return word;
}

/* The running sum goes into both factors, so that no word can cancel it. */
static inline uint64_t hash_bytes(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t sum = hash_secret ^ length;

    for (; length > 16; at += 16, length -= 16)
        sum = hash_mix(hash_word(at, 8) ^ sum, hash_word(at + 8, 8) + sum);
    size_t first = length < 8 ? length : 8;
    if (length)
        sum = hash_mix(hash_word(at, first) ^ sum, hash_word(at + first, length - first) + sum);
    return hash_mix(sum, 0);
}
