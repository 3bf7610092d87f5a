/*
 * pcom.c - PCOM over TCP, the protocol of Unitronics controllers: ASCII and
 * binary messages.
 *
 * Answers name two letters of the command only, and repeat the transaction
 * number: what was asked is kept by it.  Binary commands count by their number,
 * ASCII commands by codes of our own from 256 on.
 *
 * Source: Unitronics PCOM Protocol: PCOM/TCP header, ASCII and binary messages,
 * answer to ID.
 */
#include <assert.h>

#include "proto/line.h"
#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    HEADER_BYTES = 6,
    MODE_TEXT = 101,
    MODE_BINARY = 102,
    LENGTH_MOST = 2048,
    TEXT_LEAST = 8,    /* a stroke, unit, two letters, checksum, end of line */
    BINARY_LEAST = 27, /* header, its checksum, that of the data, the end */
    TEXT_IDENTIFY = 256,
    TEXT_UNKNOWN = 511,
    BINARY_NAME = 0x0c,
    ANSWER = 0x80,
    ID_ANY = 0xfe, /* stands before the id in answers, behind it in requests */
    DATA_TAIL = 3, /* checksum and end */
};

static const struct {
    uint16_t code;
    const char *letters;
} texts[] = {
#define LETTERS(code, letters, class, name) { code, letters },
#define BINARY(command, class, name)
#include "proto/pcom_codes.def"
#undef LETTERS
#undef BINARY
};

static const struct operation operations[] = {
#define LETTERS(code, letters, class, name) { code, SUB_NONE, name, CLASS_##class },
#define BINARY(command, class, name)        { command, SUB_NONE, name, CLASS_##class },
#include "proto/pcom_codes.def"
#undef LETTERS
#undef BINARY
    { 0 },
};

struct pcom_state {
    struct requests asked;
};

static_assert(sizeof(struct pcom_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct message {
    uint16_t transaction;
    uint8_t unit;
    bool answers;
    uint32_t code;
    struct cursor data; /* behind the command */
};

static uint8_t digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return (uint8_t)(byte - '0');
    return byte >= 'A' && byte <= 'F' ? (uint8_t)(byte - 'A' + 10) : UINT8_MAX;
}

static bool unit_read(struct cursor *c, uint8_t *unit)
{
    uint8_t high = digit(cursor_u8(c)), low = digit(cursor_u8(c));

    *unit = (uint8_t)(high << 4 | low);
    return high != UINT8_MAX && low != UINT8_MAX;
}

static uint32_t text_code(struct cursor c, size_t *length)
{
    *length = 0;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (!line_starts(c, texts[i].letters))
            continue;
        while (texts[i].letters[*length])
            ++*length;
        return texts[i].code;
    }
    return TEXT_UNKNOWN;
}

/* "/00ID" and its checksum; answers begin "/A". */
static bool text_read(struct cursor c, struct message *m)
{
    size_t letters;

    if (c.left < TEXT_LEAST || cursor_u8(&c) != '/')
        return false;
    struct cursor ahead = c;
    m->answers = cursor_u8(&ahead) == 'A' && digit(cursor_u8(&ahead)) != UINT8_MAX &&
                 digit(cursor_u8(&ahead)) != UINT8_MAX;
    if (m->answers)
        cursor_skip(&c, 1);
    if (!unit_read(&c, &m->unit))
        return false;
    m->code = text_code(c, &letters);
    cursor_skip(&c, letters);
    m->data = c;
    return cursor_ok(&c);
}

static bool binary_read(struct cursor c, struct message *m)
{
    if (c.left < BINARY_LEAST || !line_starts(c, "/_OPLC"))
        return false;
    cursor_skip(&c, 6);
    uint8_t first = cursor_u8(&c), second = cursor_u8(&c);
    cursor_skip(&c, 4);
    uint8_t command = cursor_u8(&c);
    cursor_skip(&c, 7); /* reserved, details */
    uint16_t length = cursor_u16le(&c);
    cursor_skip(&c, 2);
    m->answers = command & ANSWER;
    m->unit = first == ID_ANY ? second : first;
    m->code = (uint8_t)(command & ~ANSWER);
    m->data = cursor_split(&c, length);
    return cursor_ok(&c) && c.left == DATA_TAIL;
}

static enum verdict message_read(struct cursor *c, struct message *m)
{
    m->transaction = cursor_u16le(c);
    uint8_t mode = cursor_u8(c), reserved = cursor_u8(c);
    uint16_t length = cursor_u16le(c);

    if (!cursor_ok(c))
        return VERDICT_MORE;
    if ((mode != MODE_TEXT && mode != MODE_BINARY) || reserved != 0 || length < TEXT_LEAST ||
        length > LENGTH_MOST)
        return VERDICT_MALFORMED;
    if (length > c->left)
        return VERDICT_MORE;
    struct cursor body = cursor_split(c, length);
    bool right = mode == MODE_TEXT ? text_read(body, m) : binary_read(body, m);
    return right ? VERDICT_OK : VERDICT_MALFORMED;
}

/* ---- identity ---- */

/* Unit 0 is whoever has the connection; the others are behind it. */
static struct text part_of(const struct message *m, struct arena *into)
{
    return m->unit ? text_format(into, "unit %u", m->unit) : (struct text){ 0 };
}

static void tell(const struct message *m, enum field field, struct text value,
                 struct dissection *out)
{
    dissection_state_part(out, &out->sender, part_of(m, out->arena), field, value,
                          m->code == TEXT_IDENTIFY ? "pcom identify" : "pcom PLC name",
                          CONFIDENCE_SELF);
}

static unsigned decimal(struct cursor digits)
{
    unsigned value = 0;

    while (digits.left > 0)
        value = value * 10 + digit(cursor_u8(&digits)) % 10;
    return value;
}

/* Model of six letters, hardware version of one, then the system's version and build. */
static void tell_identity(const struct message *m, struct dissection *out)
{
    struct cursor data = m->data;
    struct cursor model = cursor_split(&data, 6), hardware = cursor_split(&data, 1);
    struct cursor major = cursor_split(&data, 3), minor = cursor_split(&data, 3);
    struct cursor build = cursor_split(&data, 2);

    if (!cursor_ok(&data))
        return;
    tell(m, FIELD_model, text_from_wire(model, out->arena), out);
    tell(m, FIELD_hardware, text_from_wire(hardware, out->arena), out);
    tell(m, FIELD_firmware,
         text_format(out->arena, "%u.%u build %u", decimal(major), decimal(minor), decimal(build)),
         out);
}

static void observe(const struct message *m, struct dissection *out)
{
    struct pcom_state *state = out->state;
    struct request asked = { .key = m->transaction, .code = m->code };

    out->direction = m->answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (!m->answers)
        requests_add(&state->asked, asked);
    else
        (void)requests_take(&state->asked, m->transaction, &asked);
    dissection_operation(out, &pcom_protocol, m->answers ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         asked.code, SUB_NONE);
    if (m->answers && m->code == TEXT_IDENTIFY)
        tell_identity(m, out);
    if (m->answers && m->code == BINARY_NAME)
        tell(m, FIELD_name, text_from_wire(m->data, out->arena), out);
}

static enum match pcom_probe(struct cursor payload)
{
    struct message m = { 0 };
    bool begun = payload.left >= 4; /* up to the reserved byte */
    enum verdict verdict = message_read(&payload, &m);

    if (!begun || verdict == VERDICT_MALFORMED)
        return MATCH_NO;
    return verdict == VERDICT_OK && m.code != TEXT_UNKNOWN ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict pcom_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct message m = { 0 };
    enum verdict verdict = message_read(&ahead, &m);

    if (verdict != VERDICT_OK)
        return verdict;
    observe(&m, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol pcom_protocol = {
    .name = "pcom",
    .title = "Unitronics PCOM",
    .specification = "Unitronics PCOM Protocol",
    .carriers = CARRIER_TCP,
    .ports = { 20256 },
    .is_industrial = true,
    .state_bytes = sizeof(struct pcom_state),
    .message_most = HEADER_BYTES + LENGTH_MOST,
    .operations = operations,
    .probe = pcom_probe,
    .dissect = pcom_dissect,
};
