/*
 * certificate.h - what a certificate says of whoever presents it.
 *
 * Nothing is verified: neither the signature nor the chain.  Who presents a
 * certificate in a handshake that works has its key.
 *
 * Source: RFC 5280, 4.1 (certificate), 4.1.2.4 (names), 4.2.1.6 (alternative
 * names); RFC 3279, 2 and RFC 5480, 2 (keys and signatures); RFC 8410, 3.
 */
#pragma once

#include "proto/protocol.h"

/*
 * Subject, issuer, validity, key, names, and in FIELD_security what is weak:
 *   "self-signed certificate", "certificate expired 2019-01-01",
 *   "certificate not valid before 2030-01-01" (as of the packet),
 *   "RSA key of 1024 bits", "MD5 signature", "SHA-1 signature".
 * False, and nothing said, when it is no certificate.
 */
bool certificate_state(struct dissection *out, const struct address *about, struct cursor der,
                       const char *source);
