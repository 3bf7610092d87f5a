/*
 * bsap.c - BSAP: Bristol controllers, over UDP and as serial frames inside it.
 *
 * An answer names neither the function nor the station that it is of: both are
 * kept with the sequence number of the request, which the answer repeats.
 *
 * Source: Emerson D4052, BSAP Communications Application Programmer's Reference;
 * the layout over UDP as the ICSNPP parser of CISA documents it.
 */
#include "proto/crc.h"
#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    IP_HEADER_BYTES = 14,
    IP_MESSAGE_LEAST = 4 + 1 + 4, /* length, size of the header, sequence */
    IP_MESSAGES_MOST = 255,
    TYPE_POLL = 0,
    TYPE_RESPONSE_COUNTED = 1,
    TYPE_RESPONSE = 5,
    TYPE_REQUEST = 6,
    DLE = 0x10,
    STX = 0x02,
    ETX = 0x03,
    FRAME_MOST = 300, /* bytes between its ends, escapes taken out */
    GLOBAL = 0x80,
    PROGRAM = 0x03, /* who asks, as an application function */
    DATA_BASE = 0xa0,
    DATA_BASE_EXTENDED = 0xa1,
    NETWORK_FIRST = 0x80, /* functions of the network layer, up to... */
    NETWORK_LAST = 0x9f,
    SOME_IN_ERROR = 0x80, /* in the first byte of an answer of the data base */
    POLL = 0x85,
    MESSAGE_MOST = UINT16_MAX,
    STATION_NONE = UINT16_MAX,
};

static const struct operation operations[] = {
#define CODE(function, sub, class, name) { function, sub, name, CLASS_##class },
#include "proto/bsap_codes.def"
#undef CODE
    { 0 },
};

struct bsap_state {
    struct requests asked;
    uint16_t stated; /* station stated last, plus one */
};

struct bsap_message {
    uint32_t sequence;
    uint16_t station; /* a request's; STATION_NONE: the one that has the address */
    uint8_t function;
    struct cursor data;
};

/* ---- counting ---- */

static uint32_t sub_of(uint8_t function, struct cursor data)
{
    if (function == DATA_BASE && data.left >= 1)
        return cursor_u8(&data);
    if (function == DATA_BASE_EXTENDED && data.left >= 2)
        return cursor_u16le(&data);
    return SUB_NONE;
}

static void read_request(const struct bsap_message *m, struct dissection *out)
{
    struct bsap_state *state = out->state;
    uint32_t sub = sub_of(m->function, m->data);

    out->direction = DIRECTION_FROM_CLIENT;
    requests_add(&state->asked, (struct request){ m->sequence, m->function, sub, m->station });
    dissection_operation(out, &bsap_protocol, MESSAGE_REQUEST, m->function, sub);
}

static void state_station(uint16_t station, struct dissection *out)
{
    struct bsap_state *state = out->state;

    if (station == STATION_NONE || state->stated == station + 1)
        return;
    state->stated = (uint16_t)(station + 1);
    dissection_state_part(out, &out->sender, text_format(out->arena, "station %u", station),
                          FIELD_station, text_format(out->arena, "%u", station),
                          "bsap station address", CONFIDENCE_SELF);
}

static void read_answer(const struct bsap_message *m, struct dissection *out)
{
    struct bsap_state *state = out->state;
    struct request asked = { m->sequence, m->function, SUB_NONE, STATION_NONE };
    struct cursor data = m->data;

    (void)requests_take(&state->asked, m->sequence, &asked);
    bool refused = asked.code == DATA_BASE && cursor_u8(&data) & SOME_IN_ERROR;
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &bsap_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, asked.sub);
    state_station((uint16_t)asked.note, out);
}

/* ---- over UDP ---- */

static bool ip_header_read(struct cursor *c, uint16_t *count, uint16_t *type)
{
    uint16_t size = cursor_u16le(c);

    *count = cursor_u16le(c);
    *type = cursor_u16le(c);
    cursor_skip(c, 4 + 4); /* sequences of both sides */
    bool known = *type == TYPE_POLL || *type == TYPE_RESPONSE_COUNTED || *type == TYPE_RESPONSE ||
                 *type == TYPE_REQUEST;
    return cursor_ok(c) && size == IP_HEADER_BYTES && known && *count <= IP_MESSAGES_MOST &&
           (*count > 0 || *type == TYPE_POLL);
}

static struct cursor ip_message_next(struct cursor *c)
{
    struct cursor peek = *c;
    uint32_t length = cursor_u32le(&peek);
    struct cursor message = cursor_split(c, length);

    if (length < IP_MESSAGE_LEAST)
        c->failed = true;
    cursor_skip(&message, 4);
    return message;
}

static void ip_message_read(struct cursor c, bool asks, struct dissection *out)
{
    struct bsap_message m = { .station = STATION_NONE, .function = DATA_BASE };

    cursor_skip(&c, 1); /* size of its header */
    m.sequence = cursor_u32le(&c);
    if (asks) {
        m.function = cursor_u8(&c);
        cursor_skip(&c, 1); /* node status */
    }
    m.data = c;
    if (!cursor_ok(&c))
        return;
    if (asks)
        read_request(&m, out);
    else
        read_answer(&m, out);
}

static bool ip_messages_fit(struct cursor c)
{
    while (c.left)
        (void)ip_message_next(&c);
    return cursor_ok(&c);
}

static enum verdict ip_read(struct cursor *payload, struct dissection *out)
{
    uint16_t count, type;

    if (!ip_header_read(payload, &count, &type) || !ip_messages_fit(*payload))
        return VERDICT_MALFORMED;
    if (type == TYPE_POLL)
        dissection_operation(out, &bsap_protocol, MESSAGE_REQUEST, POLL, SUB_NONE);
    for (; count > 0 && payload->left; count--)
        ip_message_read(ip_message_next(payload), type == TYPE_REQUEST, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

/* ---- serial frames ---- */

struct frame {
    uint8_t bytes[FRAME_MOST];
    size_t length;
};

/* Between DLE STX and DLE ETX a DLE stands twice; the checksum covers the ETX too. */
static bool frame_read(struct cursor *c, struct frame *f)
{
    f->length = 0;
    cursor_skip(c, 2);
    while (c->left && f->length < FRAME_MOST) {
        uint8_t byte = cursor_u8(c);
        if (byte == DLE && (byte = cursor_u8(c)) == ETX)
            break;
        f->bytes[f->length++] = byte;
    }
    uint16_t crc = crc_of(cursor_over(f->bytes, f->length), CRC_CCITT, CRC_ONES);
    return f->length < FRAME_MOST && cursor_u16le(c) == crc_byte(crc, CRC_CCITT, ETX) &&
           cursor_ok(c);
}

static bool starts_frame(struct cursor c)
{
    return cursor_u8(&c) == DLE && cursor_u8(&c) == STX;
}

/* A program asks an application; the application answers the program. */
static void serial_application(struct bsap_message *m, uint8_t function, struct cursor c,
                               struct dissection *out)
{
    m->sequence = cursor_u16le(&c);
    uint8_t source = cursor_u8(&c);
    cursor_skip(&c, 1); /* node status */
    bool answers = function == PROGRAM && source != PROGRAM;

    m->function = answers ? source : function;
    m->data = c;
    if (!cursor_ok(&c))
        return;
    if (answers)
        read_answer(m, out);
    else
        read_request(m, out);
}

static bool serial_read(struct cursor c, struct dissection *out)
{
    uint8_t address = cursor_u8(&c);
    struct bsap_message m = { .station = address };

    cursor_skip(&c, 1); /* serial number */
    if (address & GLOBAL) {
        m.station = cursor_u16le(&c);
        cursor_skip(&c, 2 + 1); /* source, control */
    }
    uint8_t function = cursor_u8(&c);
    if (!cursor_ok(&c))
        return false;
    if (function >= NETWORK_FIRST && function <= NETWORK_LAST)
        dissection_operation(out, &bsap_protocol, MESSAGE_REQUEST, function, SUB_NONE);
    else
        serial_application(&m, function, c, out);
    return true;
}

/* ---- the protocol ---- */

static enum match bsap_probe(struct cursor payload)
{
    struct frame f;
    uint16_t count, type;

    if (starts_frame(payload))
        return frame_read(&payload, &f) && payload.left == 0 ? MATCH_YES : MATCH_NO;
    if (!ip_header_read(&payload, &count, &type) || !ip_messages_fit(payload))
        return MATCH_NO;
    return count > 0 && payload.left > 0 ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict bsap_dissect(struct cursor *payload, struct dissection *out)
{
    struct frame f;

    if (!starts_frame(*payload))
        return ip_read(payload, out);
    if (!frame_read(payload, &f) || !serial_read(cursor_over(f.bytes, f.length), out))
        return VERDICT_MALFORMED;
    return VERDICT_OK;
}

const struct protocol bsap_protocol = {
    .name = "bsap",
    .title = "BSAP",
    .specification = "Emerson D4052",
    .carriers = CARRIER_UDP,
    .ports = { 1234, 1235 },
    .is_industrial = true,
    .state_bytes = sizeof(struct bsap_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = bsap_probe,
    .dissect = bsap_dissect,
};
