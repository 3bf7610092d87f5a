/*
 * modbus.c - Modbus/TCP, and Schneider's UMAS inside it.
 *
 * A request carries its sub-code (diagnostics, MEI type, UMAS function), but an
 * exception answers the function only, and a UMAS answer not even that.  A few
 * outstanding requests are therefore kept per conversation, so that every answer
 * is counted on the row of what was asked.
 *
 * Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3 (MBAP
 * header); MODBUS Application Protocol V1.1b3, 4.1 (function codes), 7
 * (exception codes).
 */
#include <assert.h>

#include "base/hash.h"
#include "proto/modbus_pdu.h"

enum {
    MBAP_BYTES = 6,   /* transaction, protocol, length */
    LENGTH_LEAST = 2, /* unit and function */
    LENGTH_MOST = 254,
    UMAS_LENGTH_MOST = 1028, /* UMAS agrees on frames of up to 1 KiB when it starts */
    EXCEPTION_FLAG = 0x80,
    EXCEPTION_ACKNOWLEDGE = 5, /* accepted, and takes long */
    EXCEPTION_NO_PATH = 10,
    EXCEPTION_NO_ANSWER = 11, /* of the device behind the gateway */
    OUTSTANDING_MOST = 24,
};

static const struct operation operations[] = {
#define CODE(function, sub, class, name) { function, sub, name, CLASS_##class },
#include "proto/modbus_codes.def"
#undef CODE
    { 0 },
};

struct outstanding {
    uint32_t sub;
    uint32_t asker; /* address and port, hashed */
    uint16_t transaction;
    uint8_t unit, function;
    bool waits;
};

struct modbus_state {
    struct outstanding asked[OUTSTANDING_MOST];
    uint8_t next;           /* the slot that gives way */
    uint8_t waiting;        /* how many wait */
    uint32_t refuser;       /* who sent an exception, hashed as an asker is; 0: nobody yet */
    uint8_t units[256 / 8]; /* already stated in this conversation */
    bool gateway;           /* likewise */
};

static_assert(sizeof(struct modbus_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

/* While the function code is still to come, it may yet be UMAS. */
static uint16_t length_most(const struct cursor *at_function, uint8_t function)
{
    return !cursor_ok(at_function) || function == MODBUS_UMAS ? UMAS_LENGTH_MOST : LENGTH_MOST;
}

/* User-defined codes: 65 to 72 and 100 to 110. */
static bool is_plausible(uint8_t function)
{
    return operation_find(&modbus_protocol, function, SUB_NONE)->name ||
           (function >= 65 && function <= 72) || (function >= 100 && function <= 110);
}

/*
 * What has arrived is consistent; a first segment may end inside the header.
 * One whole message and nothing else is enough for any function code: whoever
 * tries out codes sends such, one connection for each.
 */
static enum match modbus_probe(struct cursor payload)
{
    size_t present = payload.left;
    cursor_skip(&payload, 2);
    uint16_t protocol = cursor_u16be(&payload);
    uint16_t length = cursor_u16be(&payload);
    bool has_length = cursor_ok(&payload), whole = payload.left == length;
    cursor_skip(&payload, 1);
    uint8_t function = cursor_u8(&payload);

    if (present == 0 || protocol != 0)
        return MATCH_NO;
    if (has_length && (length < LENGTH_LEAST || length > length_most(&payload, function)))
        return MATCH_NO;
    if (!cursor_ok(&payload) || whole)
        return MATCH_MAYBE;
    if (function & EXCEPTION_FLAG)
        return length == LENGTH_LEAST + 1 ? MATCH_MAYBE : MATCH_NO;
    return is_plausible(function) ? MATCH_MAYBE : MATCH_NO;
}

static uint32_t asker_of(const struct dissection *out)
{
    return (uint32_t)hash_mix(address_hash(&out->sender), out->sender_port);
}

static bool answers(const struct outstanding *o, const struct modbus_pdu *pdu)
{
    return o->waits && o->transaction == pdu->transaction && o->unit == pdu->unit &&
           o->function == pdu->function;
}

static struct outstanding *find_asked(struct modbus_state *state, const struct modbus_pdu *pdu)
{
    unsigned at = state->next;

    for (unsigned i = 0; i < OUTSTANDING_MOST && state->waiting > 0; i++) {
        at = (at ? at : OUTSTANDING_MOST) - 1; /* the latest is mostly answered first */
        if (answers(&state->asked[at], pdu))
            return &state->asked[at];
    }
    return NULL;
}

/* A transaction asked again replaces what it asked before; else the oldest gives way. */
static void remember(struct modbus_state *state, const struct modbus_pdu *pdu, uint32_t asker)
{
    struct outstanding *slot = find_asked(state, pdu);

    if (!slot) {
        slot = &state->asked[state->next];
        state->next = (uint8_t)((state->next + 1) % OUTSTANDING_MOST);
    }
    state->waiting += !slot->waits;
    *slot = (struct outstanding){ .sub = pdu->sub,
                                  .asker = asker,
                                  .transaction = pdu->transaction,
                                  .unit = pdu->unit,
                                  .function = pdu->function,
                                  .waits = true };
}

static enum direction settle(const struct modbus_pdu *pdu, const struct outstanding *asked,
                             const struct dissection *out)
{
    enum direction shape = modbus_shape_direction(pdu);

    if (shape != DIRECTION_UNKNOWN || !asked)
        return shape;
    return asked->asker == asker_of(out) ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

/* Sub-codes stand in front of the data; behind one, data is what the sub-code speaks of. */
static void read_sub(struct modbus_pdu *pdu)
{
    struct cursor *data = &pdu->data;

    pdu->sub = SUB_NONE;
    if (pdu->exception || data->left == 0)
        return;
    if (pdu->function == MODBUS_DIAGNOSTICS && data->left >= 2)
        pdu->sub = cursor_u16be(data);
    else if (pdu->function == MODBUS_ENCAPSULATED)
        pdu->sub = cursor_u8(data);
    else if (pdu->function == MODBUS_UMAS && data->left >= 2) {
        cursor_skip(data, 1); /* session */
        uint8_t code = cursor_u8(data);
        if (code == UMAS_DONE || code == UMAS_REFUSED)
            pdu->umas_status = code;
        else
            pdu->sub = code;
    }
}

static enum message_kind kind_of(const struct modbus_pdu *pdu, enum direction direction)
{
    if (pdu->exception) {
        struct cursor data = pdu->data;
        return cursor_u8(&data) == EXCEPTION_ACKNOWLEDGE ? MESSAGE_RESPONSE : MESSAGE_REFUSAL;
    }
    if (direction != DIRECTION_FROM_SERVER)
        return MESSAGE_REQUEST;
    return pdu->umas_status == UMAS_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
}

static void state_gateway(struct modbus_state *state, struct dissection *out)
{
    if (!state->gateway)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("Modbus gateway"),
                         "modbus exception of a gateway", CONFIDENCE_SELF);
    state->gateway = true;
}

/* Which device answered, when it was not the gateway that answered for it. */
static void state_unit(const struct modbus_pdu *pdu, struct modbus_state *state,
                       struct dissection *out)
{
    struct cursor data = pdu->data;
    uint8_t exception = pdu->exception ? cursor_u8(&data) : 0;
    uint8_t bit = (uint8_t)(1u << (pdu->unit & 7));

    if (exception == EXCEPTION_NO_PATH || exception == EXCEPTION_NO_ANSWER) {
        state_gateway(state, out);
        return;
    }
    struct text part = modbus_unit_part(pdu->unit, out->arena);
    if (!part.length || state->units[pdu->unit / 8] & bit)
        return;
    state->units[pdu->unit / 8] |= bit;
    dissection_state_part(out, &out->sender, part, FIELD_station,
                          text_format(out->arena, "%u", pdu->unit), "modbus unit id",
                          CONFIDENCE_SELF);
}

static bool has_asked(const struct modbus_state *state, uint32_t asker)
{
    for (unsigned i = 0; i < OUTSTANDING_MOST; i++)
        if (state->asked[i].asker == asker)
            return true;
    return false;
}

/*
 * Only a server sends exceptions, whoever opened the connection: what it says later are answers,
 * unless it is somebody who asks and sent nonsense.
 */
static void settle_direction(struct modbus_state *state, const struct modbus_pdu *pdu,
                             const struct outstanding *asked, struct dissection *out)
{
    if (out->direction == DIRECTION_UNKNOWN || pdu->exception)
        out->direction = settle(pdu, asked, out);
    else if (out->direction == DIRECTION_FROM_CLIENT && state->refuser == asker_of(out))
        out->direction = DIRECTION_FROM_SERVER;
    if (pdu->exception && !has_asked(state, asker_of(out)))
        state->refuser = asker_of(out);
}

static void observe(struct modbus_pdu *pdu, struct dissection *out)
{
    struct modbus_state *state = out->state;
    struct outstanding *asked = find_asked(state, pdu);

    settle_direction(state, pdu, asked, out);
    pdu->kind = kind_of(pdu, out->direction);
    if (pdu->kind == MESSAGE_REQUEST) {
        remember(state, pdu, asker_of(out));
    } else {
        if (asked && pdu->sub == SUB_NONE)
            pdu->sub = asked->sub;
        if (asked) {
            asked->waits = false;
            state->waiting--;
        }
        state_unit(pdu, state, out);
    }
    dissection_operation(out, &modbus_protocol, pdu->kind, pdu->function, pdu->sub);
    if (!pdu->exception)
        modbus_identity(pdu, out);
}

/* The header's own rules, then one message split off behind it. */
static enum verdict read_header(struct cursor *ahead, struct modbus_pdu *pdu)
{
    uint16_t transaction = cursor_u16be(ahead);
    uint16_t protocol = cursor_u16be(ahead);
    uint16_t length = cursor_u16be(ahead);
    struct cursor peek = *ahead;
    uint8_t unit = cursor_u8(&peek), function = cursor_u8(&peek);

    if (protocol != 0)
        return VERDICT_MALFORMED;
    if (cursor_ok(ahead) && (length < LENGTH_LEAST || length > length_most(&peek, function)))
        return VERDICT_MALFORMED;
    if (!cursor_ok(&peek) || length > ahead->left)
        return VERDICT_MORE;

    pdu->data = cursor_split(ahead, length);
    cursor_skip(&pdu->data, LENGTH_LEAST);
    pdu->transaction = transaction;
    pdu->unit = unit;
    pdu->exception = function & EXCEPTION_FLAG;
    pdu->function = (uint8_t)(function & ~EXCEPTION_FLAG);
    return VERDICT_OK;
}

static enum verdict modbus_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload; /* do not consume half a message */
    struct modbus_pdu pdu = { 0 };
    enum verdict verdict = read_header(&ahead, &pdu);

    if (verdict != VERDICT_OK)
        return verdict;
    read_sub(&pdu);
    observe(&pdu, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol modbus_protocol = {
    .name = "modbus",
    .title = "Modbus/TCP",
    .specification = "MODBUS Application Protocol V1.1b3",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 502 },
    .is_industrial = true,
    .state_bytes = sizeof(struct modbus_state),
    .message_most = MBAP_BYTES + UMAS_LENGTH_MOST,
    .operations = operations,
    .probe = modbus_probe,
    .dissect = modbus_dissect,
};
