#include "proto/digest.h"

#include <sodium.h>

#include "proto/md5.h"

static const uint8_t *bytes_of(const struct cursor *c)
{
    return c->left ? c->next : (const uint8_t *)"";
}

static struct text hex_of(const uint8_t *digest, size_t length, struct arena *into)
{
    char *shown = arena_array(into, char, 2 * length + 1);

    if (!shown)
        return (struct text){ 0 };
    sodium_bin2hex(shown, 2 * length + 1, digest, length);
    return (struct text){ shown, 2 * length };
}

struct text digest_sha256_hex(struct cursor bytes, struct arena *into)
{
    uint8_t digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, bytes_of(&bytes), bytes.left);
    return hex_of(digest, sizeof digest, into);
}

struct text digest_sha256_base64(struct cursor bytes, struct arena *into)
{
    enum { VARIANT = sodium_base64_VARIANT_ORIGINAL_NO_PADDING };
    uint8_t digest[crypto_hash_sha256_BYTES];
    char shown[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, VARIANT)];

    crypto_hash_sha256(digest, bytes_of(&bytes), bytes.left);
    sodium_bin2base64(shown, sizeof shown, digest, sizeof digest, VARIANT);
    return text_copy(text_of(shown), into);
}

struct text digest_md5_hex(struct cursor bytes, struct arena *into)
{
    uint8_t digest[MD5_BYTES];

    md5(bytes, digest);
    return hex_of(digest, sizeof digest, into);
}
