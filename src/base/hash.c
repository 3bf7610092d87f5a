#include "base/hash.h"

#include <sys/random.h>

uint64_t hash_secret = 0x9e3779b97f4a7c15u;

void hash_seed(void)
{
    uint64_t drawn;

    if (getrandom(&drawn, sizeof drawn, 0) == (ssize_t)sizeof drawn)
        hash_secret ^= drawn;
}
