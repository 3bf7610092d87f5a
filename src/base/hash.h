/*
 * hash.h - a seeded 64-bit hash for our own tables.
 *
 * The seed is drawn once per process, so that nobody on the wire can choose
 * keys that collide.  Nothing that is stored or printed depends on it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

void hash_seed(void); /* once, before any role gives up its rights */
uint64_t hash_bytes(const void *bytes, size_t length);
uint64_t hash_mix(uint64_t a, uint64_t b);
