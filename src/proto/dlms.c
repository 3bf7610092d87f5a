/*
 * dlms.c - DLMS/COSEM: how units travel over IP.
 *
 * Either behind the wrapper's eight bytes, or in the HDLC frames of a serial
 * line that some gateway has put into a stream as they are.
 *
 * Source: IEC 62056-4-7:2015, 5 (wrapper); IEC 62056-46:2002, 6.4 (HDLC frames,
 * addresses, checksum).
 */
#include "proto/dlms.h"

#include "base/attributes.h"

enum {
    WRAPPER_VERSION = 1,
    WRAPPER_BYTES = 8,
    UNIT_MOST = 65535,
    FLAG = 0x7e,
    FRAME_TYPE = 0xa0, /* of the first byte's four highest bits */
    FRAME_LEAST = 7,   /* format, two addresses, control, checksum */
    FRAME_MOST = 0x7ff,
    CHECKSUM_BYTES = 2,
};

/* ---- wrapper ---- */

/* VERDICT_OK: one unit was split off. */
static enum verdict wrapper_read(struct cursor *c, struct dlms_unit *unit)
{
    struct cursor ahead = *c;
    uint16_t version = cursor_u16be(&ahead), from = cursor_u16be(&ahead), to = cursor_u16be(&ahead);
    uint16_t length = cursor_u16be(&ahead);

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (version != WRAPPER_VERSION || length == 0)
        return VERDICT_MALFORMED;
    if (ahead.left < length)
        return VERDICT_MORE;
    unit->body = cursor_split(&ahead, length);
    unit->from = from;
    unit->to = to;
    unit->device = dlms_is_from_server(unit->body) ? from : to;
    *c = ahead;
    return VERDICT_OK;
}

/* ---- HDLC ---- */

/* Polynomial x^16 + x^12 + x^5 + 1 from the low bit; what is right leaves this behind. */
static bool checks(struct cursor frame)
{
    enum { RIGHT = 0xf0b8, POLYNOMIAL = 0x8408 };
    unsigned crc = 0xffff;

    while (frame.left > 0) {
        crc ^= cursor_u8(&frame);
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
    }
    return crc == RIGHT;
}

/* Up to four bytes of seven bits; the lowest bit marks the last. The upper half is a logical
 * device. */
static uint16_t address_read(struct cursor *c)
{
    unsigned bytes = 0, value = 0;
    uint8_t byte = 0;

    while (!(byte & 1) && bytes < 4 && cursor_ok(c)) {
        byte = cursor_u8(c);
        value = value << 7 | byte >> 1;
        bytes++;
    }
    return (uint16_t)(bytes == 4 ? value >> 14 : bytes == 2 ? value >> 7 : value);
}

/* The unit behind the link layer's header, where an information frame begins one. */
static struct cursor information(struct cursor c)
{
    enum { COMMAND = 0xe6, ANSWER = 0xe7, LINK = 0xe6 };
    uint8_t control = cursor_u8(&c);
    bool is_information = !(control & 1);

    cursor_skip(&c, CHECKSUM_BYTES);
    uint8_t first = cursor_u8(&c), second = cursor_u8(&c), quality = cursor_u8(&c);
    bool begins = first == LINK && (second == COMMAND || second == ANSWER) && quality == 0;
    return is_information && begins && cursor_ok(&c) ? c : cursor_over(NULL, 0);
}

/* One frame, which may share its flags with its neighbours. */
static enum verdict frame_read(struct cursor *c, struct dlms_unit *unit)
{
    struct cursor ahead = *c;

    cursor_skip(&ahead, 1); /* flag */
    struct cursor head = ahead;
    uint16_t format = cursor_u16be(&head);
    if (!cursor_ok(&head))
        return VERDICT_MORE;
    size_t length = format & FRAME_MOST;
    if (format >> 12 != FRAME_TYPE >> 4 || length < FRAME_LEAST)
        return VERDICT_MALFORMED;
    if (ahead.left < length + 1)
        return VERDICT_MORE;
    struct cursor frame = cursor_split(&ahead, length), covered = frame;
    if (cursor_u8(&ahead) != FLAG || !checks(covered))
        return VERDICT_MALFORMED;
    cursor_skip(&frame, 2);
    uint16_t to = address_read(&frame), from = address_read(&frame);
    frame = cursor_split(&frame, frame.left < CHECKSUM_BYTES ? 0 : frame.left - CHECKSUM_BYTES);
    unit->body = information(frame);
    unit->from = from;
    unit->to = to;
    unit->device = dlms_is_from_server(unit->body) ? from : to;
    *c = ahead;
    return VERDICT_OK;
}

/* ---- the protocol ---- */

static enum verdict unit_split(struct cursor *c, struct dlms_unit *unit)
{
    struct cursor head = *c;

    return cursor_u8(&head) == FLAG ? frame_read(c, unit) : wrapper_read(c, unit);
}

static enum match dlms_probe(struct cursor payload)
{
    struct dlms_unit unit;
    struct cursor head = payload;
    bool framed = cursor_u8(&head) == FLAG;

    switch (unit_split(&payload, &unit)) {
    case VERDICT_OK:
        if (framed)
            return MATCH_YES; /* its checksum is right */
        return dlms_unit_fits(unit.body) ? MATCH_YES : MATCH_NO;
    case VERDICT_MORE:
        return MATCH_MAYBE;
    default:
        return MATCH_NO;
    }
}

static enum verdict dlms_dissect(struct cursor *payload, struct dissection *out)
{
    struct dlms_unit unit;
    struct cursor ahead = *payload;
    enum verdict verdict = unit_split(&ahead, &unit);

    if (verdict != VERDICT_OK)
        return verdict;
    /* Frames that keep the line, and further parts of a unit, carry nothing that is read. */
    if (unit.body.left > 0 && !dlms_unit_read(&unit, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol dlms_protocol = {
    .name = "dlms",
    .title = "DLMS/COSEM",
    .specification = "IEC 62056-5-3:2017, IEC 62056-4-7:2015",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 4059 },
    .is_industrial = true,
    .state_bytes = sizeof(struct dlms_state),
    .message_most = WRAPPER_BYTES + UNIT_MOST,
    .operations = dlms_operations,
    .probe = dlms_probe,
    .dissect = dlms_dissect,
};
