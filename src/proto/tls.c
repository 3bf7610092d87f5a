/*
 * tls.c - TLS: that a conversation is protected, in which version, to whose name.
 *
 * Only the two hellos are read; everything else is skipped by its length.
 *
 * Source: RFC 8446, 4.1 (hellos), 5.1 (records); RFC 5246, 6.2; RFC 6066, 3
 * (server name).
 */
#include "proto/line.h"

enum {
    RECORD_HEAD = 5,
    RECORD_MOST = 16384 + 2048,
    CHANGE_CIPHER = 20,
    ALERT = 21,
    HANDSHAKE = 22,
    HEARTBEAT = 24,
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_VERSIONS = 43,
    RANDOM_BYTES = 32,
    ALERT_BYTES = 2,
    ALERT_FATAL = 2,
    HELLO_LEAST = 4 + 2 + RANDOM_BYTES + 1,
};

/* The code is the handshake type; the server's hello answers the client's. */
static const struct operation operations[] = {
    { CLIENT_HELLO, SUB_NONE, "handshake", CLASS_auth },
    { 0 },
};

static const struct {
    uint16_t number;
    struct text name;
} versions[] = {
    { 0x0300, { "SSL 3.0", 7 } }, { 0x0301, { "TLS 1.0", 7 } }, { 0x0302, { "TLS 1.1", 7 } },
    { 0x0303, { "TLS 1.2", 7 } }, { 0x0304, { "TLS 1.3", 7 } },
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

static bool is_hello(struct cursor c, uint16_t record_length)
{
    uint8_t type = cursor_u8(&c), high = cursor_u8(&c);
    uint16_t length = cursor_u16be(&c), version = cursor_u16be(&c);

    return cursor_ok(&c) && (type == CLIENT_HELLO || type == SERVER_HELLO) && high == 0 &&
           length >= HELLO_LEAST - 4 && record_length >= 4 && version >> 8 == 3;
}

static enum match tls_probe(struct cursor payload)
{
    struct record r;

    if (!read_record(&payload, &r) || !cursor_ok(&payload))
        return MATCH_NO;
    return r.type == HANDSHAKE && is_hello(payload, r.length) ? MATCH_YES : MATCH_MAYBE;
}

static void state_version(struct dissection *out, uint16_t number)
{
    for (size_t i = 0; i < COUNT_OF(versions); i++)
        if (versions[i].number == number)
            dissection_state(out, &out->sender, FIELD_profile, versions[i].name, "tls server hello",
                             CONFIDENCE_BANNER);
}

/* A list of one host name, in practice and since RFC 6066 by rule. */
static void state_server_name(struct dissection *out, struct cursor extension)
{
    cursor_skip(&extension, 2); /* of the list */
    uint8_t type = cursor_u8(&extension);
    struct cursor name = cursor_split(&extension, cursor_u16be(&extension));

    if (cursor_ok(&extension) && type == 0)
        dissection_state(out, &out->receiver, FIELD_url, text_from_wire(name, out->arena),
                         "tls server name", CONFIDENCE_ASKED);
}

static void read_client_hello(struct cursor c, struct dissection *out)
{
    (void)cursor_split(&c, cursor_u8(&c));    /* session */
    (void)cursor_split(&c, cursor_u16be(&c)); /* cipher suites */
    (void)cursor_split(&c, cursor_u8(&c));    /* compressions */
    struct cursor extensions = cursor_split(&c, cursor_u16be(&c));

    while (cursor_ok(&extensions) && extensions.left > 0) {
        uint16_t type = cursor_u16be(&extensions);
        struct cursor extension = cursor_split(&extensions, cursor_u16be(&extensions));
        if (cursor_ok(&extensions) && type == EXTENSION_SERVER_NAME)
            state_server_name(out, extension);
    }
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &tls_protocol, MESSAGE_REQUEST, CLIENT_HELLO, SUB_NONE);
}

static void read_server_hello(struct cursor c, uint16_t version, struct dissection *out)
{
    (void)cursor_split(&c, cursor_u8(&c)); /* session */
    cursor_skip(&c, 2 + 1);                /* cipher suite, compression */
    struct cursor extensions = cursor_split(&c, cursor_u16be(&c));

    while (cursor_ok(&extensions) && extensions.left > 0) {
        uint16_t type = cursor_u16be(&extensions);
        struct cursor extension = cursor_split(&extensions, cursor_u16be(&extensions));
        if (cursor_ok(&extensions) && type == EXTENSION_VERSIONS)
            version = cursor_u16be(&extension);
    }
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &tls_protocol, MESSAGE_RESPONSE, CLIENT_HELLO, SUB_NONE);
    state_version(out, version);
}

static void read_hello(struct cursor c, struct dissection *out)
{
    uint8_t type = cursor_u8(&c);
    cursor_skip(&c, 3);
    uint16_t version = cursor_u16be(&c);
    cursor_skip(&c, RANDOM_BYTES);

    if (type == CLIENT_HELLO)
        read_client_hello(c, out);
    else
        read_server_hello(c, version, out);
}

/* An alert in clear text is two bytes long; an encrypted one is longer. */
static void read_alert(struct cursor c, const struct record *r, struct dissection *out)
{
    if (r->length == ALERT_BYTES && cursor_u8(&c) == ALERT_FATAL &&
        out->direction == DIRECTION_FROM_SERVER)
        dissection_operation(out, &tls_protocol, MESSAGE_REFUSAL, CLIENT_HELLO, SUB_NONE);
}

static enum verdict tls_dissect(struct cursor *payload, struct dissection *out)
{
    struct skipping *rest = out->state;
    struct record r;

    if (skipping_takes(rest, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (payload->left < RECORD_HEAD)
        return VERDICT_MORE;
    struct cursor ahead = *payload;
    if (!read_record(&ahead, &r))
        return VERDICT_MALFORMED;
    bool is_read = r.type == ALERT || (r.type == HANDSHAKE && is_hello(ahead, r.length));
    if (is_read && ahead.left < r.length)
        return VERDICT_MORE;
    if (is_read && r.type == ALERT)
        read_alert(cursor_split(&ahead, r.length), &r, out);
    else if (is_read)
        read_hello(cursor_split(&ahead, r.length), out);
    else
        rest->left[out->direction == DIRECTION_FROM_SERVER] = r.length;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol tls_protocol = {
    .name = "tls",
    .title = "TLS",
    .specification = "RFC 8446",
    .carriers = CARRIER_TCP,
    .ports = { 443, 8443, 8883 },
    .state_bytes = sizeof(struct skipping),
    .message_most = RECORD_HEAD + RECORD_MOST,
    .operations = operations,
    .probe = tls_probe,
    .dissect = tls_dissect,
};
