/*
 * mysql.c - MySQL and MariaDB: which version greets, who logs in with which program, and
 * whether the session is encrypted.
 *
 * Statements and their results are never read, nor are passwords.
 *
 * Source: MySQL internals, client/server protocol: basic packets, connection phase
 * (handshake version 10, handshake response 41, SSL request), command phase.
 */
#include <assert.h>
#include <stdalign.h>

#include "base/attributes.h"
#include "proto/tls.h"

enum {
    HEADER_BYTES = 4,
    READ_MOST = 4096,
    HANDSHAKE_VERSION = 10,
    GREETING_LEAST = 20,
    LOG_IN = 0x100, /* ours, beside the commands */
    ERROR = 0xff,
    WITH_DATABASE = 0x00000008,
    WITH_LENGTH = 0x00208000, /* either of two: the proof has its length in front */
    WITH_TLS = 0x00000800,
    PROTOCOL_41 = 0x00000200,
    WITH_PLUGIN = 0x00080000,
    WITH_ATTRIBUTES = 0x00100000,
    TLS_REQUEST_BYTES = 32,
    ATTRIBUTES_MOST = 64,
};

/* The code is the command. */
static const struct operation operations[] = {
    { LOG_IN, SUB_NONE, "log in", CLASS_auth },
    { 0x01, SUB_NONE, "quit", CLASS_auth },
    { 0x02, SUB_NONE, "choose a database", CLASS_read },
    { 0x03, SUB_NONE, "SQL statement", CLASS_unknown },
    { 0x04, SUB_NONE, "list fields", CLASS_read },
    { 0x05, SUB_NONE, "create a database", CLASS_config },
    { 0x06, SUB_NONE, "drop a database", CLASS_delete },
    { 0x08, SUB_NONE, "shut down", CLASS_stop },
    { 0x09, SUB_NONE, "statistics", CLASS_diag },
    { 0x0a, SUB_NONE, "list processes", CLASS_diag },
    { 0x0c, SUB_NONE, "kill a session", CLASS_stop },
    { 0x0e, SUB_NONE, "ping", CLASS_diag },
    { 0x11, SUB_NONE, "change the user", CLASS_auth },
    { 0x12, SUB_NONE, "copy the log of changes", CLASS_read },
    { 0x15, SUB_NONE, "register a replica", CLASS_config },
    { 0x16, SUB_NONE, "prepare a statement", CLASS_unknown },
    { 0x17, SUB_NONE, "execute a statement", CLASS_unknown },
    { 0x19, SUB_NONE, "close a statement", CLASS_diag },
    { 0 },
};

enum phase { BEFORE, GREETED, LOGGING_IN, COMMANDS };

struct mysql_state {
    alignas(16) struct tls_state tls;
    struct skipping rest;
    uint16_t asked; /* 0: nothing waits for its answer */
    uint8_t phase;  /* enum phase */
    bool is_tls;
};

static_assert(sizeof(struct mysql_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

static uint32_t read_length(struct cursor *c)
{
    uint32_t low = cursor_u16le(c);

    return low | (uint32_t)cursor_u8(c) << 16;
}

/* The characters up to a NUL, which is consumed with them. */
static struct cursor next_string(struct cursor *c)
{
    struct cursor ahead = *c;
    size_t length = 0;

    while (ahead.left > 0 && cursor_u8(&ahead) != 0)
        length++;
    struct cursor found = cursor_split(c, length);
    cursor_skip(c, 1);
    return found;
}

static bool is_greeting(struct cursor body)
{
    size_t length = body.left;
    bool is_version = cursor_u8(&body) == HANDSHAKE_VERSION;
    uint8_t digit = cursor_u8(&body);

    return is_version && digit >= '0' && digit <= '9' && length >= GREETING_LEAST;
}

static enum match mysql_probe(struct cursor payload)
{
    uint32_t length = read_length(&payload);
    uint8_t number = cursor_u8(&payload);

    if (!cursor_ok(&payload) || length == 0)
        return MATCH_NO;
    if (number == 0 && payload.left == length && is_greeting(payload))
        return MATCH_YES;
    return payload.left <= length || number == 0 ? MATCH_MAYBE : MATCH_NO;
}

/* ---- connection phase ---- */

/* MariaDB puts a version of MySQL's before its own, for those that look at nothing else. */
static void read_greeting(struct cursor body, struct dissection *out)
{
    struct mysql_state *state = out->state;
    static const char source[] = "mysql greeting";

    cursor_skip(&body, 1);
    struct text version = text_from_wire(next_string(&body), out->arena);
    cursor_skip(&body, 4 + 8 + 1); /* session, challenge, end of it */
    uint16_t capabilities = cursor_u16le(&body);
    state->phase = GREETED;
    if (text_starts(version, "5.5.5-"))
        version = (struct text){ version.at + 6, version.length - 6 };
    dissection_state(out, &out->sender, FIELD_server_software,
                     text_contains(version, "MariaDB")
                         ? version
                         : text_format(out->arena, "MySQL %.*s", (int)version.length,
                                       version.at ? version.at : ""),
                     source, CONFIDENCE_SELF);
    if (cursor_ok(&body) && !(capabilities & WITH_TLS))
        dissection_state(out, &out->sender, FIELD_security, TEXT("MySQL without TLS"), source,
                         CONFIDENCE_SELF);
}

/* Lengths and texts of a client's attributes: below 251 a length is one byte. */
static struct cursor short_string(struct cursor *c)
{
    enum { SHORT_MOST = 250 };
    uint8_t length = cursor_u8(c);

    return cursor_split(c, length <= SHORT_MOST ? length : SIZE_MAX);
}

static void read_attributes(struct cursor c, struct dissection *out)
{
    static const struct {
        const char *name;
        enum field field;
    } attributes[] = {
        { "program_name", FIELD_client_software },
        { "_os", FIELD_os },
    };

    for (unsigned n = 0; n < ATTRIBUTES_MOST && c.left > 0; n++) {
        struct text name = text_from_wire(short_string(&c), out->arena);
        struct text value = text_from_wire(short_string(&c), out->arena);
        for (size_t i = 0; i < COUNT_OF(attributes); i++)
            if (text_is(name, attributes[i].name))
                dissection_state(out, &out->sender, attributes[i].field, value, "mysql log-in",
                                 CONFIDENCE_ASKED);
    }
}

static void read_log_in(struct cursor body, struct dissection *out)
{
    struct mysql_state *state = out->state;
    size_t length = body.left;
    uint32_t flags = cursor_u32le(&body);

    if (flags & WITH_TLS && length == TLS_REQUEST_BYTES) {
        state->is_tls = true;
        return;
    }
    state->phase = LOGGING_IN;
    state->asked = LOG_IN;
    dissection_operation(out, &mysql_protocol, MESSAGE_REQUEST, LOG_IN, SUB_NONE);
    if (!(flags & PROTOCOL_41))
        return;                     /* from before version 4.1 */
    cursor_skip(&body, 4 + 1 + 23); /* longest packet, characters, reserved */
    dissection_state(out, &out->sender, FIELD_user, text_from_wire(next_string(&body), out->arena),
                     "mysql log-in", CONFIDENCE_ASKED);
    if (flags & WITH_LENGTH)
        (void)short_string(&body); /* the answer to the challenge */
    else
        (void)next_string(&body);
    if (flags & WITH_DATABASE)
        dissection_state(out, &out->receiver, FIELD_application,
                         text_from_wire(next_string(&body), out->arena), "mysql log-in",
                         CONFIDENCE_ASKED);
    if (flags & WITH_PLUGIN)
        (void)next_string(&body);
    if (flags & WITH_ATTRIBUTES)
        read_attributes(short_string(&body), out);
}

/* ---- commands ---- */

static void read_client(struct cursor body, uint8_t number, struct dissection *out)
{
    struct mysql_state *state = out->state;
    uint8_t command = cursor_u8(&body);

    if (number != 0 || !cursor_ok(&body))
        return; /* more words of a log-in, or a long statement */
    state->phase = COMMANDS;
    state->asked = command;
    dissection_operation(out, &mysql_protocol, MESSAGE_REQUEST, command, SUB_NONE);
}

/* The first packet of an answer says how it went; to a log-in there may be more questions. */
static void read_answer(struct cursor body, struct dissection *out)
{
    enum { OK = 0, ASK_ON = 0xfe, ASK_MORE = 1 };
    struct mysql_state *state = out->state;
    uint8_t first = cursor_u8(&body);

    if (!state->asked || (state->asked == LOG_IN && (first == ASK_ON || first == ASK_MORE)))
        return;
    dissection_operation(out, &mysql_protocol, first == ERROR ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         state->asked, SUB_NONE);
    state->asked = 0;
}

static void read_packet(struct cursor body, uint8_t number, struct dissection *out)
{
    struct mysql_state *state = out->state;

    if (state->phase == BEFORE && number == 0 && is_greeting(body)) {
        out->direction = DIRECTION_FROM_SERVER;
        read_greeting(body, out);
    } else if (out->direction == DIRECTION_FROM_SERVER) {
        read_answer(body, out);
    } else if (state->phase == GREETED) {
        read_log_in(body, out);
    } else {
        read_client(body, number, out);
    }
}

static enum verdict read_tls(struct cursor *payload, struct dissection *out)
{
    struct mysql_state *state = out->state;

    out->state = &state->tls;
    enum verdict verdict = tls_protocol.dissect(payload, out);
    out->state = state;
    return verdict;
}

static enum verdict mysql_dissect(struct cursor *payload, struct dissection *out)
{
    struct mysql_state *state = out->state;
    struct cursor ahead = *payload;

    if (state->is_tls)
        return read_tls(payload, out);
    if (skipping_takes(&state->rest, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    uint32_t length = read_length(&ahead);
    uint8_t number = cursor_u8(&ahead);
    size_t wanted = length < READ_MOST ? length : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    read_packet(cursor_split(&ahead, wanted), number, out);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = length - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol mysql_protocol = {
    .name = "mysql",
    .title = "MySQL",
    .specification = "MySQL client/server protocol, version 10",
    .carriers = CARRIER_TCP,
    .ports = { 3306 },
    .state_bytes = sizeof(struct mysql_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = mysql_probe,
    .dissect = mysql_dissect,
};
