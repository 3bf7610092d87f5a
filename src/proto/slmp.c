/*
 * slmp.c - SLMP, and the MELSEC communication protocol in 3E and 4E frames:
 * binary and ASCII, over TCP and UDP; with it CC-Link IE Field Basic.
 *
 * Only refusals repeat the command, and only 4E frames have a serial number: what
 * was asked is kept.  The answers of CC-Link IE Field Basic come as flows of
 * their own, since their requests are broadcasts: their port tells.
 *
 * Source: Mitsubishi SH-080008 (MELSEC Communication Protocol), 4 and 5; CLPA
 * BAP-C2006-ENG-003 (SLMP); BAP-C2005-ENG (CC-Link IE Field Basic), ports.
 */
#include "proto/slmp.h"

#include <assert.h>

enum {
    ROUTE_BYTES = 5,
    SERIAL_BYTES = 4,       /* with two bytes that are zero */
    REQUEST_LEAST = 6,      /* timer, command, sub-command */
    ANSWER_LEAST = 2,       /* end code */
    LENGTH_MOST = 0x2000,   /* 960 words take half of it in ASCII code */
    REFUSAL_COMMAND_AT = 5, /* behind the route of the station that refused */
    PORT_CYCLIC = 61450,
    PORT_SEARCH = 61451,
    HEADER_MOST = 2 + SERIAL_BYTES + ROUTE_BYTES + 2,
};

static const struct operation operations[] = {
#define CODE(command, class, name) { command, SUB_NONE, name, CLASS_##class },
#include "proto/slmp_codes.def"
#undef CODE
    { 0, SUB_NONE, "answer to a request that was not seen", CLASS_unknown },
    { 0 },
};

static_assert(sizeof(struct slmp_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

/* ---- frames ---- */

static const struct frame {
    uint8_t subheader;
    bool answers, has_serial;
} frames[] = {
    { 0x50, false, false },
    { 0x54, false, true },
    { 0xd0, true, false },
    { 0xd4, true, true },
};

/* The subheader is 50 00 on the wire in binary and "5000" in ASCII code. */
static const struct frame *frame_find(struct mc_fields *f)
{
    uint32_t first = mc_number(f, 1), second = mc_number(f, 1);

    for (size_t i = 0; i < COUNT_OF(frames); i++)
        if (mc_ok(f) && frames[i].subheader == first && second == 0)
            return &frames[i];
    return NULL;
}

/* Own station, or multi-CPU and redundant systems, or a module in the rack. */
static bool is_module(uint16_t module)
{
    return module <= 0x1ff || (module >= 0x3d0 && module <= 0x3d3) ||
           (module >= 0x3e0 && module <= 0x3e3) || module == 0x3ff;
}

static struct slmp_route route_read(struct mc_fields *f)
{
    struct slmp_route r = { .network = (uint8_t)mc_number(f, 1) };

    r.station = (uint8_t)mc_number(f, 1);
    r.module = (uint16_t)mc_number(f, 2);
    r.multidrop = (uint8_t)mc_number(f, 1);
    return r;
}

/* The length counts digits where the message is made of them. */
static bool header_read(struct mc_fields *f, struct slmp_message *m, uint16_t *length)
{
    const struct frame *frame = frame_find(f);

    if (!frame)
        return false;
    m->answers = frame->answers;
    m->has_serial = frame->has_serial;
    m->serial = frame->has_serial ? (uint16_t)mc_number(f, 2) : 0;
    uint32_t zero = frame->has_serial ? mc_number(f, 2) : 0;
    m->route = route_read(f);
    *length = (uint16_t)mc_number(f, 2);
    size_t least = frame->answers ? ANSWER_LEAST : REQUEST_LEAST;
    return zero == 0 && is_module(m->route.module) && *length >= (f->is_text ? 2 * least : least) &&
           *length <= LENGTH_MOST;
}

static void body_read(struct mc_fields body, struct slmp_message *m)
{
    if (m->answers) {
        m->end = (uint16_t)mc_number(&body, 2);
    } else {
        mc_skip(&body, 2); /* monitoring timer */
        m->command = (uint16_t)mc_number(&body, 2);
        mc_skip(&body, 2); /* sub-command: the data's format */
    }
    m->data = body;
}

/* A digit is never a binary subheader, nor the other way round. */
static struct mc_fields fields_over(struct cursor payload)
{
    struct cursor ahead = payload;
    uint8_t first = cursor_u8(&ahead);

    return (struct mc_fields){ .rest = payload, .is_text = first == '5' || first == 'D' };
}

static enum verdict frame_read(struct mc_fields *f, struct slmp_message *m)
{
    uint16_t length = 0;

    if (!header_read(f, m, &length))
        return mc_ok(f) || f->is_wrong ? VERDICT_MALFORMED : VERDICT_MORE;
    if (length > f->rest.left)
        return VERDICT_MORE;
    body_read((struct mc_fields){ cursor_split(&f->rest, length), f->is_text, false }, m);
    return mc_ok(&m->data) ? VERDICT_OK : VERDICT_MALFORMED;
}

/* ---- requests and answers ---- */

static uint32_t key_of(const struct slmp_message *m)
{
    return m->has_serial ? 0x10000u | m->serial : 0;
}

static void remember(struct slmp_state *state, const struct slmp_message *m)
{
    struct request asked = { .key = key_of(m), .code = m->command, .sub = SUB_NONE };

    if (m->has_serial)
        requests_add(&state->asked, asked);
    else
        requests_add_in_order(&state->asked, asked);
}

/* Whoever is searched repeats the searcher's address and adds its own. */
static const struct {
    uint16_t port, least, most, command;
} alone[] = {
    { PORT_CYCLIC, 0, LENGTH_MOST, SLMP_CYCLIC },
    { PORT_SEARCH, SLMP_SEARCH_ANSWER_LEAST, LENGTH_MOST, SLMP_NODE_SEARCH },
    { PORT_SEARCH, 6, 6, SLMP_SET_ADDRESS },
};

/* What an answer is to that comes alone; 0: unknown. */
static uint32_t command_by_port(const struct slmp_message *m, uint16_t port)
{
    size_t length = mc_left(&m->data);

    for (size_t i = 0; i < COUNT_OF(alone); i++)
        if (alone[i].port == port && length >= alone[i].least && length <= alone[i].most)
            return alone[i].command;
    return 0;
}

static uint32_t command_refused(const struct slmp_message *m)
{
    struct mc_fields data = m->data;

    mc_skip(&data, REFUSAL_COMMAND_AT);
    return m->end ? mc_number(&data, 2) : 0;
}

static uint32_t command_of(struct slmp_state *state, const struct slmp_message *m,
                           const struct dissection *out)
{
    struct request asked = { 0 };

    if (requests_take(&state->asked, key_of(m), &asked))
        return asked.code;
    uint32_t command = command_refused(m);
    return command ? command : command_by_port(m, out->sender_port);
}

/* Cyclic answers have an end code of their own behind the one that is always zero. */
static bool was_refused(const struct slmp_message *m, uint32_t command)
{
    struct mc_fields data = m->data;

    if (m->end || command != SLMP_CYCLIC)
        return m->end;
    mc_skip(&data, 2); /* protocol version */
    return mc_number(&data, 2) != 0;
}

static void observe(const struct slmp_message *m, struct dissection *out)
{
    struct slmp_state *state = out->state;

    out->direction = m->answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (!m->answers) {
        remember(state, m);
        dissection_operation(out, &slmp_protocol, MESSAGE_REQUEST, m->command, SUB_NONE);
        return;
    }
    uint32_t command = command_of(state, m, out);
    bool refused = was_refused(m, command);
    dissection_operation(out, &slmp_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, command,
                         SUB_NONE);
    if (!refused)
        slmp_tell_answer(m, command, out);
}

static enum match slmp_probe(struct cursor payload)
{
    struct mc_fields f = fields_over(payload);
    struct slmp_message m = { 0 };
    enum verdict verdict = frame_read(&f, &m);

    if (payload.left == 0 || verdict == VERDICT_MALFORMED)
        return MATCH_NO;
    if (verdict == VERDICT_MORE || f.rest.left > 0)
        return MATCH_MAYBE;
    return m.answers || operation_find(&slmp_protocol, m.command, SUB_NONE)->name ? MATCH_YES
                                                                                  : MATCH_MAYBE;
}

static enum verdict slmp_dissect(struct cursor *payload, struct dissection *out)
{
    struct mc_fields f = fields_over(*payload);
    struct slmp_message m = { 0 };
    enum verdict verdict = frame_read(&f, &m);

    if (verdict != VERDICT_OK)
        return verdict;
    observe(&m, out);
    *payload = f.rest;
    return VERDICT_OK;
}

const struct protocol slmp_protocol = {
    .name = "slmp",
    .title = "SLMP, MELSEC MC protocol",
    .specification = "Mitsubishi SH-080008, CLPA BAP-C2006",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 5000, 5007, PORT_CYCLIC, PORT_SEARCH },
    .is_industrial = true,
    .state_bytes = sizeof(struct slmp_state),
    .message_most = 2 * HEADER_MOST + LENGTH_MOST,
    .operations = operations,
    .probe = slmp_probe,
    .dissect = slmp_dissect,
};
