/*
 * tls.h - what the parts of the TLS dissector share, and what a protocol needs that turns
 * to TLS in the middle of its connection.
 *
 * Such a protocol keeps a `struct tls_state` in its own state, zeroed, points out->state at
 * it and hands its bytes to tls_protocol.dissect from then on.
 */
#pragma once

#include "proto/line.h"

struct tls_state {
    struct skipping rest;
    bool is_encrypted[2]; /* by direction: what follows a change of cipher cannot be read */
};

/* Bytes that a message may take which is cut over several records. */
enum { TLS_FLIGHT_MOST = 65536, TLS_MESSAGE_MOST = TLS_FLIGHT_MOST + 16 * 5 };

enum tls_handshake { TLS_CLIENT_HELLO = 1, TLS_SERVER_HELLO = 2, TLS_CERTIFICATE = 11 };

enum tls_extension {
    TLS_SERVER_NAME = 0,
    TLS_SIGNATURE_ALGORITHMS = 13,
    TLS_ALPN = 16,
    TLS_SUPPORTED_VERSIONS = 43,
};

/* Room for twice what browsers offer; a hello with more has no fingerprint. */
enum { TLS_OFFERED_MOST = 192 };

struct tls_numbers {
    uint16_t numbers[TLS_OFFERED_MOST];
    unsigned count;
    bool is_cut; /* there were more */
};

/* What a client offers, without the values that only test for tolerance (RFC 8701). */
struct tls_offer {
    uint16_t version; /* the highest */
    struct tls_numbers versions, ciphers, extensions, signatures;
    struct cursor server_name; /* empty: none */
    struct cursor first_alpn;  /* likewise */
};

/* Hello messages, behind their head; false when they end early. */
bool tls_client_hello(struct cursor message, struct dissection *out);
bool tls_server_hello(struct cursor message, struct dissection *out);

/* "TLS 1.2", or empty for a number that no version has. */
struct text tls_version_name(uint16_t number);

/* The JA4 fingerprint of a client; empty when too much was offered. */
struct text tls_fingerprint(const struct tls_offer *offer, struct arena *into);
