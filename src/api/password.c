#include "api/password.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>

static_assert(PASSWORD_HASH_TEXT >= crypto_pwhash_STRBYTES, "an argon2id string must fit");

int password_hash(struct text password, char hash[PASSWORD_HASH_TEXT], struct problem *why)
{
    if (password.length < PASSWORD_SHORTEST)
        return problem_set(why, -EINVAL, "the password must have at least %d characters",
                           PASSWORD_SHORTEST);
    if (password.length > PASSWORD_LONGEST)
        return problem_set(why, -EINVAL, "the password must have at most %d characters",
                           PASSWORD_LONGEST);
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(hash, password.at, password.length, crypto_pwhash_OPSLIMIT_MODERATE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) < 0)
        return problem_set(why, -ENOMEM, "password: hashing it needs 64 MiB of memory");
    return 0;
}

bool password_matches(struct text password, struct text hash)
{
    char string[crypto_pwhash_STRBYTES] = { 0 };

    if (hash.length >= sizeof string || password.length > PASSWORD_LONGEST)
        return false;
    memcpy(string, hash.at, hash.length);
    return crypto_pwhash_str_verify(string, password.at, password.length) == 0;
}
