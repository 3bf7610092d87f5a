/*
 * digest.h - short names of long byte strings: fingerprints of keys, certificates and
 * lists of what a client offers.  They identify; nothing here protects anything.
 *
 * Source: FIPS 180-4, 6.2 (SHA-256); RFC 1321, 3 (MD5); RFC 4648, 4 (base64).
 */
#pragma once

#include "base/cursor.h"
#include "base/text.h"

struct text digest_sha256_hex(struct cursor bytes, struct arena *into);    /* 64 digits */
struct text digest_sha256_base64(struct cursor bytes, struct arena *into); /* without padding */
struct text digest_md5_hex(struct cursor bytes, struct arena *into);       /* 32 digits */
