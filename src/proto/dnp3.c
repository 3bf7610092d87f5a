/*
 * dnp3.c - DNP3 over TCP and UDP: transport and application layer.
 *
 * The function stands in the first bytes of an application fragment, whatever
 * number of link frames it takes, so fragments are not put together: four bytes
 * of each side's are kept, and the unread rest of device attributes.  It is
 * counted with its last segment: what never ends is never carried out.  An answer
 * only says "response"; it is counted on the function that asked, found by
 * station and sequence number.
 *
 * Source: IEEE 1815-2012, 4 (application layer), 8 (transport function).
 */
#include <assert.h>

#include "proto/dnp3_link.h"
#include "proto/dnp3_objects.h"

enum {
    TRANSPORT_FINAL = 0x80,
    TRANSPORT_FIRST = 0x40,
    TRANSPORT_SEQUENCE = 0x3f,
    APPLICATION_FIRST = 0x80,
    APPLICATION_SEQUENCE = 0x0f,
    REQUEST_HEADER = 2,  /* control and function */
    RESPONSE_HEADER = 4, /* and two bytes of internal indications */
    REFUSING = 0x07,     /* function not supported, object unknown, parameter error */
    OUTSTANDING_MOST = 24,
};

enum function {
    FUNCTION_CONFIRM = 0,
    FUNCTION_WRITE = 2,
    FUNCTION_SELECT = 3,
    FUNCTION_OPERATE = 4,
    FUNCTION_DIRECT_OPERATE = 5,
    FUNCTION_AUTHENTICATE = 32,
    FUNCTION_AUTHENTICATE_UNANSWERED = 33,
    FUNCTION_RESPONSE = 129, /* from here on outstations speak */
    FUNCTION_UNSOLICITED = 130,
    FUNCTION_AUTHENTICATION_ANSWER = 131,
};

static const struct operation operations[] = {
#define CODE(function, sub, class, name) { function, sub, name, CLASS_##class },
#include "proto/dnp3_codes.def"
#undef CODE
    { 0 },
};

struct outstanding {
    uint16_t station; /* that was asked */
    uint8_t sequence, function;
    uint8_t group; /* of a write, or DNP3_WRITE_PLAIN */
    bool waits;
};

/* An application fragment under way from one side. */
struct fragment {
    uint16_t source;
    bool open;
    bool control_refused; /* by a status in its first segment */
    bool has_objects;     /* that status was looked for */
    uint8_t next;         /* transport sequence number */
    uint8_t have;
    uint8_t header[RESPONSE_HEADER];
};

struct dnp3_state {
    struct outstanding asked[OUTSTANDING_MOST];
    struct fragment sides[2]; /* outstation, master */
    uint32_t stated[2];       /* the station last stated of each side, plus one */
    uint8_t next;             /* the slot of `asked` that gives way */
    bool in_attributes;       /* what has come of the outstation's fragment holds nothing else */
    bool authenticated;       /* told already */
    uint8_t indications;      /* last told */
    uint16_t kept;
    uint8_t rest[DNP3_ATTRIBUTE_MOST]; /* an attribute that has begun */
};

static_assert(sizeof(struct dnp3_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

static struct outstanding *find_asked(struct dnp3_state *state, uint16_t station, uint8_t sequence)
{
    for (unsigned i = 0; i < OUTSTANDING_MOST; i++)
        if (state->asked[i].waits && state->asked[i].station == station &&
            state->asked[i].sequence == sequence)
            return &state->asked[i];
    return NULL;
}

static void remember(struct dnp3_state *state, struct outstanding asked)
{
    struct outstanding *slot = find_asked(state, asked.station, asked.sequence);

    if (!slot) {
        slot = &state->asked[state->next];
        state->next = (uint8_t)((state->next + 1) % OUTSTANDING_MOST);
    }
    *slot = asked;
}

static uint32_t sub_of(uint8_t group)
{
    return group == DNP3_WRITE_PLAIN ? SUB_NONE : group;
}

/* `objects` is all of them, or none when more segments follow. */
static void observe_request(struct dnp3_state *state, const struct dnp3_frame *frame,
                            const struct fragment *f, struct cursor objects, struct dissection *out)
{
    struct outstanding asked = { .station = frame->target,
                                 .sequence = f->header[0] & APPLICATION_SEQUENCE,
                                 .function = f->header[1],
                                 .group = DNP3_WRITE_PLAIN,
                                 .waits = true };

    if (asked.function == FUNCTION_WRITE)
        asked.group = dnp3_write_group(objects);
    if (asked.function != FUNCTION_CONFIRM && frame->target < DNP3_GROUP_ADDRESSES)
        remember(state, asked);
    dissection_operation(out, &dnp3_protocol, MESSAGE_REQUEST, asked.function, sub_of(asked.group));
}

static bool is_refused(const struct fragment *f, const struct outstanding *asked)
{
    bool control =
        asked && asked->function >= FUNCTION_SELECT && asked->function <= FUNCTION_DIRECT_OPERATE;

    return f->header[3] & REFUSING || (control && f->control_refused);
}

static void observe_response(struct dnp3_state *state, const struct dnp3_frame *frame,
                             const struct fragment *f, struct dissection *out)
{
    struct outstanding *asked =
        find_asked(state, frame->source, f->header[0] & APPLICATION_SEQUENCE);

    if (!(f->header[0] & APPLICATION_FIRST))
        return; /* goes on with an answer that is counted already */
    if (f->header[1] == FUNCTION_UNSOLICITED) {
        dissection_operation(out, &dnp3_protocol, MESSAGE_REQUEST, FUNCTION_UNSOLICITED, SUB_NONE);
        return;
    }
    dissection_operation(
        out, &dnp3_protocol, is_refused(f, asked) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
        asked ? asked->function : f->header[1], asked ? sub_of(asked->group) : SUB_NONE);
    if (asked)
        asked->waits = false;
}

/* Join what was kept of an attribute with what came, state whole ones, keep the rest. */
static void read_attributes(struct dnp3_state *state, struct cursor objects, struct dissection *out)
{
    uint8_t joined[DNP3_ATTRIBUTE_MOST + DNP3_USER_MOST];
    size_t length = 0;

    for (; length < state->kept; length++)
        joined[length] = state->rest[length];
    while (objects.left > 0 && length < sizeof joined)
        joined[length++] = cursor_u8(&objects);

    struct cursor all = cursor_over(joined, length);
    state->in_attributes = dnp3_attributes(&all, out) && all.left <= DNP3_ATTRIBUTE_MOST;
    state->kept = 0;
    while (state->in_attributes && all.left > 0)
        state->rest[state->kept++] = cursor_u8(&all);
}

/* Internal indications of a device that is not as it should be, both octets' in one. */
static const struct {
    uint8_t octet, bit, mark;
    const char *said;
} conditions[] = {
    { 2, 0x80, 1, "restart not yet acknowledged" },    { 2, 0x40, 2, "device trouble" },
    { 2, 0x20, 4, "outputs are under local control" }, { 3, 0x08, 8, "event buffer overflow" },
    { 3, 0x20, 16, "configuration is corrupt" },
};

/* Told when they begin. Source: IEEE 1815-2012, 4.5 (internal indications). */
static void tell_conditions(struct dnp3_state *state, const struct fragment *f,
                            struct dissection *out)
{
    uint8_t now = 0;

    for (size_t i = 0; i < COUNT_OF(conditions); i++) {
        if (!(f->header[conditions[i].octet] & conditions[i].bit))
            continue;
        now |= conditions[i].mark;
        if (!(state->indications & conditions[i].mark))
            dissection_state(out, &out->sender, FIELD_state, text_of(conditions[i].said),
                             "dnp3 internal indications", CONFIDENCE_SELF);
    }
    state->indications = now;
}

/* Who authenticates proves that the outstation asks for it. */
static void tell_authentication(struct dnp3_state *state, const struct fragment *f,
                                struct dissection *out)
{
    uint8_t function = f->header[1];
    bool by_outstation = function == FUNCTION_AUTHENTICATION_ANSWER;

    if (state->authenticated || (!by_outstation && function != FUNCTION_AUTHENTICATE &&
                                 function != FUNCTION_AUTHENTICATE_UNANSWERED))
        return;
    state->authenticated = true;
    dissection_state(out, by_outstation ? &out->sender : &out->receiver, FIELD_security,
                     TEXT("DNP3 secure authentication"), "dnp3 authentication",
                     CONFIDENCE_BEHAVIOUR);
}

static size_t header_bytes(const struct fragment *f)
{
    return f->have >= REQUEST_HEADER && f->header[1] < FUNCTION_RESPONSE ? REQUEST_HEADER
                                                                         : RESPONSE_HEADER;
}

static void observe(struct dnp3_state *state, const struct dnp3_frame *frame,
                    const struct fragment *f, struct cursor objects, struct dissection *out)
{
    bool response = f->header[1] >= FUNCTION_RESPONSE;

    if (response)
        observe_response(state, frame, f, out);
    else
        observe_request(state, frame, f, objects, out);
    tell_authentication(state, f, out);
    if (response)
        tell_conditions(state, f, out);
}

/* The bytes of one transport segment, in order. */
static void read_segment(struct dnp3_state *state, const struct dnp3_frame *frame,
                         struct fragment *f, struct cursor segment, bool whole,
                         struct dissection *out)
{
    while (f->have < header_bytes(f) && segment.left > 0)
        f->header[f->have++] = cursor_u8(&segment);
    if (f->have < header_bytes(f))
        return;

    bool response = f->header[1] >= FUNCTION_RESPONSE;
    out->direction = response ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (response && !f->has_objects)
        f->control_refused = dnp3_control_refused(segment);
    f->has_objects = true;
    if (!f->open)
        observe(state, frame, f, whole ? segment : (struct cursor){ 0 }, out);
    if (response && state->in_attributes)
        read_attributes(state, segment, out);
}

/* Segments in sequence make a fragment; one that is out of it ends the fragment. */
static void read_transport(struct dnp3_state *state, const struct dnp3_frame *frame,
                           struct dissection *out)
{
    struct fragment *f = &state->sides[frame->from_master];
    struct cursor segment = cursor_over(frame->user, frame->length);
    uint8_t control = cursor_u8(&segment), sequence = control & TRANSPORT_SEQUENCE;

    if (control & TRANSPORT_FIRST) {
        *f = (struct fragment){ .source = frame->source, .open = true, .next = sequence };
        if (!frame->from_master) {
            state->in_attributes = true;
            state->kept = 0;
        }
    }
    if (!f->open || f->source != frame->source || f->next != sequence) {
        f->open = false;
        return;
    }
    f->next = (sequence + 1) & TRANSPORT_SEQUENCE;
    f->open = !(control & TRANSPORT_FINAL);
    read_segment(state, frame, f, segment, control & TRANSPORT_FIRST && control & TRANSPORT_FINAL,
                 out);
}

static void state_station(struct dnp3_state *state, const struct dnp3_frame *frame,
                          struct dissection *out)
{
    uint32_t *stated = &state->stated[frame->from_master];

    if (frame->source >= DNP3_GROUP_ADDRESSES || *stated == frame->source + 1u)
        return;
    *stated = frame->source + 1u;
    dissection_state(out, &out->sender, FIELD_station, text_format(out->arena, "%u", frame->source),
                     "dnp3 link address", CONFIDENCE_SELF);
}

static enum verdict dnp3_dissect(struct cursor *payload, struct dissection *out)
{
    struct dnp3_frame frame;
    enum verdict verdict = dnp3_link_read(payload, &frame);

    if (verdict != VERDICT_OK)
        return verdict;
    state_station(out->state, &frame, out);
    if (frame.length > 0)
        read_transport(out->state, &frame, out);
    if (out->direction == DIRECTION_UNKNOWN)
        out->direction = frame.from_master ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    return VERDICT_OK;
}

const struct protocol dnp3_protocol = {
    .name = "dnp3",
    .title = "DNP3",
    .specification = "IEEE 1815-2012",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 20000 },
    .is_industrial = true,
    .state_bytes = sizeof(struct dnp3_state),
    .message_most = DNP3_FRAME_MOST,
    .operations = operations,
    .probe = dnp3_link_probe,
    .dissect = dnp3_dissect,
};
