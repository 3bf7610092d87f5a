/*
 * modbus.c - Modbus/TCP.
 *
 * Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3 (MBAP
 * header); MODBUS Application Protocol V1.1b3, 5 (function codes), 7 (errors).
 */
#include "proto/protocol.h"

enum {
    MBAP_BYTES = 7, /* transaction, protocol, length, unit */
    PDU_MAX = 253,
    EXCEPTION_FLAG = 0x80,
};

static const struct operation operations[] = {
    { 0x01, SUB_NONE, "read coils", CLASS_read },
    { 0x03, SUB_NONE, "read holding registers", CLASS_read },
    { 0 },
};

static enum match modbus_probe(struct cursor payload)
{
    cursor_skip(&payload, 2);
    uint16_t protocol = cursor_u16be(&payload);
    uint16_t length = cursor_u16be(&payload);

    if (!cursor_ok(&payload) || protocol != 0)
        return MATCH_NO;
    return length >= 2 && length <= PDU_MAX + 1 ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict modbus_dissect(struct cursor *payload, struct dissection *out)
{
    if (payload->left < MBAP_BYTES)
        return VERDICT_MORE;

    struct cursor ahead = *payload; /* do not consume half a message */
    cursor_skip(&ahead, 2);
    uint16_t protocol = cursor_u16be(&ahead);
    uint16_t length = cursor_u16be(&ahead);
    if (protocol != 0 || length < 2 || length > PDU_MAX + 1)
        return VERDICT_MALFORMED;
    if (length > ahead.left)
        return VERDICT_MORE;

    struct cursor pdu = cursor_split(&ahead, length);
    cursor_skip(&pdu, 1);
    uint8_t function = cursor_u8(&pdu);
    enum message_kind kind = function & EXCEPTION_FLAG               ? MESSAGE_REFUSAL
                             : out->direction == DIRECTION_FROM_SERVER ? MESSAGE_RESPONSE
                                                                     : MESSAGE_REQUEST;
    dissection_operation(out, &modbus_protocol, kind, function & 0x7f, SUB_NONE);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol modbus_protocol = {
    .name = "modbus",
    .title = "Modbus/TCP",
    .specification = "MODBUS Application Protocol V1.1b3",
    .carriers = CARRIER_TCP,
    .ports = { 502 },
    .is_industrial = true,
    .message_most = 260,
    .operations = operations,
    .probe = modbus_probe,
    .dissect = modbus_dissect,
};
