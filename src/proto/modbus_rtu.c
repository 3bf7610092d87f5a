/*
 * modbus_rtu.c - Modbus frames of serial lines, sent over TCP or UDP as they are.
 *
 * There is no header and no length: a message ends where its checksum is right
 * and its data has the form that its function has.  It has no port of its own
 * either, so that it is believed only when all of that agrees.
 *
 * Source: MODBUS over Serial Line V1.02, 2.5.1 (RTU), 2.5.1.2 (CRC); MODBUS
 * Application Protocol V1.1b3, 6 (functions), 7 (exceptions).
 */
#include "proto/crc.h"
#include "proto/modbus_pdu.h"
#include "proto/requests.h"

enum {
    UNIT_MOST = 247,
    MESSAGE_LEAST = 4, /* unit, function, checksum */
    MESSAGE_MOST = 256,
    EXCEPTION_BYTES = 5,
    EXCEPTION_FLAG = 0x80,
    EXCEPTION_MOST = 11,
    EXCEPTION_ACKNOWLEDGE = 5, /* accepted, and takes long */
};

static const struct operation operations[] = {
#define CODE(function, sub, class, name) { function, sub, name, CLASS_##class },
#include "proto/modbus_codes.def"
#undef CODE
    { 0 },
};

struct modbus_rtu_state {
    struct requests asked;
    uint8_t units[256 / 8]; /* already stated in this conversation */
};

/* ---- where a message ends ---- */

static bool pdu_read(struct cursor c, struct modbus_pdu *pdu)
{
    uint8_t unit = cursor_u8(&c), function = cursor_u8(&c);

    *pdu = (struct modbus_pdu){ .unit = unit,
                                .function = (uint8_t)(function & ~EXCEPTION_FLAG),
                                .exception = function & EXCEPTION_FLAG,
                                .sub = SUB_NONE,
                                .data = c };
    return cursor_ok(&c) && unit <= UNIT_MOST &&
           operation_find(&modbus_rtu_protocol, pdu->function, SUB_NONE)->name;
}

static bool has_form(const struct modbus_pdu *pdu)
{
    struct cursor data = pdu->data;

    if (!pdu->exception)
        return modbus_shape_fits(pdu);
    uint8_t code = cursor_u8(&data);
    return cursor_ok(&data) && data.left == 0 && code > 0 && code <= EXCEPTION_MOST;
}

/*
 * The bytes of the first message, its checksum left out; `proven` when its form
 * is right too.  A function without a form takes all that there is.
 */
static struct cursor message_find(struct cursor payload, struct modbus_pdu *pdu, bool *proven)
{
    struct cursor ahead = payload;
    uint16_t crc = CRC_ONES;
    size_t most = payload.left < MESSAGE_MOST ? payload.left : MESSAGE_MOST;

    for (size_t length = 1; length <= most; length++) {
        crc = crc_byte(crc, CRC_ARC, cursor_u8(&ahead));
        if (crc != 0 || length < MESSAGE_LEAST)
            continue;
        struct cursor whole = payload, message = cursor_split(&whole, length - 2);
        *proven = pdu_read(message, pdu) && has_form(pdu);
        if (*proven || (whole.left == 2 && pdu_read(message, pdu)))
            return message;
    }
    return (struct cursor){ .failed = true };
}

static enum match modbus_rtu_probe(struct cursor payload)
{
    struct modbus_pdu pdu;
    bool proven = false;
    struct cursor message = message_find(payload, &pdu, &proven);

    if (!cursor_ok(&message))
        return MATCH_NO;
    return proven && message.left + 2 == payload.left ? MATCH_YES : MATCH_MAYBE;
}

/* ---- counting ---- */

/* Sub-codes stand in front of the data, as in Modbus/TCP. */
static void read_sub(struct modbus_pdu *pdu)
{
    if (pdu->exception)
        return;
    if (pdu->function == MODBUS_DIAGNOSTICS && pdu->data.left >= 2)
        pdu->sub = cursor_u16be(&pdu->data);
    else if (pdu->function == MODBUS_ENCAPSULATED && pdu->data.left >= 1)
        pdu->sub = cursor_u8(&pdu->data);
}

static uint32_t key_of(const struct modbus_pdu *pdu)
{
    return (uint32_t)pdu->unit << 8 | pdu->function;
}

/* Where neither lengths nor the connection tell, the second of two equal messages answers. */
static bool is_answer(const struct modbus_pdu *pdu, enum direction shape,
                      const struct dissection *out)
{
    struct modbus_rtu_state *state = out->state;
    struct request asked;

    if (shape != DIRECTION_UNKNOWN)
        return shape == DIRECTION_FROM_SERVER;
    if (out->direction != DIRECTION_UNKNOWN)
        return out->direction == DIRECTION_FROM_SERVER;
    struct requests peek = state->asked;
    return requests_take(&peek, key_of(pdu), &asked);
}

static void state_unit(const struct modbus_pdu *pdu, struct dissection *out)
{
    struct modbus_rtu_state *state = out->state;
    uint8_t bit = (uint8_t)(1u << (pdu->unit & 7));

    if (pdu->unit == 0 || state->units[pdu->unit / 8] & bit)
        return;
    state->units[pdu->unit / 8] |= bit;
    dissection_state_part(out, &out->sender, modbus_unit_part(pdu->unit, out->arena), FIELD_station,
                          text_format(out->arena, "%u", pdu->unit), "modbus unit id",
                          CONFIDENCE_SELF);
}

static void read_answer(struct modbus_pdu *pdu, struct dissection *out)
{
    struct modbus_rtu_state *state = out->state;
    struct request asked = { .sub = pdu->sub };
    struct cursor data = pdu->data;

    (void)requests_take(&state->asked, key_of(pdu), &asked);
    if (pdu->sub == SUB_NONE)
        pdu->sub = asked.sub;
    bool refused = pdu->exception && cursor_u8(&data) != EXCEPTION_ACKNOWLEDGE;
    pdu->kind = refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &modbus_rtu_protocol, pdu->kind, pdu->function, pdu->sub);
    state_unit(pdu, out);
    if (!pdu->exception)
        modbus_identity(pdu, out);
}

static void read_request(struct modbus_pdu *pdu, struct dissection *out)
{
    struct modbus_rtu_state *state = out->state;

    pdu->kind = MESSAGE_REQUEST;
    out->direction = DIRECTION_FROM_CLIENT;
    requests_add(&state->asked,
                 (struct request){ .key = key_of(pdu), .code = pdu->function, .sub = pdu->sub });
    dissection_operation(out, &modbus_rtu_protocol, MESSAGE_REQUEST, pdu->function, pdu->sub);
}

static enum verdict modbus_rtu_dissect(struct cursor *payload, struct dissection *out)
{
    struct modbus_pdu pdu;
    bool proven = false;
    struct cursor message = message_find(*payload, &pdu, &proven);

    if (!cursor_ok(&message))
        return payload->left < MESSAGE_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    enum direction shape = modbus_shape_direction(&pdu);
    cursor_skip(payload, message.left + 2);
    read_sub(&pdu);
    if (is_answer(&pdu, shape, out))
        read_answer(&pdu, out);
    else
        read_request(&pdu, out);
    return VERDICT_OK;
}

const struct protocol modbus_rtu_protocol = {
    .name = "modbus-rtu",
    .title = "Modbus RTU over TCP or UDP",
    .specification = "MODBUS over Serial Line V1.02",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .is_industrial = true,
    .state_bytes = sizeof(struct modbus_rtu_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = modbus_rtu_probe,
    .dissect = modbus_rtu_dissect,
};
