/*
 * c37118.c - synchrophasors: what phasor measurement units stream and how they
 * are told to.
 *
 * Every frame ends with a checksum over all of it, so a whole frame proves the
 * protocol on any port.  Units answer a command with a frame of another type:
 * what was asked is kept until it comes.  Frames that nobody asked for, as over
 * UDP, are announcements.
 *
 * Codes are frame types; commands have theirs as a sub-code.
 *
 * Source: IEEE C37.118.2-2011, 6.2 (frames, checksum), 6.3 (data), 6.5
 * (commands), 6.6 (header); annex B (checksum).
 */
#include "proto/c37118.h"

#include "base/attributes.h"

enum {
    SYNC = 0xaa,
    HEAD_BYTES = 14,
    CHECKSUM_BYTES = 2,
    FRAME_LEAST = HEAD_BYTES + CHECKSUM_BYTES,
    VERSION_MOST = 3,
    EVERYBODY = 0xffff,
};

enum command {
    COMMAND_OFF = 1,
    COMMAND_ON,
    COMMAND_HEADER,
    COMMAND_CFG_1,
    COMMAND_CFG_2,
    COMMAND_CFG_3,
    COMMAND_EXTENDED = 8
};

static const struct operation operations[] = {
    { C37118_DATA, SUB_NONE, "data", CLASS_read },
    { C37118_HEADER, SUB_NONE, "announce the header", CLASS_ident },
    { C37118_CFG_1, SUB_NONE, "announce configuration 1", CLASS_ident },
    { C37118_CFG_2, SUB_NONE, "announce configuration 2", CLASS_ident },
    { C37118_CFG_3, SUB_NONE, "announce configuration 3", CLASS_ident },
    { C37118_COMMAND, COMMAND_OFF, "turn data off", CLASS_operate },
    { C37118_COMMAND, COMMAND_ON, "turn data on", CLASS_read },
    { C37118_COMMAND, COMMAND_HEADER, "send the header", CLASS_ident },
    { C37118_COMMAND, COMMAND_CFG_1, "send configuration 1", CLASS_ident },
    { C37118_COMMAND, COMMAND_CFG_2, "send configuration 2", CLASS_ident },
    { C37118_COMMAND, COMMAND_CFG_3, "send configuration 3", CLASS_ident },
    { C37118_COMMAND, COMMAND_EXTENDED, "extended command", CLASS_unknown },
    { 0 },
};

/* Which command a frame answers, by the frame's type. */
static const uint8_t answers[C37118_TYPES] = {
    [C37118_HEADER] = COMMAND_HEADER,
    [C37118_CFG_1] = COMMAND_CFG_1,
    [C37118_CFG_2] = COMMAND_CFG_2,
    [C37118_CFG_3] = COMMAND_CFG_3,
};

/* Polynomial x^16 + x^12 + x^5 + 1, a byte at a time. */
static uint16_t checksum(struct cursor c)
{
    unsigned crc = 0xffff;

    while (c.left > 0) {
        crc = (crc >> 8 | crc << 8) & 0xffff;
        crc ^= cursor_u8(&c);
        crc ^= (crc & 0xff) >> 4;
        crc ^= crc << 12 & 0xffff;
        crc ^= (crc & 0xff) << 5;
    }
    return (uint16_t)crc;
}

/* What can be said of a frame by its first bytes; a size of 0 when it is none. */
static uint16_t size_of(struct cursor c, uint8_t *type)
{
    uint8_t sync = cursor_u8(&c), kind = cursor_u8(&c);
    uint16_t size = cursor_u16be(&c);

    *type = kind >> 4;
    if (!cursor_ok(&c) || sync != SYNC || *type >= C37118_TYPES || size < FRAME_LEAST ||
        (kind & 0x0f) == 0 || (kind & 0x0f) > VERSION_MOST)
        return 0;
    return size;
}

static bool checks(struct cursor frame)
{
    struct cursor covered = cursor_split(&frame, frame.left - CHECKSUM_BYTES);

    return checksum(covered) == cursor_u16be(&frame);
}

static struct c37118_frame frame_read(struct cursor c, uint8_t type)
{
    struct c37118_frame f = { .type = type };

    c = cursor_split(&c, c.left - CHECKSUM_BYTES);
    cursor_skip(&c, 4); /* sync and size */
    f.stream = cursor_u16be(&c);
    cursor_skip(&c, 4); /* second of the century */
    f.quality = cursor_u8(&c);
    cursor_skip(&c, 3); /* fraction */
    f.body = c;
    return f;
}

static void command(const struct c37118_frame *f, struct dissection *out)
{
    struct c37118_state *state = out->state;
    struct cursor body = f->body;
    uint16_t number = cursor_u16be(&body);

    out->direction = DIRECTION_FROM_CLIENT;
    if (number < 16)
        state->asked |= (uint16_t)(1U << number);
    dissection_operation(out, &c37118_protocol, MESSAGE_REQUEST, C37118_COMMAND, number);
}

static void answer(const struct c37118_frame *f, struct dissection *out)
{
    struct c37118_state *state = out->state;
    unsigned number = answers[f->type];

    out->direction = DIRECTION_FROM_SERVER;
    if (number > 0 && state->asked & 1U << number) {
        state->asked &= (uint16_t) ~(1U << number);
        dissection_operation(out, &c37118_protocol, MESSAGE_RESPONSE, C37118_COMMAND, number);
    } else {
        dissection_operation(out, &c37118_protocol, MESSAGE_REQUEST, f->type, SUB_NONE);
    }
    if (f->stream != 0 && f->stream != EVERYBODY)
        c37118_identity(f, out);
}

static enum match c37118_probe(struct cursor payload)
{
    uint8_t type;
    struct cursor first = payload;
    size_t size = size_of(payload, &type);

    if (payload.left < 4)
        return payload.left == 0 || cursor_u8(&first) == SYNC ? MATCH_MAYBE : MATCH_NO;
    if (size == 0)
        return MATCH_NO;
    if (payload.left < size)
        return MATCH_MAYBE;
    return checks(cursor_split(&payload, size)) ? MATCH_YES : MATCH_NO;
}

static enum verdict c37118_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type;
    struct cursor ahead = *payload;
    size_t size = size_of(ahead, &type);

    if (ahead.left < 4)
        return VERDICT_MORE;
    if (size == 0)
        return VERDICT_MALFORMED;
    if (ahead.left < size)
        return VERDICT_MORE;
    struct cursor whole = cursor_split(&ahead, size);
    if (!checks(whole))
        return VERDICT_MALFORMED;
    struct c37118_frame f = frame_read(whole, type);
    if (type == C37118_COMMAND && f.body.left < 2)
        return VERDICT_MALFORMED;
    if (type == C37118_COMMAND)
        command(&f, out);
    else
        answer(&f, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol c37118_protocol = {
    .name = "c37118",
    .title = "IEEE C37.118 synchrophasors",
    .specification = "IEEE C37.118.2-2011",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 4712, 4713 },
    .is_industrial = true,
    .state_bytes = sizeof(struct c37118_state),
    .message_most = UINT16_MAX,
    .operations = operations,
    .probe = c37118_probe,
    .dissect = c37118_dissect,
};
