/*
 * roc.c - ROC Plus: flow computers and remote controllers of oil and gas fields.
 *
 * No field says whether a message asks or answers: the length of its data does,
 * nearly always; else whoever is known as the client asks.  An error answers
 * with an opcode of its own and is counted on what was asked.
 *
 * Source: ROC Plus Protocol Specifications Manual, October 2022, 1.3 (message
 * format), 2 (opcodes).
 */
#include "proto/crc.h"
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 6,
    OPCODE_AT = 4,
    CRC_BYTES = 2,
    MESSAGE_MOST = HEADER_BYTES + 255 + CRC_BYTES,
    SYSTEM_CONFIGURATION = 6,
    LOG_IN = 17,
    HISTORY_INFORMATION = 139,
    READ_POINT = 167,
    READ_PARAMETERS = 180,
    FILE_TRANSFER = 203,
    FILE_DELETE = 5,
    FILE_DIRECTORY = 6,
    FILE_DELETE_BYTES = 126, /* the request has the number of the directory */
    TRANSACTIONS = 206,
    SPONTANEOUS = 224,
    ERROR = 255,
};

static const struct operation operations[] = {
#define CODE(opcode, sub, class, name) { opcode, sub, name, CLASS_##class },
#include "proto/roc_codes.def"
#undef CODE
    { 0 },
};

static const struct form {
    uint8_t opcode;
    uint32_t sub;
    bool asks;
    uint8_t least, most;
} forms[] = {
#define FORM(opcode, sub, asks, least, most) { opcode, sub, asks, least, most },
#include "proto/roc_codes.def"
#undef FORM
};

struct roc_message {
    uint8_t to_unit, to_group, from_unit, from_group;
    uint8_t opcode;
    uint32_t sub;
    struct cursor data;
};

struct roc_state {
    uint32_t sub; /* of what was asked last */
    uint8_t opcode;
    bool asked, stated;
};

enum shape { SHAPE_EITHER, SHAPE_ASKS, SHAPE_ANSWERS };

/* ---- reading ---- */

/* Answers to a log-in do not say which kind it was. */
static uint32_t sub_of(uint8_t opcode, struct cursor data)
{
    size_t length = data.left;
    uint8_t command = cursor_u8(&data);

    if (opcode == LOG_IN) {
        for (const struct form *f = forms; f < forms + COUNT_OF(forms); f++)
            if (f->opcode == LOG_IN && f->asks && f->least == length)
                return f->sub;
        return SUB_NONE;
    }
    if (opcode == FILE_TRANSFER && command == FILE_DIRECTORY && length == FILE_DELETE_BYTES)
        return FILE_DELETE;
    bool has_command =
        opcode == FILE_TRANSFER || opcode == HISTORY_INFORMATION || opcode == TRANSACTIONS;
    return has_command && length > 0 ? command : SUB_NONE;
}

static bool message_read(struct cursor *c, struct roc_message *m)
{
    m->to_unit = cursor_u8(c);
    m->to_group = cursor_u8(c);
    m->from_unit = cursor_u8(c);
    m->from_group = cursor_u8(c);
    m->opcode = cursor_u8(c);
    m->data = cursor_split(c, cursor_u8(c));
    cursor_skip(c, CRC_BYTES);
    m->sub = sub_of(m->opcode, m->data);
    return cursor_ok(c);
}

static bool is_known(uint8_t opcode)
{
    return operation_find(&roc_protocol, opcode, SUB_ANY)->name ||
           operation_find(&roc_protocol, opcode, SUB_NONE)->name;
}

/* A list of points is asked with three bytes each; the answer has values behind them. */
static enum shape shape_of_parameters(struct cursor data)
{
    enum { POINT_BYTES = 3 };
    unsigned count = cursor_u8(&data);

    return count > 0 && data.left == (size_t)count * POINT_BYTES ? SHAPE_ASKS : SHAPE_ANSWERS;
}

static enum shape shape_of(const struct roc_message *m)
{
    if (m->opcode == READ_PARAMETERS)
        return shape_of_parameters(m->data);
    for (const struct form *f = forms; f < forms + COUNT_OF(forms); f++)
        if (f->opcode == m->opcode && (f->sub == SUB_ANY || f->sub == m->sub) &&
            m->data.left >= f->least && m->data.left <= f->most)
            return f->asks ? SHAPE_ASKS : SHAPE_ANSWERS;
    return SHAPE_EITHER;
}

static struct cursor first_message(struct cursor payload, const struct cursor *behind)
{
    return cursor_split(&payload, payload.left - behind->left);
}

/*
 * Checksum, opcode, its length and the end of the payload must all agree to take
 * any port.  Without data it could also be a read of Modbus RTU, whose checksum
 * is the same.
 */
static enum match roc_probe(struct cursor payload)
{
    struct cursor ahead = payload;
    struct roc_message m;
    bool whole = message_read(&ahead, &m);

    if (payload.left == 0 || (payload.left > OPCODE_AT && !is_known(m.opcode)))
        return MATCH_NO;
    if (!whole)
        return MATCH_MAYBE;
    if (!crc_is_right(first_message(payload, &ahead), CRC_ARC, CRC_ONES))
        return MATCH_NO;
    bool proven = ahead.left == 0 && m.data.left > 0 && shape_of(&m) != SHAPE_EITHER;
    return proven ? MATCH_YES : MATCH_MAYBE;
}

/* ---- identity ---- */

static const struct {
    uint8_t number;
    const char *name;
} types[] = {
    { 1, "ROCPAC ROC300-Series" },
    { 2, "FloBoss 407" },
    { 3, "FlashPAC ROC300-Series" },
    { 4, "FloBoss 503" },
    { 5, "FloBoss 504" },
    { 6, "ROC800-Series" },
    { 11, "DL8000" },
};

static void say(struct dissection *out, enum field field, struct text value, const char *source)
{
    dissection_state(out, &out->sender, field, value, source, CONFIDENCE_SELF);
}

static void tell_configuration(struct cursor data, struct dissection *out)
{
    static const char source[] = "roc 6 system configuration";
    uint8_t mode = cursor_u8(&data);
    cursor_skip(&data, 5); /* port, security, compatibility, revision of the opcode */
    uint8_t series = cursor_u8(&data);
    cursor_skip(&data, 11);
    uint8_t type = cursor_u8(&data);

    if (!cursor_ok(&data))
        return;
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (types[i].number == type)
            say(out, FIELD_model, text_of(types[i].name), source);
    if (series <= 1)
        say(out, FIELD_hardware, text_format(out->arena, "Series %u", series + 1u), source);
    if (mode <= 1)
        say(out, FIELD_state, mode ? TEXT("run") : TEXT("firmware update"), source);
}

/* Point type 91 is the device itself: its parameters are address, group and name. */
enum { SYSTEM_POINT = 91, STATION_NAME = 2, STATION_NAME_BYTES = 20 };

static void tell_station_name(struct cursor data, struct dissection *out)
{
    struct cursor name = cursor_split(&data, STATION_NAME_BYTES);

    if (cursor_ok(&name))
        say(out, FIELD_name, text_from_wire(name, out->arena), "roc system point station name");
}

/* The first of the points only: how long a value is, the message does not say. */
static void tell_parameters(struct cursor data, struct dissection *out)
{
    uint8_t count = cursor_u8(&data), type = cursor_u8(&data);
    cursor_skip(&data, 1); /* logical number */

    if (count > 0 && type == SYSTEM_POINT && cursor_u8(&data) == STATION_NAME)
        tell_station_name(data, out);
}

static void tell_point(struct cursor data, struct dissection *out)
{
    uint8_t type = cursor_u8(&data);
    cursor_skip(&data, 1); /* logical number */
    uint8_t count = cursor_u8(&data), first = cursor_u8(&data);

    if (type != SYSTEM_POINT || first > STATION_NAME || first + count <= STATION_NAME)
        return;
    cursor_skip(&data, STATION_NAME - (size_t)first); /* a byte each */
    tell_station_name(data, out);
}

static const struct teller {
    uint8_t opcode;
    void (*tell)(struct cursor data, struct dissection *out);
} tellers[] = {
    { SYSTEM_CONFIGURATION, tell_configuration },
    { READ_PARAMETERS, tell_parameters },
    { READ_POINT, tell_point },
};

static void tell_answer(const struct roc_message *m, struct dissection *out)
{
    struct roc_state *state = out->state;

    if (!state->stated)
        say(out, FIELD_station,
            text_format(out->arena, "unit %u, group %u", m->from_unit, m->from_group),
            "roc source address");
    state->stated = true;
    for (const struct teller *t = tellers; t < tellers + COUNT_OF(tellers); t++)
        if (t->opcode == m->opcode)
            t->tell(m->data, out);
}

/* ---- counting ---- */

static bool asks(const struct roc_message *m, const struct dissection *out)
{
    enum shape shape = shape_of(m);

    if (shape == SHAPE_EITHER)
        return out->direction != DIRECTION_FROM_SERVER;
    return shape == SHAPE_ASKS;
}

static void read_request(const struct roc_message *m, struct dissection *out)
{
    struct roc_state *state = out->state;

    out->direction = m->opcode == SPONTANEOUS ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    state->opcode = m->opcode;
    state->sub = m->sub;
    state->asked = true;
    dissection_operation(out, &roc_protocol, MESSAGE_REQUEST, m->opcode, m->sub);
}

static void read_answer(const struct roc_message *m, struct dissection *out)
{
    struct roc_state *state = out->state;
    bool is_error = m->opcode == ERROR, known = state->asked && (is_error || m->sub == SUB_NONE);
    uint8_t opcode = is_error && state->asked ? state->opcode : m->opcode;

    out->direction = opcode == SPONTANEOUS ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &roc_protocol, is_error ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, opcode,
                         known && opcode == state->opcode ? state->sub : m->sub);
    state->asked = false;
    if (!is_error && opcode != SPONTANEOUS)
        tell_answer(m, out);
}

static enum verdict roc_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload; /* do not consume half a message */
    struct roc_message m;

    if (!message_read(&ahead, &m))
        return VERDICT_MORE;
    if (!crc_is_right(first_message(*payload, &ahead), CRC_ARC, CRC_ONES))
        return VERDICT_MALFORMED;
    if (asks(&m, out))
        read_request(&m, out);
    else
        read_answer(&m, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol roc_protocol = {
    .name = "roc",
    .title = "ROC Plus",
    .specification = "ROC Plus Protocol Specifications Manual, October 2022",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 4000 },
    .is_industrial = true,
    .state_bytes = sizeof(struct roc_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = roc_probe,
    .dissect = roc_dissect,
};
