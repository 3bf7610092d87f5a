/*
 * genisys.c - Genisys: railway field units and their office.
 *
 * The header byte says which side speaks.  Inside a message bytes from 0xF0 up
 * are escaped, so that the terminator stands only at its end.
 *
 * Source: Union Switch & Signal SM-6900B, Genisys-2000 serial protocol, as the
 * ICSNPP parser of CISA reads it (BSD-3-Clause).
 */
#include "proto/crc.h"
#include "proto/protocol.h"

enum {
    ESCAPE = 0xf0,
    ESCAPED_MOST = 0x0f,
    HEADER_LEAST = 0xf1,
    ACKNOWLEDGE_CLIENT = 0xf1,
    INDICATION_DATA = 0xf2,
    CONTROL_CHECKBACK = 0xf3,
    TERMINATOR = 0xf6,
    COMMON_CONTROL = 0xf9,
    POLL = 0xfb,
    HEADER_MOST = 0xfe,
    PLAIN_MOST = 1 + 2 * 256 + 2, /* station, every address once, checksum */
    MESSAGE_MOST = 2 + 2 * PLAIN_MOST,
    STATIONS = 256,
};

/* The code is the header byte; answers are counted on what was asked. */
static const struct operation operations[] = {
    { ACKNOWLEDGE_CLIENT, SUB_NONE, "acknowledge client", CLASS_read },
    { INDICATION_DATA, SUB_NONE, "indication data", CLASS_read },
    { CONTROL_CHECKBACK, SUB_NONE, "control checkback", CLASS_operate },
    { COMMON_CONTROL, SUB_NONE, "common control", CLASS_operate },
    { 0xfa, SUB_NONE, "acknowledge indication and poll", CLASS_read },
    { POLL, SUB_NONE, "poll", CLASS_read },
    { 0xfc, SUB_NONE, "control data", CLASS_operate },
    { 0xfd, SUB_NONE, "recall", CLASS_read },
    { 0xfe, SUB_NONE, "execute controls", CLASS_operate },
    { 0 },
};

struct genisys_state {
    uint8_t asked[STATIONS];      /* header byte last sent to each; 0: none */
    uint8_t stated[STATIONS / 8]; /* stations that have answered in this conversation */
};

struct genisys_message {
    uint8_t header, station;
    size_t plain; /* bytes between header and terminator, escapes taken out */
    bool intact;  /* its checksum is right */
};

static bool is_from_station(uint8_t header)
{
    return header >= ACKNOWLEDGE_CLIENT && header <= CONTROL_CHECKBACK;
}

static bool is_header(uint8_t byte)
{
    return is_from_station(byte) || (byte >= COMMON_CONTROL && byte <= HEADER_MOST);
}

/* Polls may go without a checksum, and an acknowledgement has none. */
static bool may_lack_checksum(const struct genisys_message *m)
{
    return m->plain == 1 && (m->header == ACKNOWLEDGE_CLIENT || m->header == POLL);
}

/*
 * The next byte as it was before escaping; false at the terminator, or when none
 * is left.  Field units leave high bytes of a checksum as they are; only an
 * escape byte with the low half of a byte behind it escapes.
 */
static bool plain_next(struct cursor *c, uint8_t *byte)
{
    *byte = cursor_u8(c);
    if (*byte == TERMINATOR)
        return false;
    struct cursor peek = *c;
    uint8_t low = *byte == ESCAPE ? cursor_u8(&peek) : 0;
    if (*byte == ESCAPE && low <= ESCAPED_MOST) {
        *byte = (uint8_t)(ESCAPE | low);
        *c = peek;
    }
    return cursor_ok(c);
}

/*
 * A checksum over bytes and their own checksum, low byte first, is zero.  The
 * verdict is OK only where a terminator came.
 */
static enum verdict message_read(struct cursor *c, struct genisys_message *m)
{
    uint16_t crc = CRC_ONES;
    uint8_t byte = cursor_u8(c);

    *m = (struct genisys_message){ .header = byte };
    do {
        crc = crc_byte(crc, CRC_ARC, byte);
        if (!plain_next(c, &byte))
            break;
        if (m->plain++ == 0)
            m->station = byte;
    } while (m->plain <= PLAIN_MOST);
    m->intact = crc == 0;
    if (!cursor_ok(c))
        return m->header && !is_header(m->header) ? VERDICT_MALFORMED : VERDICT_MORE;
    return is_header(m->header) && byte == TERMINATOR && m->plain > 0 && m->plain <= PLAIN_MOST &&
                   (m->intact || may_lack_checksum(m))
               ? VERDICT_OK
               : VERDICT_MALFORMED;
}

/* On any port: header, terminator, checksum, and pairs between them, up to the end. */
static enum match genisys_probe(struct cursor payload)
{
    struct genisys_message m;
    enum verdict verdict = payload.left ? message_read(&payload, &m) : VERDICT_MALFORMED;

    if (verdict == VERDICT_MALFORMED)
        return MATCH_NO;
    return verdict == VERDICT_OK && m.intact && m.plain % 2 == 1 && payload.left == 0 ? MATCH_YES
                                                                                      : MATCH_MAYBE;
}

static void read_answer(const struct genisys_message *m, struct dissection *out)
{
    struct genisys_state *state = out->state;
    uint8_t bit = (uint8_t)(1u << (m->station & 7)), *asked = &state->asked[m->station];

    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &genisys_protocol, MESSAGE_RESPONSE, *asked ? *asked : m->header,
                         SUB_NONE);
    *asked = 0;
    if (state->stated[m->station / 8] & bit)
        return;
    state->stated[m->station / 8] |= bit;
    dissection_state_part(out, &out->sender, text_format(out->arena, "station %u", m->station),
                          FIELD_station, text_format(out->arena, "%u", m->station),
                          "genisys station address", CONFIDENCE_SELF);
}

static enum verdict genisys_dissect(struct cursor *payload, struct dissection *out)
{
    struct genisys_state *state = out->state;
    struct cursor ahead = *payload; /* do not consume half a message */
    struct genisys_message m;
    enum verdict verdict = message_read(&ahead, &m);

    if (verdict != VERDICT_OK)
        return verdict;
    if (is_from_station(m.header)) {
        read_answer(&m, out);
    } else {
        out->direction = DIRECTION_FROM_CLIENT;
        state->asked[m.station] = m.header;
        dissection_operation(out, &genisys_protocol, MESSAGE_REQUEST, m.header, SUB_NONE);
    }
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol genisys_protocol = {
    .name = "genisys",
    .title = "Genisys",
    .specification = "Union Switch & Signal SM-6900B",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 10001 },
    .is_industrial = true,
    .state_bytes = sizeof(struct genisys_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = genisys_probe,
    .dissect = genisys_dissect,
};
