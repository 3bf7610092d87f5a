/*
 * codesys_v2.c - CODESYS V2: how programming tools reach a controller, and what
 * it answers to the first request.
 *
 * Of the services only the one that tells who is there is publicly known; the
 * others count by their number.
 *
 * Source: 3S publishes no specification.  Frame and identity as Redpoint's
 * codesys-v2-discover asks for them.
 */
#include <assert.h>

#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    MAGIC = 0xbbbb,
    HEADER_BYTES = 6,
    LENGTH_MOST = 0xffff,
    SERVICE_IDENTIFY = 1,
    NAMES_AT = 58, /* in what the length counts */
    NAME_BYTES = 32,
    UNSEEN = 256,
};

static const struct operation operations[] = {
    { SERVICE_IDENTIFY, SUB_NONE, "identify", CLASS_ident },
    { UNSEEN, SUB_NONE, "answer to a request that was not seen", CLASS_unknown },
    { 0 },
};

struct codesys_v2_state {
    struct requests asked;
};

static_assert(sizeof(struct codesys_v2_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

/* A controller takes either byte order: the one whose length a message can have is meant. */
static enum verdict frame_read(struct cursor *c, struct cursor *body)
{
    uint16_t magic = cursor_u16be(c);
    struct cursor big = *c;
    uint32_t little_length = cursor_u32le(c), big_length = cursor_u32be(&big);
    uint32_t length = little_length <= LENGTH_MOST ? little_length : big_length;

    if (!cursor_ok(c))
        return VERDICT_MORE;
    if (magic != MAGIC || length == 0 || length > LENGTH_MOST)
        return VERDICT_MALFORMED;
    if (length > c->left)
        return VERDICT_MORE;
    *body = cursor_split(c, length);
    return VERDICT_OK;
}

/* Two equal bytes prove little: enough on its own port only. */
static enum match codesys_v2_probe(struct cursor payload)
{
    struct cursor body, ahead = payload;
    bool begins = cursor_u16be(&ahead) == MAGIC;

    return begins && frame_read(&payload, &body) != VERDICT_MALFORMED ? MATCH_MAYBE : MATCH_NO;
}

static void tell_identity(struct cursor body, struct dissection *out)
{
    static const struct {
        enum field field;
        const char *source;
    } names[] = {
        { FIELD_os, "codesys v2 system" },
        { FIELD_description, "codesys v2 system type" },
        { FIELD_model, "codesys v2 product" },
    };

    cursor_skip(&body, NAMES_AT);
    for (size_t i = 0; i < COUNT_OF(names) && body.left > 0; i++) {
        struct cursor name = cursor_split(&body, body.left < NAME_BYTES ? body.left : NAME_BYTES);
        dissection_state(out, &out->sender, names[i].field, text_from_wire(name, out->arena),
                         names[i].source, CONFIDENCE_SELF);
    }
}

static void request(struct codesys_v2_state *state, struct cursor body, struct dissection *out)
{
    struct request asked = { .code = cursor_u8(&body), .sub = SUB_NONE };

    requests_add_in_order(&state->asked, asked);
    dissection_operation(out, &codesys_v2_protocol, MESSAGE_REQUEST, asked.code, SUB_NONE);
}

static void answer(struct codesys_v2_state *state, struct cursor body, struct dissection *out)
{
    struct request asked = { .code = UNSEEN };

    (void)requests_take(&state->asked, 0, &asked);
    dissection_operation(out, &codesys_v2_protocol, MESSAGE_RESPONSE, asked.code, SUB_NONE);
    if (asked.code == SERVICE_IDENTIFY)
        tell_identity(body, out);
}

/* Nothing in a frame says which way it goes: the port does, or who spoke first. */
static enum verdict codesys_v2_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload, body;
    enum verdict verdict = frame_read(&ahead, &body);

    if (verdict != VERDICT_OK)
        return verdict;
    if (out->direction == DIRECTION_FROM_SERVER)
        answer(out->state, body, out);
    else
        request(out->state, body, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol codesys_v2_protocol = {
    .name = "codesys-v2",
    .title = "CODESYS V2",
    .specification = "CODESYS V2, as observed",
    .carriers = CARRIER_TCP,
    .ports = { 1200, 2455 },
    .is_industrial = true,
    .state_bytes = sizeof(struct codesys_v2_state),
    .message_most = HEADER_BYTES + LENGTH_MOST,
    .operations = operations,
    .probe = codesys_v2_probe,
    .dissect = codesys_v2_dissect,
};
