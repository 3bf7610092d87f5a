/*
 * goose.c - GOOSE: what devices of a substation publish to each other, and the
 * management of it.
 *
 * A publisher repeats its state for as long as nothing happens; a state number
 * that differs from the last is something that happened.  What identifies the
 * publisher stands in every message and is told when it is new.
 *
 * Codes are the tags of the units: 0 is management, with what is asked as its
 * sub-code; 1 publishes, with a sub-code of ours.
 *
 * Source: IEC 61850-8-1:2011, 18 (GOOSE), annex A (encoding); IEC 61850-7-2:2010,
 * 18.2 (control blocks).
 */
#include <assert.h>

#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/iec61850_frame.h"

enum { UNIT_MANAGEMENT = 0x60, UNIT_PUBLISH = 0x61, MANAGE = 0, PUBLISH = 1 };

/* Sub-codes of publishing; a state that is repeated has none. */
enum { CHANGED = 1, SIMULATED = 2 };

static_assert(sizeof(struct iec61850_streams) <= PROTOCOL_STATE_MOST, "a flow keeps no more");

static const struct operation operations[] = {
    { MANAGE, 0, "refuse management", CLASS_diag },
    { MANAGE, 1, "get GOOSE references", CLASS_discover },
    { MANAGE, 2, "get GOOSE element numbers", CLASS_discover },
    { MANAGE, 3, "get GSSE references", CLASS_discover },
    { MANAGE, 4, "get GSSE data offsets", CLASS_discover },
    { PUBLISH, SUB_NONE, "publish the same state again", CLASS_read },
    { PUBLISH, CHANGED, "publish a new state", CLASS_write },
    { PUBLISH, SIMULATED, "publish a simulated state", CLASS_force },
    { 0 },
};

/* Parameters by their tag numbers. */
enum parameter {
    CONTROL_BLOCK = 0,
    DATA_SET = 2,
    GOOSE_ID = 3,
    STATE_NUMBER = 5,
    SIMULATION = 7,
    CONFIGURATION = 8,
    NEEDS_COMMISSIONING = 9,
    ENTRIES = 10,
    DATA = 11,
    PARAMETERS,
};

struct message {
    uint16_t application;
    bool simulated;
    struct cursor parameters[PARAMETERS];
};

static bool message_read(struct cursor unit, struct message *m)
{
    return ber_context_values(unit, m->parameters, PARAMETERS) &&
           m->parameters[CONTROL_BLOCK].left > 0 && m->parameters[STATE_NUMBER].left > 0 &&
           m->parameters[DATA].next;
}

static bool is_true(struct cursor boolean)
{
    return cursor_u8(&boolean) != 0;
}

/* ---- who publishes ---- */

/* What stands before the / names the logical device, and begins with the device's own name. */
static void tell_name(struct text control_block, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_name, text_cut(&control_block, '/'),
                     "goose control block", CONFIDENCE_ANNOUNCED);
}

static void tell_publisher(const struct message *m, struct dissection *out)
{
    struct text block = text_from_wire(m->parameters[CONTROL_BLOCK], out->arena);
    struct text set = text_from_wire(m->parameters[DATA_SET], out->arena);
    struct text part = text_format(out->arena, "GOOSE %.*s", (int)block.length, block.at);
    uint32_t revision = ber_number(m->parameters[CONFIGURATION]);

    tell_name(block, out);
    dissection_state_part(out, &out->sender, part, FIELD_application,
                          text_from_wire(m->parameters[GOOSE_ID], out->arena), "goose id",
                          CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, part, FIELD_description,
                          text_format(out->arena, "data set %.*s, APPID 0x%04x, configuration %u",
                                      (int)set.length, set.at, m->application, revision),
                          "goose", CONFIDENCE_SELF);
}

static const struct {
    uint16_t mark;
    const char *said;
} states[] = {
    { 1, "simulated" },
    { 2, "needs commissioning" },
};

static void tell_states(const struct message *m, uint16_t marks, struct dissection *out)
{
    struct text block = text_from_wire(m->parameters[CONTROL_BLOCK], out->arena);

    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (marks & states[i].mark)
            dissection_state_part(
                out, &out->sender,
                text_format(out->arena, "GOOSE %.*s", (int)block.length, block.at), FIELD_state,
                text_of(states[i].said), "goose", CONFIDENCE_SELF);
}

/* ---- messages ---- */

static uint32_t sub_of(const struct message *m, struct iec61850_stream *stream, bool is_new)
{
    uint32_t state = ber_number(m->parameters[STATE_NUMBER]);
    bool changed = !is_new && stream->state != state;

    stream->state = state;
    if (m->simulated)
        return SIMULATED;
    return changed ? (uint32_t)CHANGED : SUB_NONE;
}

static bool publish(struct message *m, struct cursor unit, struct dissection *out)
{
    bool is_new;

    if (!message_read(unit, m))
        return false;
    m->simulated |= is_true(m->parameters[SIMULATION]);
    struct iec61850_stream *stream =
        iec61850_stream_of(out->state, m->parameters[CONTROL_BLOCK], &is_new);
    dissection_operation(out, &goose_protocol, MESSAGE_REQUEST, PUBLISH, sub_of(m, stream, is_new));

    uint16_t marks = (uint16_t)(m->simulated | is_true(m->parameters[NEEDS_COMMISSIONING]) << 1);
    if (is_new)
        tell_publisher(m, out);
    if (marks != stream->marks)
        tell_states(m, marks, out);
    stream->marks = marks;
    return true;
}

static bool manage(struct message *m, struct cursor unit, struct dissection *out)
{
    enum { STATE = 0x80, REQUESTS = 0xa1, RESPONSES = 0xa2, NOT_SUPPORTED = 0 };
    uint32_t side, tag;

    (void)m;
    (void)ber_tagged(&unit, STATE);
    struct cursor asked = ber_value(&unit, &side);
    (void)ber_value(&asked, &tag);
    if (!cursor_ok(&asked) || (side != REQUESTS && side != RESPONSES))
        return false;
    uint32_t sub = ber_context(tag);
    out->direction = side == REQUESTS ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &goose_protocol,
                         side == REQUESTS       ? MESSAGE_REQUEST
                         : sub == NOT_SUPPORTED ? MESSAGE_REFUSAL
                                                : MESSAGE_RESPONSE,
                         MANAGE, sub);
    return true;
}

static enum match goose_probe(struct cursor payload)
{
    struct iec61850_frame frame;
    uint32_t tag;

    if (!iec61850_frame_read(&payload, &frame))
        return MATCH_NO;
    (void)ber_value(&frame.unit, &tag);
    return cursor_ok(&frame.unit) && (tag == UNIT_PUBLISH || tag == UNIT_MANAGEMENT) ? MATCH_YES
                                                                                     : MATCH_NO;
}

static enum verdict goose_dissect(struct cursor *payload, struct dissection *out)
{
    struct iec61850_frame frame;
    struct cursor ahead = *payload;
    uint32_t tag;

    if (!iec61850_frame_read(&ahead, &frame))
        return VERDICT_MALFORMED;
    struct message m = { .application = frame.application, .simulated = frame.simulated };
    struct cursor unit = ber_value(&frame.unit, &tag);
    bool read = cursor_ok(&unit) && (tag == UNIT_PUBLISH      ? publish(&m, unit, out)
                                     : tag == UNIT_MANAGEMENT ? manage(&m, unit, out)
                                                              : false);
    cursor_skip(payload, payload->left); /* a frame has one unit; the rest is padding */
    return read ? VERDICT_OK : VERDICT_MALFORMED;
}

const struct protocol goose_protocol = {
    .name = "goose",
    .title = "GOOSE",
    .specification = "IEC 61850-8-1:2011",
    .carriers = CARRIER_ETHERNET | CARRIER_ROUTED_GOOSE,
    .ports = { 0x88b8, 0x88b9 },
    .is_industrial = true,
    .state_bytes = sizeof(struct iec61850_streams),
    .operations = operations,
    .probe = goose_probe,
    .dissect = goose_dissect,
};
