/*
 * certificate_key.h - the key and the signature of a certificate.
 *
 * Source: RFC 3279, 2.2 and 2.3; RFC 4055, 5; RFC 5480, 2.1; RFC 5758, 3.2; RFC 8410, 3.
 */
#pragma once

#include "proto/protocol.h"

/* "RSA 2048", "EC P-256"; and in FIELD_security that an RSA or DSA key is too short. */
void certificate_key_state(struct dissection *out, const struct address *about, struct cursor key,
                           const char *source);

/* "sha256WithRSAEncryption"; and in FIELD_security that its digest is broken. */
void certificate_signature_state(struct dissection *out, const struct address *about,
                                 struct cursor algorithm, const char *source);
