/*
 * tls.c - TLS: that a conversation is protected, how well, and by whose certificate.
 *
 * Hellos and, up to version 1.2, certificates are read; from version 1.3 on certificates
 * are encrypted.  A handshake message that is cut over several records is put together
 * again; everything else is skipped by its length.
 *
 * Source: RFC 8446, 5.1 (records), 6 (alerts); RFC 5246, 6.2, 7.1 (change of cipher),
 * 7.4 (handshake messages), 7.4.2 (certificate).
 */
#include "proto/tls.h"

#include "proto/certificate.h"

enum {
    RECORD_HEAD = 5,
    RECORD_MOST = 16384 + 2048,
    RECORDS_MOST = 16, /* over which one run of messages may be cut */
    MESSAGE_HEAD = 4,
    CHANGE_CIPHER = 20,
    ALERT = 21,
    HANDSHAKE = 22,
    HEARTBEAT = 24,
    HELLO_LEAST = MESSAGE_HEAD + 2 + 32 + 1,
    ALERT_BYTES = 2,
    ALERT_FATAL = 2,
};

/* The code is the handshake type; the server's hello answers the client's. */
static const struct operation operations[] = {
    { TLS_CLIENT_HELLO, SUB_NONE, "handshake", CLASS_auth },
    { 0 },
};

struct record {
    uint8_t type;
    uint16_t length;
};

static bool read_record(struct cursor *c, struct record *r)
{
    r->type = cursor_u8(c);
    uint16_t version = cursor_u16be(c);
    r->length = cursor_u16be(c);
    return r->type >= CHANGE_CIPHER && r->type <= HEARTBEAT && version >> 8 == 3 &&
           (version & 0xff) <= 4 && r->length > 0 && r->length <= RECORD_MOST;
}

struct message {
    uint8_t type;
    uint32_t length;
};

static struct message read_head(struct cursor *c)
{
    uint32_t head = cursor_u32be(c);

    return (struct message){ (uint8_t)(head >> 24), head & 0xffffff };
}

static bool is_hello(struct cursor c, uint16_t record_length)
{
    struct message m = read_head(&c);
    uint16_t version = cursor_u16be(&c);

    return cursor_ok(&c) && (m.type == TLS_CLIENT_HELLO || m.type == TLS_SERVER_HELLO) &&
           m.length >= HELLO_LEAST - MESSAGE_HEAD && m.length < TLS_FLIGHT_MOST &&
           record_length >= MESSAGE_HEAD && version >> 8 == 3;
}

/* In a record that came without a change of cipher: could it be a message, or is it encrypted? */
static bool is_message(struct cursor c)
{
    static const uint8_t types[] = { 0, 1, 2, 4, 11, 12, 13, 14, 15, 16, 21, 22 };
    struct message m = read_head(&c);

    if (!cursor_ok(&c) || m.length >= TLS_FLIGHT_MOST)
        return false;
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (types[i] == m.type)
            return true;
    return false;
}

static enum match tls_probe(struct cursor payload)
{
    struct record r;

    if (!read_record(&payload, &r) || !cursor_ok(&payload))
        return MATCH_NO;
    return r.type == HANDSHAKE && is_hello(payload, r.length) ? MATCH_YES : MATCH_MAYBE;
}

/* Only the first certificate is of who sends it; the others are of those who signed it. */
static bool read_certificate(struct cursor message, struct dissection *out)
{
    static const char source[] = "tls certificate";

    cursor_skip(&message, 3); /* of the list */
    uint32_t length = (uint32_t)cursor_u8(&message) << 16;
    length |= cursor_u16be(&message);
    struct cursor certificate = cursor_split(&message, length);

    if (!cursor_ok(&certificate))
        return false;
    if (certificate.left && !certificate_state(out, &out->sender, certificate, source))
        dissection_state(out, &out->sender, FIELD_security, TEXT("unreadable certificate"), source,
                         CONFIDENCE_CERTIFIED);
    return true;
}

static bool read_client_hello(struct cursor message, struct dissection *out)
{
    if (!tls_client_hello(message, out))
        return false;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &tls_protocol, MESSAGE_REQUEST, TLS_CLIENT_HELLO, SUB_NONE);
    return true;
}

static bool read_server_hello(struct cursor message, struct dissection *out)
{
    if (!tls_server_hello(message, out))
        return false;
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &tls_protocol, MESSAGE_RESPONSE, TLS_CLIENT_HELLO, SUB_NONE);
    return true;
}

static const struct {
    uint8_t type;
    bool (*read)(struct cursor message, struct dissection *out);
} readers[] = {
    { TLS_CLIENT_HELLO, read_client_hello },
    { TLS_SERVER_HELLO, read_server_hello },
    { TLS_CERTIFICATE, read_certificate },
};

static bool read_one(const struct message *m, struct cursor body, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (readers[i].type == m->type)
            return readers[i].read(body, out);
    return true;
}

/* What is broken ends the reading; what was understood before it stands. */
static bool read_messages(struct cursor flight, struct dissection *out)
{
    while (flight.left > 0) {
        struct message m = read_head(&flight);
        if (!read_one(&m, cursor_split(&flight, m.length), out))
            return out->first != NULL;
    }
    return true;
}

/* Whether the last message ends with the bytes. */
static bool is_whole(struct cursor flight)
{
    while (flight.left > 0) {
        struct message m = read_head(&flight);
        cursor_skip(&flight, m.length);
    }
    return cursor_ok(&flight);
}

static void append(struct cursor part, uint8_t *whole, size_t *length)
{
    while (part.left > 0)
        whole[(*length)++] = cursor_u8(&part);
}

static bool join(struct cursor *flight, struct cursor part, struct arena *into)
{
    uint8_t *whole = arena_array(into, uint8_t, flight->left + part.left);
    size_t length = 0;

    if (!whole)
        return false;
    append(*flight, whole, &length);
    append(part, whole, &length);
    *flight = cursor_over(whole, length);
    return true;
}

/* Handshake records until they end with a message. */
static enum verdict read_flight(struct cursor *payload, struct dissection *out,
                                struct cursor *flight)
{
    struct record r;

    for (unsigned i = 0; i < RECORDS_MOST; i++) {
        if (payload->left < RECORD_HEAD)
            return VERDICT_MORE;
        if (!read_record(payload, &r) || r.type != HANDSHAKE)
            return VERDICT_MALFORMED;
        if (payload->left < r.length)
            return VERDICT_MORE;
        struct cursor part = cursor_split(payload, r.length);
        if (i == 0)
            *flight = part;
        else if (!join(flight, part, out->arena))
            return VERDICT_MALFORMED;
        if (is_whole(*flight))
            return VERDICT_OK;
    }
    return VERDICT_MALFORMED;
}

static enum verdict read_handshake(struct cursor *payload, struct dissection *out)
{
    struct cursor flight, ahead = *payload;
    enum verdict verdict = read_flight(&ahead, out, &flight);

    if (verdict != VERDICT_OK)
        return verdict;
    if (!read_messages(flight, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

/* An alert in clear text is two bytes long; an encrypted one is longer. */
static enum verdict read_alert(struct cursor *payload, uint16_t length, struct dissection *out)
{
    if (payload->left < (size_t)RECORD_HEAD + length)
        return VERDICT_MORE;
    cursor_skip(payload, RECORD_HEAD);
    struct cursor alert = cursor_split(payload, length);
    if (length == ALERT_BYTES && cursor_u8(&alert) == ALERT_FATAL &&
        out->direction == DIRECTION_FROM_SERVER)
        dissection_operation(out, &tls_protocol, MESSAGE_REFUSAL, TLS_CLIENT_HELLO, SUB_NONE);
    return VERDICT_OK;
}

static enum verdict tls_dissect(struct cursor *payload, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct tls_state *state = out->state;
    struct cursor ahead = *payload;
    struct record r;

    if (skipping_takes(&state->rest, from_server, payload))
        return VERDICT_OK;
    if (payload->left < RECORD_HEAD)
        return VERDICT_MORE;
    if (!read_record(&ahead, &r))
        return VERDICT_MALFORMED;
    if (r.type == ALERT)
        return read_alert(payload, r.length, out);
    if (r.type == HANDSHAKE && !state->is_encrypted[from_server]) {
        if (ahead.left < MESSAGE_HEAD && ahead.left < r.length)
            return VERDICT_MORE;
        if (is_message(ahead))
            return read_handshake(payload, out);
    }
    if (r.type == CHANGE_CIPHER)
        state->is_encrypted[from_server] = true;
    state->rest.left[from_server] = r.length;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol tls_protocol = {
    .name = "tls",
    .title = "TLS",
    .specification = "RFC 8446",
    .carriers = CARRIER_TCP,
    .ports = { 443, 8443, 8883 },
    .state_bytes = sizeof(struct tls_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = tls_probe,
    .dissect = tls_dissect,
};
