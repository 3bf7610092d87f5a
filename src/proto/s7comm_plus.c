/*
 * s7comm_plus.c - the protocol of S7-1200 and S7-1500 and their engineering and
 * operator stations.
 *
 * What is read: the operation codes, whether an answer reports an error, and the
 * text by which a controller names itself when a session is made ("1;6ES7
 * 211-1BE31-0XB0 ;V3.0").  It stands in clear in every version of the protocol,
 * until the connection turns to TLS.
 *
 * A message of several telegrams has its trailer in the last one only; the
 * telegrams between carry no opcode.
 *
 * Source: not published by Siemens.  Function codes as in CISA's ICSNPP parser;
 * the layout as observed, version 3 with its 32 bytes of integrity included.
 */
#include <assert.h>

#include "proto/cotp.h"
#include "proto/protocol.h"

enum {
    PROTOCOL_ID = 0x72,
    HEADER_BYTES = 4,
    VERSION_PLAIN_MOST = 2,
    VERSION_INTEGRITY = 3,
    VERSION_KEEPALIVE_LEAST = 0xfe, /* no opcode in it */
    TRAILER_BYTES = 4,
    SESSION_NULL = 0x120, /* the object that stands for "no session yet" */
    ASKED_MOST = 12,
    QUANTITY_BYTES_MOST = 9,
};

enum opcode { OPCODE_REQUEST = 0x31, OPCODE_RESPONSE = 0x32, OPCODE_NOTIFICATION = 0x33 };

enum function { CREATE_OBJECT = 0x04ca, DELETE_OBJECT = 0x04d4 };

/*
 * Making and ending a session are the same functions as creating and deleting
 * blocks: requests outside a session have SESSION_NULL as their sub-code, and so
 * has the deletion of one's own session.
 */
static const struct operation operations[] = {
    { OPCODE_NOTIFICATION, SUB_NONE, "notification", CLASS_read },
    { 0x04bb, SUB_NONE, "explore", CLASS_read },
    { CREATE_OBJECT, SESSION_NULL, "begin session", CLASS_diag },
    { CREATE_OBJECT, SUB_NONE, "create object", CLASS_prog_down },
    { DELETE_OBJECT, SESSION_NULL, "end session", CLASS_diag },
    { DELETE_OBJECT, SUB_NONE, "delete object", CLASS_prog_down },
    { 0x04f2, SUB_NONE, "set variable", CLASS_write },
    { 0x0524, SUB_NONE, "get link", CLASS_read },
    { 0x0542, SUB_NONE, "set variables", CLASS_write },
    { 0x054c, SUB_NONE, "get variables", CLASS_read },
    { 0x0556, SUB_NONE, "begin sequence", CLASS_diag },
    { 0x0560, SUB_NONE, "end sequence", CLASS_diag },
    { 0x056b, SUB_NONE, "invoke", CLASS_operate },
    { 0x057c, SUB_NONE, "set variable, streamed", CLASS_write },
    { 0x0586, SUB_NONE, "get variable, streamed", CLASS_read },
    { 0x0590, SUB_NONE, "get addresses of variables", CLASS_read },
    { 0x059a, SUB_NONE, "abort", CLASS_diag },
    { 0x05a9, SUB_NONE, "error", CLASS_diag },
    { 0x05b3, SUB_NONE, "begin TLS", CLASS_diag },
    { 0 },
};

struct asked {
    uint32_t sub;
    uint16_t function, sequence;
    bool waits;
};

struct s7_plus_state {
    struct asked asked[ASKED_MOST];
    uint32_t next;      /* the slot that gives way */
    bool unfinished[2]; /* by direction: the next telegram continues a message */
};

static_assert(sizeof(struct s7_plus_state) <= COTP_PASSENGER_STATE, "cotp lends no more");

struct head {
    uint16_t function, sequence;
    uint32_t session;
};

static void observe(struct dissection *out, enum direction direction, enum message_kind kind,
                    uint32_t code, uint32_t sub)
{
    out->direction = direction;
    dissection_operation(out, &s7comm_plus_protocol, kind, code, sub);
}

static struct head head_read(struct cursor *body)
{
    struct head h = { 0 };

    cursor_skip(body, 2);
    h.function = cursor_u16be(body);
    cursor_skip(body, 2);
    h.sequence = cursor_u16be(body);
    return h;
}

static bool is_session(const struct head *h, struct cursor body)
{
    if (h->function == CREATE_OBJECT)
        return h->session == SESSION_NULL;
    cursor_skip(&body, 1); /* transport flags */
    return h->function == DELETE_OBJECT && cursor_u32be(&body) == h->session && cursor_ok(&body);
}

static void request(struct cursor body, struct s7_plus_state *state, struct dissection *out)
{
    struct head h = head_read(&body);
    h.session = cursor_u32be(&body);
    uint32_t sub = is_session(&h, body) ? SESSION_NULL : SUB_NONE;

    state->asked[state->next++ % ASKED_MOST] =
        (struct asked){ .function = h.function, .sequence = h.sequence, .sub = sub, .waits = true };
    observe(out, DIRECTION_FROM_CLIENT, MESSAGE_REQUEST, h.function, sub);
}

static uint32_t recall_sub(struct s7_plus_state *state, const struct head *h)
{
    for (size_t i = 0; i < ASKED_MOST; i++) {
        struct asked *asked = &state->asked[i];
        if (!asked->waits || asked->function != h->function || asked->sequence != h->sequence)
            continue;
        asked->waits = false;
        return asked->sub;
    }
    return SUB_NONE;
}

/* Seven bits a byte, highest first; the ninth byte counts whole. */
static uint64_t quantity(struct cursor *body)
{
    uint64_t value = 0;

    for (unsigned i = 1; i <= QUANTITY_BYTES_MOST; i++) {
        uint8_t byte = cursor_u8(body);
        if (i == QUANTITY_BYTES_MOST)
            return value << 8 | byte;
        value = value << 7 | (byte & 0x7f);
        if (!(byte & 0x80))
            break;
    }
    return value;
}

static uint8_t peek(struct cursor at)
{
    return cursor_u8(&at);
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* One part of "1;6ES7 211-1BE31-0XB0 ;V3.0", up to a separator that is consumed. */
static struct text part(struct cursor *at, char end, bool (*fits)(uint8_t), struct arena *into)
{
    struct cursor rest = *at, whole = *at;
    size_t length = 0;

    while (rest.left > 0 && fits(peek(rest))) {
        cursor_skip(&rest, 1);
        length++;
    }
    if (end && cursor_u8(&rest) != (uint8_t)end)
        return (struct text){ 0 };
    *at = rest;
    return text_from_wire(cursor_split(&whole, length), into);
}

static bool in_order_number(uint8_t byte)
{
    return is_digit(byte) || (byte >= 'A' && byte <= 'Z') || byte == ' ' || byte == '-';
}

static bool in_version(uint8_t byte)
{
    return byte == 'V' || byte == '.' || is_digit(byte);
}

static bool tell_identity(struct cursor at, struct dissection *out)
{
    const char *source = "s7comm-plus session";

    if (!is_digit(cursor_u8(&at)) || cursor_u8(&at) != ';' || peek(at) != '6')
        return false;
    struct text order_number = part(&at, ';', in_order_number, out->arena);
    struct text version = part(&at, 0, in_version, out->arena);
    if (order_number.length == 0 || !text_starts(version, "V"))
        return false;
    dissection_state(out, &out->sender, FIELD_vendor, TEXT("Siemens"), source, CONFIDENCE_SELF);
    dissection_state(out, &out->sender, FIELD_order_number, order_number, source, CONFIDENCE_SELF);
    dissection_state(out, &out->sender, FIELD_firmware, version, source, CONFIDENCE_SELF);
    return true;
}

static void find_identity(struct cursor body, struct dissection *out)
{
    while (body.left > 0 && !tell_identity(body, out))
        cursor_skip(&body, 1);
}

static void response(struct cursor body, struct s7_plus_state *state, struct dissection *out)
{
    struct head h = head_read(&body);
    cursor_skip(&body, 1);                                 /* transport flags */
    bool refused = (int16_t)(uint16_t)quantity(&body) < 0; /* its low half is the error */

    observe(out, DIRECTION_FROM_SERVER, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, h.function,
            recall_sub(state, &h));
    if (h.function == CREATE_OBJECT)
        find_identity(body, out);
}

static void notification(struct cursor body, struct s7_plus_state *state, struct dissection *out)
{
    (void)body, (void)state;
    observe(out, DIRECTION_FROM_SERVER, MESSAGE_REQUEST, OPCODE_NOTIFICATION, SUB_NONE);
}

static const struct {
    uint8_t opcode;
    void (*read)(struct cursor, struct s7_plus_state *, struct dissection *);
} messages[] = {
    { OPCODE_REQUEST, request },
    { OPCODE_RESPONSE, response },
    { OPCODE_NOTIFICATION, notification },
};

static enum verdict body_read(struct cursor body, uint8_t version, struct s7_plus_state *state,
                              struct dissection *out)
{
    if (version == VERSION_INTEGRITY)
        cursor_skip(&body, cursor_u8(&body));
    uint8_t opcode = cursor_u8(&body);
    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        if (messages[i].opcode != opcode)
            continue;
        messages[i].read(body, state, out);
        return VERDICT_OK;
    }
    return VERDICT_MALFORMED;
}

static bool is_version(uint8_t version)
{
    return (version >= 1 && version <= VERSION_INTEGRITY) || version >= VERSION_KEEPALIVE_LEAST;
}

static enum match s7comm_plus_probe(struct cursor payload)
{
    uint8_t protocol = cursor_u8(&payload);
    uint8_t version = cursor_u8(&payload);
    uint16_t length = cursor_u16be(&payload);

    if (!cursor_ok(&payload) || protocol != PROTOCOL_ID || !is_version(version))
        return MATCH_NO;
    return length <= payload.left ? MATCH_YES : MATCH_NO;
}

static enum verdict s7comm_plus_dissect(struct cursor *payload, struct dissection *out)
{
    struct s7_plus_state blank = { 0 };
    struct s7_plus_state *state = out->state ? out->state : &blank;
    bool *unfinished = &state->unfinished[out->sender_port < out->receiver_port];

    uint8_t protocol = cursor_u8(payload);
    uint8_t version = cursor_u8(payload);
    struct cursor body = cursor_split(payload, cursor_u16be(payload));
    if (!cursor_ok(payload) || protocol != PROTOCOL_ID || !is_version(version))
        return VERDICT_MALFORMED;
    bool continues = *unfinished;
    if (version >= VERSION_KEEPALIVE_LEAST)
        return VERDICT_OK;
    *unfinished = payload->left < TRAILER_BYTES;
    return continues ? VERDICT_OK : body_read(body, version, state, out);
}

const struct protocol s7comm_plus_protocol = {
    .name = "s7comm-plus",
    .title = "S7comm-plus",
    .specification = "Siemens S7comm-plus, as observed",
    .carriers = CARRIER_COTP,
    .is_industrial = true,
    .state_bytes = sizeof(struct s7_plus_state),
    .operations = operations,
    .probe = s7comm_plus_probe,
    .dissect = s7comm_plus_dissect,
};
