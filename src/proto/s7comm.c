/*
 * s7comm.c - S7 communication, the protocol of S7-300, -400 and (for partners
 * that know nothing newer) -1200 and -1500.
 *
 * ROSCTR tells who speaks: a job is the client's, but for the two by which the
 * controller fetches a download.  An answer to a job names its function only, a
 * refused one not even that; the last jobs are therefore kept by their
 * reference.  Everything else stands in the message, so that a capture may start
 * anywhere.
 *
 * Source: Siemens publishes no specification.  Layouts as Snap7's and Wireshark's
 * documentation describe them, checked against captures.
 */
#include <assert.h>
#include <stdalign.h>

#include "proto/cotp.h"
#include "proto/s7comm_operations.h"
#include "proto/s7comm_szl.h"

enum {
    PROTOCOL_ID = 0x32,
    HEADER_BYTES = 10,
    ASKED_MOST = 16,
    RETURN_SUCCESS = 0xff,
    PI_ARGUMENT_AT = 7, /* bytes before the argument of a PI service or a block's name */
    USERDATA_HEAD = 3,  /* 00 01 12 */
    USERDATA_LONG = 8,  /* parameters that carry a data unit and an error */
    METHOD_REQUEST = 0x11,
};

enum rosctr { ROSCTR_JOB = 1, ROSCTR_ACK = 2, ROSCTR_ACK_DATA = 3, ROSCTR_USERDATA = 7 };

enum { TYPE_REQUEST = 4, TYPE_RESPONSE = 8 }; /* bits of a user data type; neither: a push */

struct asked {
    uint32_t sub;
    uint16_t reference;
    uint8_t function;
    bool waits;
};

struct s7_state {
    struct szl_reader szl;
    struct asked asked[ASKED_MOST];
    uint32_t next; /* the slot that gives way */
};

static_assert(sizeof(struct s7_state) <= COTP_PASSENGER_STATE, "cotp lends no more");

struct message {
    uint8_t rosctr;
    uint16_t reference;
    uint16_t error; /* class and code; answers only */
    struct cursor parameters, data;
    struct s7_state *state;
};

static void observe(struct dissection *out, enum direction direction, enum message_kind kind,
                    uint32_t code, uint32_t sub)
{
    if (direction != DIRECTION_UNKNOWN)
        out->direction = direction;
    dissection_operation(out, &s7comm_protocol, kind, code, sub);
}

/* ---- jobs and their answers ---- */

static void remember(struct s7_state *state, uint16_t reference, uint8_t function, uint32_t sub)
{
    state->asked[state->next % ASKED_MOST] =
        (struct asked){ .reference = reference, .function = function, .sub = sub, .waits = true };
    state->next++;
}

/* Both sides number their own jobs, so the function must fit too where the answer names it. */
static bool recall(struct s7_state *state, const struct message *m, struct asked *found)
{
    struct cursor parameters = m->parameters;
    bool named = parameters.left > 0;
    uint8_t function = cursor_u8(&parameters);

    for (size_t i = 0; i < ASKED_MOST; i++) {
        struct asked *asked = &state->asked[i];
        if (!asked->waits || asked->reference != m->reference ||
            (named && asked->function != function))
            continue;
        asked->waits = false;
        *found = *asked;
        return true;
    }
    *found = (struct asked){ .function = function, .sub = SUB_NONE };
    return named;
}

/* A download is fetched: the controller sends these two to the engineering station. */
static bool is_from_controller(uint8_t function)
{
    return function == S7_DOWNLOAD_BLOCK || function == S7_DOWNLOAD_ENDED;
}

static uint32_t pi_service_of(struct cursor parameters, struct arena *into)
{
    cursor_skip(&parameters, PI_ARGUMENT_AT);
    cursor_skip(&parameters, cursor_u16be(&parameters));
    struct cursor name = cursor_split(&parameters, cursor_u8(&parameters));

    return s7_pi_service(text_from_wire(name, into));
}

/* A block's name is a mark, two digits of its kind, and its number: "_0B00001P". */
static uint32_t block_of(struct cursor parameters, struct arena *into)
{
    cursor_skip(&parameters, PI_ARGUMENT_AT);
    struct text name = text_from_wire(cursor_split(&parameters, cursor_u8(&parameters)), into);

    return text_starts(name, "_0B") ? (uint32_t)S7_SYSTEM_DATA : SUB_NONE;
}

static uint32_t sub_of(uint8_t function, struct cursor parameters, struct arena *into)
{
    if (function == S7_PI_SERVICE)
        return pi_service_of(parameters, into);
    return function == S7_REQUEST_DOWNLOAD || function == S7_START_UPLOAD
               ? block_of(parameters, into)
               : SUB_NONE;
}

static enum verdict job(struct message *m, struct dissection *out)
{
    if (m->parameters.left == 0)
        return VERDICT_MALFORMED;

    uint8_t function = cursor_u8(&m->parameters);
    uint32_t sub = sub_of(function, m->parameters, out->arena);

    remember(m->state, m->reference, function, sub);
    observe(out, is_from_controller(function) ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT,
            MESSAGE_REQUEST, function, sub);
    return VERDICT_OK;
}

/* A refused item is a return code, alone or (when it was read) with an empty header behind it. */
static bool every_item_was_refused(struct cursor data, uint8_t function, uint8_t items)
{
    for (; items > 0; items--) {
        if (cursor_u8(&data) == RETURN_SUCCESS || !cursor_ok(&data))
            return false;
        if (function == S7_READ)
            cursor_skip(&data, 3);
    }
    return true;
}

static bool was_refused(const struct message *m, uint8_t function)
{
    struct cursor parameters = m->parameters;

    if (m->error != 0)
        return true;
    if (function != S7_READ && function != S7_WRITE)
        return false;
    cursor_skip(&parameters, 1);
    uint8_t items = cursor_u8(&parameters);
    return items > 0 && every_item_was_refused(m->data, function, items);
}

static enum verdict job_answer(struct message *m, struct dissection *out)
{
    struct asked asked;

    if (recall(m->state, m, &asked)) /* else it refuses a job that the capture does not show */
        observe(out,
                is_from_controller(asked.function) ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER,
                was_refused(m, asked.function) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, asked.function,
                asked.sub);
    return VERDICT_OK;
}

/* ---- user data ---- */

struct userdata {
    uint8_t method, type, group, subfunction;
    uint8_t unit; /* data unit reference: ties the parts of one answer together */
    bool more;
    uint16_t error;
};

static struct userdata userdata_read(struct cursor *parameters)
{
    struct userdata u = { 0 };

    cursor_skip(parameters, USERDATA_HEAD);
    uint8_t length = cursor_u8(parameters);
    u.method = cursor_u8(parameters);
    uint8_t kind = cursor_u8(parameters);
    u.type = kind >> 4;
    u.group = kind & 0x0f;
    u.subfunction = cursor_u8(parameters);
    cursor_skip(parameters, 1); /* sequence */
    if (length < USERDATA_LONG)
        return u;
    u.unit = cursor_u8(parameters);
    u.more = cursor_u8(parameters) != 0;
    u.error = cursor_u16be(parameters);
    return u;
}

static void tell_mode(const struct userdata *u, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_state, text_of(s7_mode_name(u->subfunction)),
                     "s7comm mode transition", CONFIDENCE_SELF);
}

static void pushed(const struct userdata *u, struct dissection *out)
{
    enum direction direction =
        u->group == S7_GROUP_PARTNER ? DIRECTION_UNKNOWN : DIRECTION_FROM_SERVER;

    observe(out, direction, MESSAGE_REQUEST, u->group, u->subfunction);
    if (u->group == S7_GROUP_MODE)
        tell_mode(u, out);
}

static void answered(const struct userdata *u, struct message *m, struct dissection *out)
{
    uint8_t outcome = cursor_u8(&m->data);
    cursor_skip(&m->data, 1); /* transport size */
    struct cursor content = cursor_split(&m->data, cursor_u16be(&m->data));

    /* The parts before the last one are no answers of their own. */
    if (!u->more)
        observe(out, DIRECTION_FROM_SERVER, u->error ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, u->group,
                u->subfunction);
    if (u->group == S7_GROUP_CPU && u->subfunction == S7_READ_SZL && u->error == 0 &&
        outcome == RETURN_SUCCESS)
        szl_read(&m->state->szl, content, u->unit, u->more, out);
}

static enum verdict userdata(struct message *m, struct dissection *out)
{
    struct userdata u = userdata_read(&m->parameters);

    if (!cursor_ok(&m->parameters))
        return VERDICT_MALFORMED;
    if (u.type & TYPE_RESPONSE)
        answered(&u, m, out);
    else if (!(u.type & TYPE_REQUEST))
        pushed(&u, out);
    else if (u.method == METHOD_REQUEST) /* else it fetches the next part of an answer */
        observe(out, u.group == S7_GROUP_PARTNER ? DIRECTION_UNKNOWN : DIRECTION_FROM_CLIENT,
                MESSAGE_REQUEST, u.group, u.subfunction);
    return VERDICT_OK;
}

static const struct {
    uint8_t rosctr;
    bool has_error;
    enum verdict (*read)(struct message *, struct dissection *);
} messages[] = {
    { ROSCTR_JOB, false, job },
    { ROSCTR_ACK, true, job_answer },
    { ROSCTR_ACK_DATA, true, job_answer },
    { ROSCTR_USERDATA, false, userdata },
};

static enum match s7comm_probe(struct cursor payload)
{
    uint8_t protocol = cursor_u8(&payload);
    uint8_t rosctr = cursor_u8(&payload);

    if (!cursor_ok(&payload) || payload.left < HEADER_BYTES - 2 || protocol != PROTOCOL_ID)
        return MATCH_NO;
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        if (messages[i].rosctr == rosctr)
            return MATCH_YES;
    return MATCH_NO;
}

static enum verdict s7comm_dissect(struct cursor *payload, struct dissection *out)
{
    struct s7_state blank = { 0 };
    struct message m = { .state = out->state ? out->state : &blank };
    size_t row = 0;

    uint8_t protocol = cursor_u8(payload);
    m.rosctr = cursor_u8(payload);
    cursor_skip(payload, 2); /* redundancy identification */
    m.reference = cursor_u16be(payload);
    uint16_t parameter_bytes = cursor_u16be(payload);
    uint16_t data_bytes = cursor_u16be(payload);
    while (row < COUNT_OF(messages) && messages[row].rosctr != m.rosctr)
        row++;
    if (protocol != PROTOCOL_ID || row == COUNT_OF(messages))
        return VERDICT_MALFORMED;
    m.error = messages[row].has_error ? cursor_u16be(payload) : 0;
    m.parameters = cursor_split(payload, parameter_bytes);
    m.data = cursor_split(payload, data_bytes);
    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    return messages[row].read(&m, out);
}

const struct protocol s7comm_protocol = {
    .name = "s7comm",
    .title = "S7comm",
    .specification = "Siemens S7 communication, as observed",
    .carriers = CARRIER_COTP,
    .is_industrial = true,
    .state_bytes = sizeof(struct s7_state),
    .operations = s7_operations,
    .probe = s7comm_probe,
    .dissect = s7comm_dissect,
};
