/*
 * melsoft.c - MELSOFT: what GX Works and other engineering tools of Mitsubishi
 * speak with a CPU's own Ethernet port.
 *
 * Nothing is published of it: a frame's outer fields, how the two directions
 * differ, and the request for the CPU's type are known from captures.  A session
 * is counted once, as what it is; its messages count by the function they name.
 *
 * Source: frames as recorded between tools and CPUs; MELSEC iQ-F and Q manuals for
 * the ports (SH-081394, 1.1; SH-080811, 3).
 */
#include "proto/protocol.h"
#include "proto/requests.h"

#include <assert.h>

enum {
    REQUEST = 0x57,
    ANSWER = 0xd7,
    HEADER_BYTES = 21, /* with the length of what follows */
    LENGTH_MOST = 4096,
    CONSTANT = 0x111107,
    REQUEST_FUNCTION_AT = 12, /* in the body */
    ANSWER_NAME_AT = 20,
    TYPE_NAME_BYTES = 16,
    SESSION = 0x10000, /* above every function */
    UNSEEN,
    READ_TYPE = 0x0101,
};

static const struct operation operations[] = {
    { READ_TYPE, SUB_NONE, "read CPU type", CLASS_ident },
    { SESSION, SUB_NONE, "engineering session", CLASS_auth },
    { UNSEEN, SUB_NONE, "answer to a request that was not seen", CLASS_unknown },
    { 0 },
};

struct melsoft_state {
    struct requests asked;
    bool counted;
};

static_assert(sizeof(struct melsoft_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct frame {
    bool answers;
    struct cursor body;
};

static enum verdict frame_read(struct cursor *c, struct frame *f)
{
    uint8_t type = cursor_u8(c), zero = cursor_u8(c);
    struct cursor head = *c;

    if (cursor_ok(c) && ((type != REQUEST && type != ANSWER) || zero != 0))
        return VERDICT_MALFORMED;
    cursor_skip(&head, 3); /* a number that the answer does not repeat */
    uint32_t constant = (uint32_t)cursor_u16be(&head) << 8;
    constant |= cursor_u8(&head);
    if (cursor_ok(&head) && constant != CONSTANT)
        return VERDICT_MALFORMED;
    cursor_skip(c, HEADER_BYTES - 4);
    uint16_t length = cursor_u16le(c);
    if (length > LENGTH_MOST)
        return VERDICT_MALFORMED;
    if (!cursor_ok(c) || length > c->left)
        return VERDICT_MORE;
    f->answers = type == ANSWER;
    f->body = cursor_split(c, length);
    return VERDICT_OK;
}

static enum match melsoft_probe(struct cursor payload)
{
    struct frame f;
    size_t present = payload.left;
    enum verdict verdict = frame_read(&payload, &f);

    if (present == 0 || verdict == VERDICT_MALFORMED)
        return MATCH_NO;
    return verdict == VERDICT_OK ? MATCH_YES : MATCH_MAYBE;
}

static void request(const struct frame *f, struct dissection *out)
{
    struct melsoft_state *state = out->state;
    struct cursor body = f->body;

    cursor_skip(&body, REQUEST_FUNCTION_AT);
    uint32_t function = cursor_u16le(&body);
    if (!state->counted)
        dissection_operation(out, &melsoft_protocol, MESSAGE_REQUEST, SESSION, SUB_NONE);
    state->counted = true;
    requests_add_in_order(&state->asked, (struct request){ .code = function });
    dissection_operation(out, &melsoft_protocol, MESSAGE_REQUEST, function, SUB_NONE);
}

static void answer(const struct frame *f, struct dissection *out)
{
    struct melsoft_state *state = out->state;
    struct request asked = { .code = UNSEEN };
    struct cursor body = f->body;

    (void)requests_take(&state->asked, 0, &asked);
    dissection_operation(out, &melsoft_protocol, MESSAGE_RESPONSE, asked.code, SUB_NONE);
    cursor_skip(&body, ANSWER_NAME_AT);
    struct cursor name = cursor_split(&body, TYPE_NAME_BYTES);
    if (asked.code == READ_TYPE && cursor_ok(&body))
        dissection_state(out, &out->sender, FIELD_model, text_from_wire(name, out->arena),
                         "melsoft CPU type", CONFIDENCE_SELF);
}

static enum verdict melsoft_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct frame f;
    enum verdict verdict = frame_read(&ahead, &f);

    if (verdict != VERDICT_OK)
        return verdict;
    out->direction = f.answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (f.answers)
        answer(&f, out);
    else
        request(&f, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol melsoft_protocol = {
    .name = "melsoft",
    .title = "MELSOFT",
    .specification = "Mitsubishi MELSOFT, as observed",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 5562, 5560, 5007, 5006 },
    .is_industrial = true,
    .state_bytes = sizeof(struct melsoft_state),
    .message_most = HEADER_BYTES + LENGTH_MOST,
    .operations = operations,
    .probe = melsoft_probe,
    .dissect = melsoft_dissect,
};
