/*
 * iec104.c - IEC 60870-5-104: telecontrol over TCP.
 *
 * A confirmation repeats the type and the object of what it confirms, and its
 * cause says that it is one: nothing has to be remembered.  Some plants keep the
 * narrower fields of the serial IEC 60870-5-101; which ones shows in the length.
 *
 * Source: IEC 60870-5-104:2006, 5 (control fields), 7.1 (field sizes); IEC
 * 60870-5-101:2003, 7.2.2 (qualifier), 7.2.3 (causes), 7.2.4 and 7.2.5
 * (addresses).
 */
#include "base/attributes.h"
#include "proto/protocol.h"

enum {
    START = 0x68,
    CONTROL_BYTES = 4,
    LENGTH_MOST = 253,
    ASDU_LEAST = 2 + 1 + 1 + 1, /* type, count, and the narrowest cause, station and object */
    ANY_BYTES = 255,
};

enum transport_message { DATA_STARTS = 1, DATA_STOPS = 2, LINK_TEST = 3 };

enum side { SIDE_STATION, SIDE_CONTROLLER, SIDE_EITHER };

#define NO_QUALIFIER 255

/* Sub-codes of ours; others are qualifiers as on the wire. */
enum { SELECT = 1, CANCEL = 8 };

static const struct operation operations[] = {
    { 0, DATA_STARTS, "start data transfer", CLASS_diag },
    { 0, DATA_STOPS, "stop data transfer", CLASS_diag },
    { 0, LINK_TEST, "test link", CLASS_diag },
#define MONITOR(type, bytes, class, name) { type, SUB_NONE, name, CLASS_##class },
#define CONTROL(type, bytes, class, name)                                                          \
    { type, SUB_NONE, name, CLASS_##class }, { type, CANCEL, "cancel " name, CLASS_##class },
#define EITHER(type, bytes, class, name) { type, SUB_NONE, name, CLASS_##class },
#define COMMAND(type, bytes, qualifier, class, name)                                               \
    { type, SELECT, "select " name, CLASS_##class },                                               \
        { type, CANCEL, "cancel " name, CLASS_##class }, { type, SUB_ANY, name, CLASS_##class },
#define QUALIFIED(type, value, class, name) { type, value, name, CLASS_##class },
#include "proto/iec104_types.def"
#undef QUALIFIED
#undef MONITOR
#undef CONTROL
#undef EITHER
#undef COMMAND
    { 0 },
};

static const struct type {
    uint8_t bytes, qualifier;
    uint8_t side; /* enum side that sends it first */
    bool known;
} types[256] = {
#define MONITOR(type, bytes, class, name) [type] = { bytes, NO_QUALIFIER, SIDE_STATION, true },
#define CONTROL(type, bytes, class, name) [type] = { bytes, NO_QUALIFIER, SIDE_CONTROLLER, true },
#define EITHER(type, bytes, class, name)  [type] = { bytes, NO_QUALIFIER, SIDE_EITHER, true },
#define COMMAND(type, bytes, qualifier, class, name)                                               \
    [type] = { bytes, qualifier, SIDE_CONTROLLER, true },
#define QUALIFIED(type, value, class, name)
#include "proto/iec104_types.def"
#undef QUALIFIED
#undef MONITOR
#undef CONTROL
#undef EITHER
#undef COMMAND
};

/* Bytes of three fields: the standard's own first, then those of 101. */
struct layout {
    uint8_t cause, station, object;
};

static const struct layout layouts[] = {
    { 2, 2, 3 }, { 1, 2, 3 }, { 1, 2, 2 }, { 1, 1, 2 }, { 1, 1, 1 }, { 2, 2, 2 }, { 2, 1, 2 },
};

enum cause {
    CAUSE_REQUESTED = 5,
    CAUSE_ACTIVATION_CONFIRMED = 7,
    CAUSE_DEACTIVATION = 8,
    CAUSE_DEACTIVATION_CONFIRMED = 9,
    CAUSE_TERMINATION = 10,
    CAUSE_UNKNOWN_TYPE = 44, /* to 47: unknown cause, station, object */
    CAUSE_UNKNOWN_STATION = 46,
    CAUSE_MOST = 47,
};

struct asdu {
    uint8_t type, count;
    bool sequence; /* one address, then elements side by side */
    bool negative;
    uint8_t cause, originator; /* 0: none, or a layout without */
    uint16_t station;
    struct layout layout;
    struct cursor objects;
};

struct iec104_state {
    uint32_t stated;    /* station last stated, plus one */
    uint8_t originator; /* last stated */
};

/* ---- application data ---- */

static size_t objects_bytes(const struct asdu *a, const struct layout *l)
{
    size_t element = types[a->type].bytes;

    return a->sequence ? l->object + a->count * element : a->count * (l->object + element);
}

/* The first layout that the length fits; the standard's own when the length proves nothing. */
static struct layout layout_find(const struct asdu *a, size_t left)
{
    for (size_t i = 0; types[a->type].bytes != ANY_BYTES && i < COUNT_OF(layouts); i++)
        if (layouts[i].cause + layouts[i].station + objects_bytes(a, &layouts[i]) == left)
            return layouts[i];
    return layouts[0];
}

static bool asdu_read(struct cursor c, struct asdu *a)
{
    enum { SEQUENCE = 0x80, NEGATIVE = 0x40, CAUSE = 0x3f };
    *a = (struct asdu){ .type = cursor_u8(&c) };
    uint8_t count = cursor_u8(&c);

    a->sequence = count & SEQUENCE;
    a->count = (uint8_t)(count & ~SEQUENCE);
    a->layout = layout_find(a, c.left);
    uint8_t cause = cursor_u8(&c);
    a->originator = a->layout.cause > 1 ? cursor_u8(&c) : 0;
    a->cause = cause & CAUSE;
    a->negative = cause & NEGATIVE;
    a->station = a->layout.station == 1 ? cursor_u8(&c) : cursor_u16le(&c);
    a->objects = c;
    return cursor_ok(&c) && a->type > 0 && a->cause > 0;
}

/* The byte at an offset into the first element. */
static uint8_t element_byte(const struct asdu *a, size_t at)
{
    struct cursor object = a->objects;

    cursor_skip(&object, a->layout.object + at);
    return cursor_u8(&object);
}

/* Requests whose qualifier makes them something else: how far right it stands in its byte. */
static const struct {
    uint8_t type, shift;
} qualified[] = { { 101, 6 }, { 105, 0 } };

static uint32_t qualifier_of(const struct asdu *a)
{
    for (size_t i = 0; i < COUNT_OF(qualified); i++) {
        uint32_t value = (uint32_t)element_byte(a, 0) >> qualified[i].shift;
        const struct operation *row = operation_find(&iec104_protocol, a->type, value);
        if (qualified[i].type == a->type && row->name && row->sub == value)
            return value;
    }
    return SUB_NONE;
}

/* Whether a command only selects, or takes back what was asked. */
static uint32_t sub_of(const struct asdu *a)
{
    enum { SELECTS = 0x80 };

    if (types[a->type].side != SIDE_CONTROLLER)
        return SUB_NONE;
    if (a->cause == CAUSE_DEACTIVATION || a->cause == CAUSE_DEACTIVATION_CONFIRMED)
        return CANCEL;
    if (types[a->type].qualifier == NO_QUALIFIER)
        return qualifier_of(a);
    return element_byte(a, types[a->type].qualifier) & SELECTS ? (uint32_t)SELECT : SUB_NONE;
}

static bool is_error(const struct asdu *a)
{
    return a->cause >= CAUSE_UNKNOWN_TYPE && a->cause <= CAUSE_MOST;
}

static bool is_confirmation(const struct asdu *a)
{
    return a->cause == CAUSE_ACTIVATION_CONFIRMED || a->cause == CAUSE_DEACTIVATION_CONFIRMED ||
           is_error(a);
}

/* Files are refused by a bit of their own. Source: IEC 60870-5-101:2003, 7.2.6.28 to 7.2.6.32. */
static bool file_refused(const struct asdu *a)
{
    enum { FILE_READY = 120, SECTION_READY = 121, ACKNOWLEDGE = 124, NEGATIVE_QUALIFIER = 0x80 };
    enum { OF_FILE = 2, OF_SECTION = 4 };

    if (a->type == FILE_READY)
        return element_byte(a, 5) & NEGATIVE_QUALIFIER;
    if (a->type == SECTION_READY)
        return element_byte(a, 6) & NEGATIVE_QUALIFIER;
    uint8_t acknowledges = element_byte(a, 3) & 0x0f;
    return a->type == ACKNOWLEDGE && (acknowledges == OF_FILE || acknowledges == OF_SECTION);
}

static void settle(struct dissection *out, enum side side)
{
    if (side != SIDE_EITHER)
        out->direction = side == SIDE_STATION ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
}

static void observe(const struct asdu *a, struct dissection *out)
{
    enum { TYPE_READ = 102, LAST_VALUE = 40 };
    bool station = types[a->type].side == SIDE_STATION;

    if (!station && is_confirmation(a)) {
        settle(out, SIDE_STATION);
        dissection_operation(out, &iec104_protocol,
                             a->negative || is_error(a) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             a->type, sub_of(a));
        return;
    }
    bool ends = a->cause == CAUSE_TERMINATION && types[a->type].side == SIDE_CONTROLLER;
    settle(out, ends ? SIDE_STATION : types[a->type].side);
    if (ends)
        return; /* was confirmed before */
    dissection_operation(out, &iec104_protocol, file_refused(a) ? MESSAGE_REFUSAL : MESSAGE_REQUEST,
                         a->type, sub_of(a));
    if (a->type <= LAST_VALUE && a->cause == CAUSE_REQUESTED)
        dissection_operation(out, &iec104_protocol, MESSAGE_RESPONSE, TYPE_READ, SUB_NONE);
}

/* Why a station began anew. Source: IEC 60870-5-101:2003, 7.2.6.21. */
static const char *const beginnings[] = {
    "initialized after power was switched on",
    "initialized after a reset by hand",
    "initialized after a reset from afar",
};

static void state_beginning(const struct asdu *a, struct dissection *out)
{
    enum { END_OF_INITIALIZATION = 70, REASON = 0x7f };
    uint8_t reason = element_byte(a, 0) & REASON;

    if (a->type == END_OF_INITIALIZATION && reason < COUNT_OF(beginnings))
        dissection_state_part(out, &out->sender, text_format(out->arena, "station %u", a->station),
                              FIELD_state, text_of(beginnings[reason]), "iec104 initialization",
                              CONFIDENCE_SELF);
}

/* Stations speak of themselves, several behind one address; the highest number means all of them.
 */
static void state_station(const struct asdu *a, struct dissection *out)
{
    struct iec104_state *state = out->state;
    uint16_t all = a->layout.station == 1 ? 0xff : 0xffff;

    if (out->direction != DIRECTION_FROM_SERVER || a->station == 0 || a->station == all ||
        a->cause == CAUSE_UNKNOWN_STATION)
        return;
    state_beginning(a, out);
    if (state->stated == a->station + 1u)
        return;
    state->stated = a->station + 1u;
    struct text number = text_format(out->arena, "%u", a->station);
    dissection_state(out, &out->sender, FIELD_station, number, "iec104 common address",
                     CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, text_format(out->arena, "station %u", a->station),
                          FIELD_station, number, "iec104 common address", CONFIDENCE_SELF);
}

/* A controller that numbers itself, so that answers find their way through a concentrator. */
static void state_originator(const struct asdu *a, struct dissection *out)
{
    struct iec104_state *state = out->state;

    if (out->direction != DIRECTION_FROM_CLIENT || a->originator == 0 ||
        state->originator == a->originator)
        return;
    state->originator = a->originator;
    dissection_state(out, &out->sender, FIELD_station,
                     text_format(out->arena, "originator %u", a->originator),
                     "iec104 originator address", CONFIDENCE_SELF);
}

static enum verdict data(struct cursor c, struct dissection *out)
{
    struct asdu a;

    if (c.left < ASDU_LEAST || !asdu_read(c, &a))
        return VERDICT_MALFORMED;
    observe(&a, out);
    state_station(&a, out);
    state_originator(&a, out);
    return VERDICT_OK;
}

/* ---- control fields ---- */

/* A request has one bit of six, its confirmation the next higher one. */
static const struct unnumbered {
    uint8_t control;
    uint8_t message;
    enum message_kind kind;
    enum side side;
} unnumbered[] = {
    { 0x07, DATA_STARTS, MESSAGE_REQUEST, SIDE_CONTROLLER },
    { 0x0b, DATA_STARTS, MESSAGE_RESPONSE, SIDE_STATION },
    { 0x13, DATA_STOPS, MESSAGE_REQUEST, SIDE_CONTROLLER },
    { 0x23, DATA_STOPS, MESSAGE_RESPONSE, SIDE_STATION },
    { 0x43, LINK_TEST, MESSAGE_REQUEST, SIDE_EITHER },
    { 0x83, LINK_TEST, MESSAGE_RESPONSE, SIDE_EITHER },
};

static const struct unnumbered *unnumbered_find(uint8_t control)
{
    for (const struct unnumbered *u = unnumbered; u < unnumbered + COUNT_OF(unnumbered); u++)
        if (u->control == control)
            return u;
    return NULL;
}

struct header {
    uint8_t length; /* behind its own byte */
    uint8_t control[CONTROL_BYTES];
};

static struct header header_read(struct cursor *c)
{
    struct header h = { 0 };

    cursor_skip(c, 1); /* start */
    h.length = cursor_u8(c);
    for (int i = 0; i < CONTROL_BYTES; i++)
        h.control[i] = cursor_u8(c);
    return h;
}

static bool is_data(const struct header *h)
{
    return !(h->control[0] & 1);
}

/* What the two lowest bits make of the rest. */
static bool header_fits(const struct header *h)
{
    bool receive_even = !(h->control[2] & 1);

    if (is_data(h))
        return receive_even && h->length >= CONTROL_BYTES + ASDU_LEAST && h->length <= LENGTH_MOST;
    if (h->length != CONTROL_BYTES || h->control[1] != 0)
        return false;
    if (h->control[0] == 1) /* acknowledges what was received */
        return receive_even;
    return unnumbered_find(h->control[0]) && h->control[2] == 0 && h->control[3] == 0;
}

static enum match data_match(const struct header *h, struct cursor rest)
{
    struct asdu a;
    bool whole = rest.left == (size_t)h->length - CONTROL_BYTES;

    if (rest.left > (size_t)h->length - CONTROL_BYTES)
        rest = cursor_split(&rest, (size_t)h->length - CONTROL_BYTES);
    else if (!whole)
        return MATCH_MAYBE;
    if (!asdu_read(rest, &a))
        return MATCH_NO;
    bool exact = types[a.type].known && a.count > 0 && a.cause <= CAUSE_MOST &&
                 a.objects.left == objects_bytes(&a, &a.layout);
    return whole && exact ? MATCH_YES : MATCH_MAYBE;
}

static enum match iec104_probe(struct cursor payload)
{
    struct cursor start = payload;
    struct header h = header_read(&payload);

    if (cursor_u8(&start) != START)
        return MATCH_NO;
    if (!cursor_ok(&payload)) /* a first segment may end here */
        return start.left == 0 || cursor_u8(&start) >= CONTROL_BYTES ? MATCH_MAYBE : MATCH_NO;
    if (!header_fits(&h))
        return MATCH_NO;
    if (is_data(&h))
        return data_match(&h, payload);
    return h.control[0] != 1 ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict iec104_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload, start = *payload;
    struct header h = header_read(&ahead);
    uint8_t first = cursor_u8(&start);

    if (cursor_ok(&start) && first != START)
        return VERDICT_MALFORMED;
    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!header_fits(&h))
        return VERDICT_MALFORMED;
    if (ahead.left < (size_t)h.length - CONTROL_BYTES)
        return VERDICT_MORE;
    struct cursor rest = cursor_split(&ahead, (size_t)h.length - CONTROL_BYTES);
    const struct unnumbered *u = unnumbered_find(h.control[0]);
    if (is_data(&h) && data(rest, out) != VERDICT_OK)
        return VERDICT_MALFORMED;
    if (!is_data(&h) && u) {
        settle(out, u->side);
        dissection_operation(out, &iec104_protocol, u->kind, 0, u->message);
    }
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol iec104_protocol = {
    .name = "iec104",
    .title = "IEC 60870-5-104",
    .specification = "IEC 60870-5-104:2006",
    .carriers = CARRIER_TCP,
    .ports = { 2404 },
    .is_industrial = true,
    .state_bytes = sizeof(struct iec104_state),
    .message_most = 2 + LENGTH_MOST,
    .operations = operations,
    .probe = iec104_probe,
    .dissect = iec104_dissect,
};
