/*
 * iec61850_session.c - GOOSE and sampled values that are routed: the session around
 * them in datagrams, and how they are protected.
 *
 * A session holds messages as they stand behind an EtherType, each with a header of
 * its own; they are handed on under the header that they have there.  What is
 * encrypted, and the keys' own messages, are counted here.
 *
 * Source: IEC TR 61850-90-5:2012, 8 (session), as Wireshark's and libIEC61850's
 * readers of it describe the fields; ITU-T X.234 (the two bytes in front).
 */
#include <assert.h>

#include "proto/ber.h"
#include "proto/iec61850_frame.h"

enum {
    UNIT_DATA = 0x40, /* of the connectionless transport, behind its length */
    COMMON_HEADER = 0x80,
    HEADER_LEAST = 10, /* of the lengths that the two headers state */
    SIGNATURE = 0x85,
    PADDING = 0xaf,
    SIMULATED = 0x8000,
};

enum session_type {
    SESSION_TUNNEL = 0xa0,
    SESSION_GOOSE = 0xa1,
    SESSION_SAMPLES = 0xa2,
    SESSION_MANAGEMENT = 0xa3,
};

static const struct operation operations[] = {
    { SESSION_TUNNEL, SUB_NONE, "tunnelled frames", CLASS_unknown },
    { SESSION_GOOSE, SUB_NONE, "encrypted GOOSE", CLASS_write },
    { SESSION_SAMPLES, SUB_NONE, "encrypted samples", CLASS_read },
    { SESSION_MANAGEMENT, SUB_NONE, "management of keys", CLASS_auth },
    { 0 },
};

struct session_state {
    struct iec61850_streams streams; /* of what is carried: lent as it stands */
    uint8_t told[2];                 /* the protection last told of each end, plus one */
};

static_assert(sizeof(struct session_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");
static_assert(offsetof(struct session_state, streams) == 0, "what is carried finds its own first");

struct session {
    uint8_t type;
    bool proven; /* by the transport's header in front */
    bool encrypted, is_signed;
    struct cursor payload;
};

/* ---- header ---- */

/* Version 1 names its algorithms; version 2 leaves them to the key, but for a vector. */
static bool protection_read(struct cursor *c, uint16_t version, struct session *s)
{
    cursor_skip(c, 4 + 2); /* times of this key and of the next */
    if (version == 1) {
        s->encrypted = cursor_u8(c) != 0;
        s->is_signed = cursor_u8(c) != 0;
        cursor_skip(c, 4); /* key */
    } else {
        cursor_skip(c, 4);
        uint8_t vector = cursor_u8(c);
        cursor_skip(c, vector);
        s->encrypted = vector > 0;
    }
    return version == 1 || version == 2;
}

static bool signature_follows(struct cursor c)
{
    uint8_t tag = cursor_u8(&c);

    if (tag == PADDING) {
        cursor_skip(&c, cursor_u8(&c));
        tag = cursor_u8(&c);
    }
    return cursor_ok(&c) && tag == SIGNATURE;
}

static bool transport_read(struct cursor *c)
{
    struct cursor ahead = *c;

    if (cursor_u8(&ahead) != 1 || cursor_u8(&ahead) != UNIT_DATA)
        return false;
    *c = ahead;
    return true;
}

static bool session_read_header(struct cursor c, struct session *s)
{
    *s = (struct session){ .proven = transport_read(&c) };
    s->type = cursor_u8(&c);
    uint8_t length = cursor_u8(&c), tag = cursor_u8(&c), common = cursor_u8(&c);
    uint32_t unit = cursor_u32be(&c);
    size_t behind = c.left;
    cursor_skip(&c, 4); /* number */
    uint16_t version = cursor_u16be(&c);

    if (!protection_read(&c, version, s) || s->type < SESSION_TUNNEL ||
        s->type > SESSION_MANAGEMENT || tag != COMMON_HEADER || length < HEADER_LEAST ||
        common < HEADER_LEAST || unit > behind)
        return false;
    s->payload = cursor_split(&c, cursor_u32be(&c));
    s->is_signed |= signature_follows(c);
    return cursor_ok(&c);
}

/* ---- what is carried ---- */

/* One element: what it holds, under the header that stands behind an EtherType. */
struct element {
    uint8_t kind;
    struct cursor frame;
};

static struct cursor reframed(uint16_t application, bool simulated, struct cursor unit,
                              struct arena *into)
{
    enum { HEADER_BYTES = 8 };
    size_t length = HEADER_BYTES + unit.left;
    uint8_t *bytes = arena_array(into, uint8_t, length);
    const uint16_t head[] = { application, (uint16_t)length, simulated ? SIMULATED : 0, 0 };

    if (!bytes)
        return (struct cursor){ .failed = true };
    for (size_t i = 0; i < HEADER_BYTES; i++)
        bytes[i] = (uint8_t)(head[i / 2] >> (i % 2 ? 0 : 8));
    for (size_t i = HEADER_BYTES; unit.left > 0; i++)
        bytes[i] = cursor_u8(&unit);
    return cursor_over(bytes, length);
}

/* Some makers count the two bytes of the length, too: the unit itself says how long it is. */
static bool element_read(struct cursor *c, struct element *e, struct arena *into)
{
    e->kind = cursor_u8(c);
    bool simulated = cursor_u8(c) != 0;
    uint16_t application = cursor_u16be(c);
    size_t length = cursor_u16be(c), size = ber_size(*c);

    if (size == 0 || (length != size && length != size + 2) || size > UINT16_MAX / 2)
        return false;
    e->frame = reframed(application, simulated, cursor_split(c, size), into);
    return cursor_ok(c) && cursor_ok(&e->frame);
}

static const struct {
    uint8_t kind;
    enum carrier carrier;
} passengers[] = {
    { 0x81, CARRIER_ROUTED_GOOSE },
    { 0x82, CARRIER_ROUTED_SAMPLES },
};

static bool elements_read(struct cursor payload, struct dissection *out)
{
    struct element e;

    while (payload.left > 0) {
        if (!element_read(&payload, &e, out->arena))
            return false;
        for (size_t i = 0; i < COUNT_OF(passengers); i++)
            if (passengers[i].kind == e.kind)
                dissection_descend(out, passengers[i].carrier, e.frame);
    }
    return true;
}

/* ---- protection ---- */

static const char *const protections[] = {
    "routed GOOSE and samples without a signature",
    "routed GOOSE and samples are signed",
    "routed GOOSE and samples are encrypted",
    "routed GOOSE and samples are encrypted",
};

static void tell_protection(const struct session *s, struct dissection *out)
{
    struct session_state *state = out->state;
    uint8_t *told = &state->told[address_precedes(&out->receiver, &out->sender)];
    uint8_t row = (uint8_t)(s->encrypted << 1 | s->is_signed);

    if (*told == row + 1)
        return;
    *told = (uint8_t)(row + 1);
    dissection_state(out, &out->sender, FIELD_security, text_of(protections[row]),
                     "iec61850 session", CONFIDENCE_SELF);
}

/* ---- the protocol ---- */

static enum match iec61850_session_probe(struct cursor payload)
{
    struct session s;

    if (!session_read_header(payload, &s))
        return MATCH_NO;
    return s.proven ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict iec61850_session_dissect(struct cursor *payload, struct dissection *out)
{
    struct session s;

    if (!session_read_header(*payload, &s))
        return VERDICT_MALFORMED;
    bool publishes = s.type == SESSION_GOOSE || s.type == SESSION_SAMPLES;
    if (!publishes || s.encrypted)
        dissection_operation(out, &iec61850_session_protocol, MESSAGE_REQUEST, s.type, SUB_NONE);
    else if (!elements_read(s.payload, out))
        return VERDICT_MALFORMED;
    if (publishes)
        tell_protection(&s, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol iec61850_session_protocol = {
    .name = "iec61850-session",
    .title = "Routed GOOSE and sampled values",
    .specification = "IEC TR 61850-90-5:2012",
    .carriers = CARRIER_UDP,
    .ports = { 102 },
    .is_carrier = true,
    .is_industrial = true,
    .state_bytes = sizeof(struct session_state),
    .operations = operations,
    .probe = iec61850_session_probe,
    .dissect = iec61850_session_dissect,
};
