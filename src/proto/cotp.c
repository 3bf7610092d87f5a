/*
 * cotp.c - TPKT and ISO transport class 0: the carrier of S7comm and MMS.
 *
 * A TSDU that is cut into several DT units is put together from the stream: the
 * dissector asks for more until the unit with the end mark is there, so it needs
 * no memory of its own for it.  Siemens devices acknowledge with a DT unit that
 * carries nothing and has no end mark; such a unit is done with at once.
 *
 * Source: RFC 1006, 6 (TPKT); ITU-T X.224, 13.3 (CR), 13.4 (CC), 13.5 (DR),
 * 13.7 (DT), 13.12 (ER).
 */
#include "proto/cotp.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

#include "proto/osi_presentation.h"
#include "proto/osi_session.h"
#include "proto/protocol.h"

enum {
    TPKT_VERSION = 3,
    TPKT_BYTES = 4,
    TPKT_LEAST = 7, /* the header and the shortest unit */
    TSDU_MOST = 65535,
    STREAM_MOST = TSDU_MOST + 8192, /* the headers of units of 128 bytes */
    END_OF_TSDU = 0x80,
    TSAP_MOST = 16,
};

enum unit { UNIT_ERROR = 0x70, UNIT_DR = 0x80, UNIT_CC = 0xd0, UNIT_CR = 0xe0, UNIT_DT = 0xf0 };

enum parameter { PARAMETER_CALLING_TSAP = 0xc1, PARAMETER_CALLED_TSAP = 0xc2 };

/* Families of passengers, told apart by the first byte of a TSDU. */
enum family { FAMILY_NONE, FAMILY_S7, FAMILY_S7_PLUS, FAMILY_OTHER };

struct cotp_state {
    alignas(16) uint8_t passenger[COTP_PASSENGER_STATE];
    struct address caller, called;
    uint8_t tsap[TSAP_MOST]; /* the called one */
    uint8_t tsap_length;     /* 0: none, or already told */
    uint8_t family;
    bool asked; /* a CR waits for its CC or DR */
};

static_assert(sizeof(struct cotp_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

struct tpdu {
    uint8_t type;
    struct cursor header; /* behind the type */
    struct cursor data;
};

static const struct operation operations[] = {
    { UNIT_CR, SUB_NONE, "connect", CLASS_diag },
    { UNIT_DR, SUB_NONE, "disconnect", CLASS_diag },
    { UNIT_ERROR, SUB_NONE, "reject a unit", CLASS_diag },
    { 0 },
};

static enum verdict tpdu_read(struct cursor *stream, struct tpdu *tpdu)
{
    if (stream->left < TPKT_BYTES)
        return VERDICT_MORE;

    struct cursor ahead = *stream;
    uint8_t version = cursor_u8(&ahead);
    cursor_skip(&ahead, 1);
    uint16_t length = cursor_u16be(&ahead);
    if (version != TPKT_VERSION || length < TPKT_LEAST)
        return VERDICT_MALFORMED;
    if (ahead.left < (size_t)length - TPKT_BYTES)
        return VERDICT_MORE;

    tpdu->data = cursor_split(&ahead, (size_t)length - TPKT_BYTES);
    tpdu->header = cursor_split(&tpdu->data, cursor_u8(&tpdu->data));
    tpdu->type = cursor_u8(&tpdu->header) & 0xf0;
    if (!cursor_ok(&tpdu->header))
        return VERDICT_MALFORMED;
    *stream = ahead;
    return VERDICT_OK;
}

static bool is_last(const struct tpdu *tpdu)
{
    struct cursor header = tpdu->header;

    return cursor_u8(&header) & END_OF_TSDU;
}

static struct cotp_state *state_of(struct dissection *out, struct cotp_state *blank)
{
    return out->state ? out->state : blank;
}

/*
 * What S7 puts into a called TSAP: the kind of the connection, then the rack in
 * three bits and the slot in five; or a text that names the caller's role.
 */
static const char *const s7_callers[] = { NULL, "S7 PG", "S7 OP", "S7 basic" };

static void tell_rack_and_slot(struct cotp_state *state, struct dissection *out)
{
    uint8_t kind = state->tsap[0], place = state->tsap[1];

    if (kind == 0 || kind >= COUNT_OF(s7_callers))
        return;
    dissection_state(out, &state->caller, FIELD_capability, text_of(s7_callers[kind]),
                     "cotp called TSAP", CONFIDENCE_BEHAVIOUR);
    dissection_state(out, &state->called, FIELD_slot,
                     text_format(out->arena, "rack %u slot %u", (unsigned)place >> 5, place & 31U),
                     "cotp called TSAP", CONFIDENCE_BEHAVIOUR);
}

/* Only once S7 is spoken: other users of ISO transport number their TSAPs as they like. */
static void tell_tsap(struct cotp_state *state, struct dissection *out)
{
    struct cursor tsap = cursor_over(state->tsap, state->tsap_length);

    if (state->tsap_length == 2)
        tell_rack_and_slot(state, out);
    else if (state->tsap_length > 2)
        dissection_state(out, &state->caller, FIELD_capability, text_from_wire(tsap, out->arena),
                         "cotp called TSAP", CONFIDENCE_BEHAVIOUR);
    state->tsap_length = 0;
}

static enum family family_of(struct cursor tsdu)
{
    switch (cursor_u8(&tsdu)) {
    case 0x32:
        return FAMILY_S7;
    case 0x72:
        return FAMILY_S7_PLUS;
    default:
        return FAMILY_OTHER;
    }
}

static void hand_over(struct cursor tsdu, struct dissection *out)
{
    alignas(16) struct cotp_state blank = { 0 };
    struct cotp_state *state = state_of(out, &blank);
    enum family family = family_of(tsdu);

    if (family != state->family)
        memset(state->passenger, 0, sizeof state->passenger);
    state->family = (uint8_t)family;
    state->asked = false;
    if (family != FAMILY_OTHER)
        tell_tsap(state, out);

    void *own = out->state;
    out->state = state->passenger;
    dissection_descend(out, CARRIER_COTP, tsdu);
    out->state = own;
}

static void append(struct cursor part, uint8_t *whole, size_t *length)
{
    while (part.left > 0)
        whole[(*length)++] = cursor_u8(&part);
}

/* The bytes of a TSDU whose units were counted before: every one of them is there. */
static struct cursor join(struct cursor stream, struct cursor first, size_t total,
                          struct arena *into)
{
    uint8_t *whole = arena_array(into, uint8_t, total);
    struct tpdu next = { .data = first };
    size_t length = 0;

    if (!whole)
        return cursor_over(NULL, 0);
    append(first, whole, &length);
    while (length < total && tpdu_read(&stream, &next) == VERDICT_OK)
        append(next.data, whole, &length);
    return cursor_over(whole, length);
}

static enum verdict data_in_parts(struct cursor *stream, struct cursor first,
                                  struct dissection *out)
{
    struct cursor ahead = *stream;
    size_t total = first.left;
    struct tpdu next;

    do {
        enum verdict verdict = tpdu_read(&ahead, &next);
        if (verdict != VERDICT_OK)
            return verdict;
        total += next.data.left;
        if (next.type != UNIT_DT || total > TSDU_MOST)
            return VERDICT_MALFORMED;
    } while (!is_last(&next));

    hand_over(join(*stream, first, total, out->arena), out);
    *stream = ahead;
    return VERDICT_OK;
}

static enum verdict data(struct cursor *stream, const struct tpdu *tpdu, struct dissection *out)
{
    if (!is_last(tpdu) && tpdu->data.left > 0)
        return data_in_parts(stream, tpdu->data, out);
    if (tpdu->data.left > 0)
        hand_over(tpdu->data, out);
    return VERDICT_OK;
}

static struct cursor parameter_find(struct cursor header, uint8_t wanted)
{
    cursor_skip(&header, 5); /* both references and the class */
    while (header.left > 0) {
        uint8_t code = cursor_u8(&header);
        struct cursor value = cursor_split(&header, cursor_u8(&header));
        if (!cursor_ok(&header))
            break;
        if (code == wanted)
            return value;
    }
    return cursor_over(NULL, 0);
}

static void remember_tsap(struct cotp_state *state, struct cursor tsap,
                          const struct dissection *out)
{
    size_t length = 0;

    state->caller = out->sender;
    state->called = out->receiver;
    while (tsap.left > 0 && length < TSAP_MOST)
        state->tsap[length++] = cursor_u8(&tsap);
    state->tsap_length = (uint8_t)length;
}

static void settle(struct dissection *out, enum direction direction, enum message_kind kind,
                   enum unit code)
{
    if (direction != DIRECTION_UNKNOWN)
        out->direction = direction;
    dissection_operation(out, &cotp_protocol, kind, code, SUB_NONE);
}

static void connect_request(const struct tpdu *tpdu, struct cotp_state *state,
                            struct dissection *out)
{
    remember_tsap(state, parameter_find(tpdu->header, PARAMETER_CALLED_TSAP), out);
    state->asked = true;
    settle(out, DIRECTION_FROM_CLIENT, MESSAGE_REQUEST, UNIT_CR);
}

static void connect_confirm(const struct tpdu *tpdu, struct cotp_state *state,
                            struct dissection *out)
{
    (void)tpdu;
    state->asked = false;
    settle(out, DIRECTION_FROM_SERVER, MESSAGE_RESPONSE, UNIT_CR);
}

/* The answer of a device that will not have this connection, or the end of one. */
static void disconnect(const struct tpdu *tpdu, struct cotp_state *state, struct dissection *out)
{
    (void)tpdu;
    state->tsap_length = 0;
    if (state->asked)
        settle(out, DIRECTION_FROM_SERVER, MESSAGE_REFUSAL, UNIT_CR);
    else
        settle(out, DIRECTION_UNKNOWN, MESSAGE_REQUEST, UNIT_DR);
    state->asked = false;
}

static void rejected(const struct tpdu *tpdu, struct cotp_state *state, struct dissection *out)
{
    (void)tpdu, (void)state;
    settle(out, DIRECTION_UNKNOWN, MESSAGE_REQUEST, UNIT_ERROR);
}

static const struct {
    enum unit type;
    void (*read)(const struct tpdu *, struct cotp_state *, struct dissection *);
} controls[] = {
    { UNIT_CR, connect_request },
    { UNIT_CC, connect_confirm },
    { UNIT_DR, disconnect },
    { UNIT_ERROR, rejected },
};

static enum verdict control(const struct tpdu *tpdu, struct dissection *out)
{
    alignas(16) struct cotp_state blank = { 0 };

    for (size_t i = 0; i < COUNT_OF(controls); i++) {
        if (controls[i].type != tpdu->type)
            continue;
        controls[i].read(tpdu, state_of(out, &blank), out);
        return VERDICT_OK;
    }
    return VERDICT_MALFORMED;
}

/* A connection request whose parameters are whole and name the TSAPs of both ends. */
static bool names_both_ends(struct cursor header)
{
    bool calling = false, called = false;

    cursor_skip(&header, 5); /* both references and the class */
    while (header.left > 0) {
        uint8_t code = cursor_u8(&header);
        cursor_skip(&header, cursor_u8(&header));
        calling |= code == PARAMETER_CALLING_TSAP;
        called |= code == PARAMETER_CALLED_TSAP;
    }
    return cursor_ok(&header) && calling && called;
}

static bool carries_session(struct cursor tsdu)
{
    struct session session;

    if (!session_read(tsdu, &session))
        return false;
    struct cursor values = presentation_values(session.user);
    return cursor_ok(&values);
}

/* What a whole unit proves by the way it is made. */
static bool is_certain(struct cursor stream)
{
    struct tpdu tpdu;

    if (tpdu_read(&stream, &tpdu) != VERDICT_OK)
        return false;
    return tpdu.type == UNIT_CR ? names_both_ends(tpdu.header)
                                : tpdu.type == UNIT_DT && carries_session(tpdu.data);
}

static enum match cotp_probe(struct cursor payload)
{
    struct cursor whole = payload;
    uint8_t version = cursor_u8(&payload);
    uint8_t reserved = cursor_u8(&payload);
    uint16_t length = cursor_u16be(&payload);
    uint8_t header = cursor_u8(&payload);
    uint8_t type = cursor_u8(&payload);

    if (!cursor_ok(&payload) || version != TPKT_VERSION || reserved != 0 || length < TPKT_LEAST ||
        header < 2 || header > length - TPKT_BYTES - 1)
        return MATCH_NO;
    if (type != UNIT_DT && type != UNIT_CR && type != UNIT_CC && type != UNIT_DR &&
        type != UNIT_ERROR)
        return MATCH_NO;
    /* Remote desktop and H.323 use TPKT too: the passenger's mark makes it certain. */
    cursor_skip(&payload, 1);
    bool marked = type == UNIT_DT && header == 2 && family_of(payload) != FAMILY_OTHER;
    return marked || is_certain(whole) ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict cotp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct tpdu tpdu;

    enum verdict verdict = tpdu_read(&ahead, &tpdu);
    if (verdict != VERDICT_OK)
        return verdict;
    verdict = tpdu.type == UNIT_DT ? data(&ahead, &tpdu, out) : control(&tpdu, out);
    if (verdict == VERDICT_OK)
        *payload = ahead;
    return verdict;
}

const struct protocol cotp_protocol = {
    .name = "cotp",
    .title = "ISO transport (TPKT, COTP)",
    .specification = "RFC 1006; ITU-T X.224",
    .carriers = CARRIER_TCP,
    .ports = { 102 },
    .is_carrier = true,
    .is_industrial = true,
    .state_bytes = sizeof(struct cotp_state),
    .message_most = STREAM_MOST,
    .operations = operations,
    .probe = cotp_probe,
    .dissect = cotp_dissect,
};
