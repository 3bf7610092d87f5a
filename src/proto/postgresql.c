/*
 * postgresql.c - PostgreSQL: who logs in to which server version, how, and whether the
 * session is encrypted.
 *
 * Statements and their results are never read, nor are passwords.
 *
 * Source: PostgreSQL documentation, 55.2 (message flow), 55.7 (message formats), 55.8
 * (error fields); protocol version 3.
 */
#include <assert.h>
#include <stdalign.h>

#include "base/attributes.h"
#include "proto/tls.h"

enum {
    VERSION_3 = 0x00030000,
    CANCEL = 80877102, /* these three stand where a version would */
    TLS_REQUEST = 80877103,
    GSS_REQUEST = 80877104,
    START_LEAST = 8,
    START_MOST = 10000,
    HEAD_BYTES = 5,
    READ_MOST = 8192,
    MESSAGE_LENGTH_MOST = 1 << 30,
    PARAMETERS_MOST = 64,
    PASSWORD_PLAIN = 3,
};

/* The codes of those that begin a session are ours; the others are the letters on the wire. */
enum { START = 1, ASK_TLS, ASK_GSS, ASK_CANCEL };

static const struct operation operations[] = {
    { START, SUB_NONE, "begin a session", CLASS_auth },
    { ASK_TLS, SUB_NONE, "ask for TLS", CLASS_auth },
    { ASK_GSS, SUB_NONE, "ask for GSS-API encryption", CLASS_auth },
    { ASK_CANCEL, SUB_NONE, "cancel", CLASS_diag },
    { 'p', SUB_NONE, "prove who one is", CLASS_auth },
    { 'Q', SUB_NONE, "SQL statements", CLASS_unknown },
    { 'P', SUB_NONE, "prepare a statement", CLASS_unknown },
    { 'F', SUB_NONE, "call a function", CLASS_unknown },
    { 'd', SUB_NONE, "copy data", CLASS_unknown },
    { 'X', SUB_NONE, "end a session", CLASS_auth },
    { 0 },
};

/* What the letters of the client may be. */
static const char requests[] = "BCDEFHPQSXcdfp";
static const char answers[] = "123ACDEGHIKNRSTVWZcdnstv";

struct postgresql_state {
    alignas(16) struct tls_state tls;
    struct skipping rest;
    uint8_t asked; /* until it is answered */
    bool is_tls, is_hidden;
};

static_assert(sizeof(struct postgresql_state) <= PROTOCOL_STATE_MOST,
              "the flow table lends no more");

static bool is_among(const char *letters, uint8_t byte)
{
    for (; *letters; letters++)
        if ((uint8_t)*letters == byte)
            return true;
    return false;
}

static const struct {
    uint32_t version;
    uint8_t code;
} starts[] = {
    { VERSION_3, START },
    { TLS_REQUEST, ASK_TLS },
    { GSS_REQUEST, ASK_GSS },
    { CANCEL, ASK_CANCEL },
};

/* The code of what begins a session; 0: none. */
static uint8_t read_start(struct cursor *c, uint32_t *length)
{
    *length = cursor_u32be(c);
    uint32_t version = cursor_u32be(c);

    if (!cursor_ok(c) || *length < START_LEAST || *length > START_MOST)
        return 0;
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (starts[i].version == version)
            return starts[i].code;
    return 0;
}

static enum match postgresql_probe(struct cursor payload)
{
    uint32_t length;
    struct cursor c = payload;

    if (read_start(&c, &length))
        return MATCH_YES;
    uint8_t letter = cursor_u8(&payload);
    length = cursor_u32be(&payload);
    bool fits = is_among(requests, letter) || is_among(answers, letter);
    return cursor_ok(&payload) && fits && length >= 4 && length < MESSAGE_LENGTH_MOST ? MATCH_MAYBE
                                                                                      : MATCH_NO;
}

/* The text up to a NUL, which is consumed with it. */
static struct text next_string(struct cursor *c, struct arena *into)
{
    struct cursor ahead = *c;
    size_t length = 0;

    while (ahead.left > 0 && cursor_u8(&ahead) != 0)
        length++;
    struct text found = text_from_wire(cursor_split(c, length), into);
    cursor_skip(c, 1);
    return found;
}

static void ask(struct dissection *out, uint8_t code)
{
    struct postgresql_state *state = out->state;

    out->direction = DIRECTION_FROM_CLIENT;
    state->asked = code;
    dissection_operation(out, &postgresql_protocol, MESSAGE_REQUEST, code, SUB_NONE);
}

static void answer(struct dissection *out, enum message_kind kind)
{
    struct postgresql_state *state = out->state;

    if (state->asked)
        dissection_operation(out, &postgresql_protocol, kind, state->asked, SUB_NONE);
    state->asked = 0;
}

static void read_parameters(struct cursor c, struct dissection *out)
{
    static const struct {
        const char *name;
        enum field field;
        bool is_of_server;
    } parameters[] = {
        { "user", FIELD_user, false },
        { "application_name", FIELD_client_software, false },
        { "database", FIELD_application, true },
    };

    for (unsigned n = 0; n < PARAMETERS_MOST && c.left > 1; n++) {
        struct text name = next_string(&c, out->arena), value = next_string(&c, out->arena);
        for (size_t i = 0; i < COUNT_OF(parameters); i++)
            if (text_is(name, parameters[i].name))
                dissection_state(out, parameters[i].is_of_server ? &out->receiver : &out->sender,
                                 parameters[i].field, value, "postgresql start", CONFIDENCE_ASKED);
    }
}

static enum verdict read_begin(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    uint32_t length;
    uint8_t code = read_start(&ahead, &length);

    if (!code)
        return payload->left < START_LEAST ? VERDICT_MORE : VERDICT_MALFORMED;
    if (ahead.left < length - START_LEAST)
        return VERDICT_MORE;
    struct cursor body = cursor_split(&ahead, length - START_LEAST);
    ask(out, code);
    if (code == START)
        read_parameters(body, out);
    *payload = ahead;
    return VERDICT_OK;
}

/* To who asks for encryption one letter is answered: S or G, or N. */
static enum verdict read_letter(struct cursor *payload, struct dissection *out)
{
    struct postgresql_state *state = out->state;
    uint8_t asked = state->asked, letter = cursor_u8(payload);
    bool agrees = letter == 'S' || letter == 'G';

    out->direction = DIRECTION_FROM_SERVER;
    if (!agrees && letter != 'N')
        return VERDICT_MALFORMED;
    answer(out, agrees ? MESSAGE_RESPONSE : MESSAGE_REFUSAL);
    state->is_tls = agrees && asked == ASK_TLS;
    state->is_hidden = agrees && asked == ASK_GSS;
    if (!agrees && asked == ASK_TLS)
        dissection_state(out, &out->sender, FIELD_security, TEXT("PostgreSQL without TLS"),
                         "postgresql start", CONFIDENCE_SELF);
    return VERDICT_OK;
}

/* ---- messages ---- */

static void read_authentication(struct cursor body, struct dissection *out)
{
    uint32_t kind = cursor_u32be(&body);

    answer(out, MESSAGE_RESPONSE);
    if (cursor_ok(&body) && kind == PASSWORD_PLAIN)
        dissection_state(out, &out->sender, FIELD_security, TEXT("takes passwords in clear text"),
                         "postgresql authentication", CONFIDENCE_SELF);
}

static void read_status(struct cursor body, struct dissection *out)
{
    struct text name = next_string(&body, out->arena), value = next_string(&body, out->arena);

    if (text_is(name, "server_version"))
        dissection_state(
            out, &out->sender, FIELD_server_software,
            text_format(out->arena, "PostgreSQL %.*s", (int)value.length, value.at ? value.at : ""),
            "postgresql parameters", CONFIDENCE_SELF);
}

static void read_answer(uint8_t letter, struct cursor body, struct dissection *out)
{
    out->direction = DIRECTION_FROM_SERVER;
    if (letter == 'R')
        read_authentication(body, out);
    else if (letter == 'S')
        read_status(body, out);
    else if (letter == 'E')
        answer(out, MESSAGE_REFUSAL);
    else if (is_among("CDTZ1nI", letter))
        answer(out, MESSAGE_RESPONSE);
}

/* Whose message a letter is says the direction; some letters are of both. */
static enum verdict read_message(struct cursor *payload, struct dissection *out)
{
    struct postgresql_state *state = out->state;
    struct cursor ahead = *payload;
    uint8_t letter = cursor_u8(&ahead);
    uint32_t length = cursor_u32be(&ahead);
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (payload->left < HEAD_BYTES)
        return VERDICT_MORE;
    if (length < 4 || length >= MESSAGE_LENGTH_MOST ||
        !is_among(from_server ? answers : requests, letter))
        return VERDICT_MALFORMED;
    size_t rest = length - 4, wanted = rest < READ_MOST ? rest : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    struct cursor body = cursor_split(&ahead, wanted);
    if (from_server)
        read_answer(letter, body, out);
    else if (operation_find(&postgresql_protocol, letter, SUB_NONE)->name)
        ask(out, letter);
    state->rest.left[from_server] = rest - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

static enum verdict read_tls(struct cursor *payload, struct dissection *out)
{
    struct postgresql_state *state = out->state;

    out->state = &state->tls;
    enum verdict verdict = tls_protocol.dissect(payload, out);
    out->state = state;
    return verdict;
}

/* The length in front of what begins a session is short: a letter is never zero. */
static bool begins(struct cursor payload)
{
    return cursor_u8(&payload) == 0;
}

static enum verdict postgresql_dissect(struct cursor *payload, struct dissection *out)
{
    struct postgresql_state *state = out->state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (state->is_tls)
        return read_tls(payload, out);
    if (state->is_hidden) {
        cursor_skip(payload, payload->left);
        return VERDICT_OK;
    }
    if (skipping_takes(&state->rest, from_server, payload))
        return VERDICT_OK;
    if (from_server && (state->asked == ASK_TLS || state->asked == ASK_GSS))
        return read_letter(payload, out);
    if (!from_server && begins(*payload))
        return read_begin(payload, out);
    return read_message(payload, out);
}

const struct protocol postgresql_protocol = {
    .name = "postgresql",
    .title = "PostgreSQL",
    .specification = "PostgreSQL documentation, protocol version 3",
    .carriers = CARRIER_TCP,
    .ports = { 5432 },
    .state_bytes = sizeof(struct postgresql_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = postgresql_probe,
    .dissect = postgresql_dissect,
};
