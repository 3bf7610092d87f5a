/*
 * dissect.h - one conversation fed to one dissector, for unit tests.
 *
 *     struct talk talk = talk_begin(&modbus_protocol);
 *     assert_int_equal(talk_client(&talk, BYTES("\0\1...")), VERDICT_OK);
 *     assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
 *     talk_end(&talk);
 *
 * What a message left is there until the next one.  Bytes are copied to exactly
 * their size, so that the sanitizer sees a read behind the end.
 */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "proto/protocol.h"

#include "unit.h"

#define BYTES(literal) (literal), sizeof(literal) - 1

struct talk {
    const struct protocol *protocol;
    struct arena arena;
    struct address client, server;
    struct address client_mac, server_mac;
    uint16_t client_port, server_port;
    void *state; /* exactly state_bytes */
    struct dissection out;
    size_t left; /* bytes that the last message did not consume */
};

static inline struct talk talk_begin(const struct protocol *protocol)
{
    struct talk talk = { .protocol = protocol,
                         .client = address_ipv4((const uint8_t[]){ 10, 41, 1, 10 }),
                         .server = address_ipv4((const uint8_t[]){ 10, 41, 1, 20 }),
                         .client_mac = address_mac((const uint8_t[]){ 0, 0x1b, 0x1b, 0, 0, 1 }),
                         .server_mac = address_mac((const uint8_t[]){ 0, 0x1b, 0x1b, 0, 0, 2 }),
                         .client_port = 49152,
                         .server_port = protocol->ports[0],
                         .state = calloc(1, protocol->state_bytes ? protocol->state_bytes : 1) };

    assert_non_null(talk.state);
    arena_create(&talk.arena, 1 << 16);
    return talk;
}

static inline void talk_end(struct talk *talk)
{
    arena_destroy(&talk->arena);
    free(talk->state);
}

/* `from_client` says who sends; `known` what the dissector is told of it. */
static inline enum verdict talk_say(struct talk *talk, bool from_client, enum direction known,
                                    const char *bytes, size_t length)
{
    uint8_t *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    if (length)
        memcpy(exact, bytes, length);
    struct cursor payload = cursor_over(exact, length);

    arena_reset(&talk->arena);
    dissection_begin(&talk->out, &talk->arena);
    talk->out.state = talk->protocol->state_bytes ? talk->state : NULL;
    talk->out.direction = known;
    talk->out.sender = from_client ? talk->client : talk->server;
    talk->out.receiver = from_client ? talk->server : talk->client;
    talk->out.sender_mac = from_client ? talk->client_mac : talk->server_mac;
    talk->out.receiver_mac = from_client ? talk->server_mac : talk->client_mac;
    talk->out.sender_port = from_client ? talk->client_port : talk->server_port;
    talk->out.receiver_port = from_client ? talk->server_port : talk->client_port;
    enum verdict verdict = talk->protocol->dissect(&payload, &talk->out);
    talk->left = payload.left;
    free(exact);
    return verdict;
}

static inline enum verdict talk_client(struct talk *talk, const char *bytes, size_t length)
{
    return talk_say(talk, true, DIRECTION_FROM_CLIENT, bytes, length);
}

static inline enum verdict talk_server(struct talk *talk, const char *bytes, size_t length)
{
    return talk_say(talk, false, DIRECTION_FROM_SERVER, bytes, length);
}

static inline enum match talk_probe(const struct protocol *protocol, const char *bytes,
                                    size_t length)
{
    return protocol->probe(cursor_over(bytes, length));
}

/* The n-th thing said of a part ("": of the device itself) in this field, or "" when there are
 * fewer.
 */
static inline const char *talk_said_of_part(struct talk *talk, const char *part, enum field field,
                                            unsigned n)
{
    for (const struct statement *s = talk->out.statements; s; s = s->next)
        if (s->field == field && text_is(s->part, part) && n-- == 0)
            return text_string(s->value, &talk->arena);
    return "";
}

static inline const char *talk_said(struct talk *talk, enum field field, unsigned n)
{
    return talk_said_of_part(talk, "", field, n);
}

static inline void assert_part_said(struct talk *talk, const char *part, enum field field,
                                    const char *value)
{
    assert_string_equal(talk_said_of_part(talk, part, field, 0), value);
}

static inline void assert_said(struct talk *talk, enum field field, const char *value)
{
    assert_string_equal(talk_said(talk, field, 0), value);
}

/* Of whom the first thing in this field was said, or "". */
static inline const char *talk_said_of(struct talk *talk, enum field field)
{
    static char shown[ADDRESS_TEXT];

    for (const struct statement *s = talk->out.statements; s; s = s->next)
        if (s->field == field)
            return address_format(&s->about, shown), shown;
    return "";
}

/* "00:1b:1b:00:00:01 10.41.0.1" for the n-th tie, or "" when there are fewer. */
static inline const char *talk_tied(struct talk *talk, unsigned n)
{
    static char pair[2 * ADDRESS_TEXT];
    const struct tie *t = talk->out.ties;

    while (t && n-- > 0)
        t = t->next;
    if (!t)
        return "";
    address_format(&t->mac, pair);
    strcat(pair, " ");
    address_format(&t->ip, pair + strlen(pair));
    return pair;
}

/* Exactly one operation was seen, and it was this one. */
static inline void assert_operation(struct talk *talk, enum message_kind kind, uint32_t code,
                                    uint32_t sub)
{
    const struct observation *seen = talk->out.first;

    assert_non_null(seen);
    assert_null(seen->next);
    assert_int_equal(seen->code, code);
    assert_int_equal(seen->sub, sub);
    assert_int_equal(seen->kind, kind);
}

static inline void assert_class(struct talk *talk, enum operation_class class)
{
    assert_non_null(talk->out.first);
    assert_string_equal(class_name(talk->out.first->operation->class), class_name(class));
}
