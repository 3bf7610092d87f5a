/*
 * tristation.c - TriStation, by which Triconex safety controllers are programmed.
 *
 * Answers have numbers of their own and do not name the command: what was asked
 * is kept in its order.  Messages outside of commands count from 256.
 *
 * Source: as in tristation_codes.def.
 */
#include <assert.h>

#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    HEADER_BYTES = 4,
    CHECKSUM_BYTES = 2,
    TYPES = 12,
    ANSWERS_FROM = 100, /* and "command rejected" is the first of them */
    REFUSALS_FROM = 200,
    KEY_PROHIBITS = 212,
    MESSAGE_FROM = 256,
    UNSEEN = 512,
};

enum message_type {
    TYPE_CONNECT = 1,
    TYPE_CONNECTED = 2,
    TYPE_DISCONNECTED = 3,
    TYPE_DISCONNECT = 4,
    TYPE_COMMAND = 5,
    TYPE_PING = 6,
    TYPE_LIMIT = 7,
    TYPE_NOT_CONNECTED = 8,
    TYPE_NO_PROCESSOR = 9,
    TYPE_DENIED = 10,
    TYPE_FAILED = 11,
};

static const struct operation operations[] = {
#define CODE(command, class, name) { command, SUB_NONE, name, CLASS_##class },
#include "proto/tristation_codes.def"
#undef CODE
    { MESSAGE_FROM + TYPE_CONNECT, SUB_NONE, "connect", CLASS_auth },
    { MESSAGE_FROM + TYPE_DISCONNECT, SUB_NONE, "disconnect", CLASS_auth },
    { MESSAGE_FROM + TYPE_PING, SUB_NONE, "ping", CLASS_diag },
    { UNSEEN, SUB_NONE, "answer to a command that was not seen", CLASS_unknown },
    { 0 },
};

struct tristation_state {
    struct requests asked;
};

static_assert(sizeof(struct tristation_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct message {
    uint8_t type;
    struct cursor body;
};

/* A checksum follows what the length counts. */
static bool message_read(struct cursor c, struct message *m)
{
    m->type = cursor_u8(&c);
    cursor_skip(&c, 1); /* channel */
    uint16_t length = cursor_u16le(&c);
    m->body = cursor_split(&c, length);
    return cursor_ok(&c) && m->type > 0 && m->type < TYPES && c.left == CHECKSUM_BYTES;
}

static void observe(struct dissection *out, enum message_kind kind, uint32_t code)
{
    out->direction = kind == MESSAGE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &tristation_protocol, kind, code, SUB_NONE);
}

/* ---- commands and their answers ---- */

static const struct {
    uint8_t answer;
    const char *state;
} states[] = { { 109, "running" }, { 110, "halted" }, { 111, "paused" } };

static void tell(uint8_t answer, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (states[i].answer == answer)
            dissection_state(out, &out->sender, FIELD_state, text_of(states[i].state),
                             "tristation program state", CONFIDENCE_SELF);
    if (answer == KEY_PROHIBITS)
        dissection_state(out, &out->sender, FIELD_security,
                         TEXT("key switch prohibits the operation"), "tristation reject 212",
                         CONFIDENCE_SELF);
}

static void answer(uint8_t number, struct dissection *out)
{
    struct tristation_state *state = out->state;
    struct request asked = { .code = UNSEEN };
    bool refused = number == ANSWERS_FROM || number >= REFUSALS_FROM;

    (void)requests_take(&state->asked, 0, &asked);
    observe(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, asked.code);
    tell(number, out);
}

static bool command(struct message *m, struct dissection *out)
{
    struct tristation_state *state = out->state;

    cursor_skip(&m->body, 2); /* path, connection */
    uint8_t number = cursor_u8(&m->body);
    if (!cursor_ok(&m->body))
        return false;
    if (number >= ANSWERS_FROM) {
        answer(number, out);
        return true;
    }
    requests_add_in_order(&state->asked, (struct request){ .code = number });
    observe(out, MESSAGE_REQUEST, number);
    return true;
}

/* ---- everything else ---- */

/* Whoever pings may be either side. */
static bool ping(struct message *m, struct dissection *out)
{
    (void)m;
    dissection_operation(out, &tristation_protocol, MESSAGE_REQUEST, MESSAGE_FROM + TYPE_PING,
                         SUB_NONE);
    return true;
}

/* Where no command waits, it was the connection that was refused. */
static bool refusal(struct message *m, struct dissection *out)
{
    struct tristation_state *state = out->state;
    struct request asked = { .code = MESSAGE_FROM + TYPE_CONNECT };

    (void)m;
    (void)requests_take(&state->asked, 0, &asked);
    observe(out, MESSAGE_REFUSAL, asked.code);
    return true;
}

static const struct {
    bool (*read)(struct message *, struct dissection *); /* NULL: counted as it stands */
    enum message_kind kind;
    uint8_t counts_as;
} types[TYPES] = {
    [TYPE_CONNECT] = { NULL, MESSAGE_REQUEST, TYPE_CONNECT },
    [TYPE_CONNECTED] = { NULL, MESSAGE_RESPONSE, TYPE_CONNECT },
    [TYPE_DISCONNECTED] = { NULL, MESSAGE_RESPONSE, TYPE_DISCONNECT },
    [TYPE_DISCONNECT] = { NULL, MESSAGE_REQUEST, TYPE_DISCONNECT },
    [TYPE_COMMAND] = { command, MESSAGE_REQUEST, TYPE_COMMAND },
    [TYPE_PING] = { ping, MESSAGE_REQUEST, TYPE_PING },
    [TYPE_LIMIT] = { NULL, MESSAGE_REFUSAL, TYPE_CONNECT },
    [TYPE_NOT_CONNECTED] = { refusal, MESSAGE_REFUSAL, TYPE_CONNECT },
    [TYPE_NO_PROCESSOR] = { refusal, MESSAGE_REFUSAL, TYPE_CONNECT },
    [TYPE_DENIED] = { refusal, MESSAGE_REFUSAL, TYPE_CONNECT },
    [TYPE_FAILED] = { NULL, MESSAGE_REFUSAL, TYPE_CONNECT },
};

/* Types and lengths are all that a message shows: enough on its own port only. */
static enum match tristation_probe(struct cursor payload)
{
    struct message m;

    return message_read(payload, &m) ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict tristation_dissect(struct cursor *payload, struct dissection *out)
{
    struct message m;

    if (!message_read(*payload, &m))
        return VERDICT_MALFORMED;
    if (!types[m.type].read)
        observe(out, types[m.type].kind, MESSAGE_FROM + types[m.type].counts_as);
    else if (!types[m.type].read(&m, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol tristation_protocol = {
    .name = "tristation",
    .title = "TriStation",
    .specification = "TriStation, as FireEye and Nozomi Networks describe it",
    .carriers = CARRIER_UDP,
    .ports = { 1502 },
    .is_industrial = true,
    .state_bytes = sizeof(struct tristation_state),
    .operations = operations,
    .probe = tristation_probe,
    .dissect = tristation_dissect,
};
