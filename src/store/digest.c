#include "store/digest.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

void digest_text(struct text content, char out[DIGEST_TEXT])
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, (const unsigned char *)(content.length ? content.at : ""),
                       content.length);
    sodium_bin2hex(out, DIGEST_TEXT, digest, sizeof digest);
}

static int digest_stream(FILE *file, char out[DIGEST_TEXT])
{
    unsigned char piece[65536], digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    size_t length;

    crypto_hash_sha256_init(&state);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0)
        crypto_hash_sha256_update(&state, piece, length);
    if (ferror(file))
        return -errno;
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(out, DIGEST_TEXT, digest, sizeof digest);
    return 0;
}

int digest_file(const char *path, char out[DIGEST_TEXT], struct problem *why)
{
    FILE *file = fopen(path, "rbe");

    if (!file)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    int rc = digest_stream(file, out);
    fclose(file);
    return rc < 0 ? problem_set(why, rc, "%s: %s", path, strerror(-rc)) : 0;
}

bool digest_is_one(struct text t)
{
    bool good = t.length == DIGEST_TEXT - 1;

    for (size_t i = 0; good && i < t.length; i++)
        good = t.at[i] && strchr("0123456789abcdef", t.at[i]);
    return good;
}
