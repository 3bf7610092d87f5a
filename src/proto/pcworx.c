/*
 * pcworx.c - PC Worx: how Phoenix Contact's programming tool reaches controllers.
 *
 * Of the commands only those are publicly known that open a session and ask who
 * is there; the others count by their number.
 *
 * Source: Phoenix Contact publishes no specification.  Frame and identity as
 * Redpoint's pcworx-info asks for them, and as captures show them.
 */
#include "proto/protocol.h"

enum {
    REQUEST = 0x01,
    ANSWER = 0x81,
    HEADER_BYTES = 4,
    LENGTH_MOST = 4096,
    COMMAND_OPEN = 1,
    COMMAND_IDENTIFY = 6,
};

static const struct operation operations[] = {
    { COMMAND_OPEN, SUB_NONE, "open session", CLASS_auth },
    { COMMAND_IDENTIFY, SUB_NONE, "read device information", CLASS_ident },
    { 0 },
};

struct frame {
    bool answers;
    uint8_t command;
    struct cursor body;
};

/* The length counts the whole frame. */
static enum verdict frame_read(struct cursor *c, struct frame *f)
{
    uint8_t type = cursor_u8(c);
    bool has_type = cursor_ok(c);

    f->command = cursor_u8(c);
    uint16_t length = cursor_u16be(c);
    if (has_type && type != REQUEST && type != ANSWER)
        return VERDICT_MALFORMED;
    if (!cursor_ok(c))
        return VERDICT_MORE;
    if (length < HEADER_BYTES || length > LENGTH_MOST)
        return VERDICT_MALFORMED;
    if (length - (size_t)HEADER_BYTES > c->left)
        return VERDICT_MORE;
    f->answers = type == ANSWER;
    f->body = cursor_split(c, length - (size_t)HEADER_BYTES);
    return VERDICT_OK;
}

/* A short header proves little: one whole frame on its own port. */
static enum match pcworx_probe(struct cursor payload)
{
    struct frame f;

    return frame_read(&payload, &f) == VERDICT_OK && payload.left == 0 ? MATCH_MAYBE : MATCH_NO;
}

static const struct {
    size_t at; /* in the whole frame */
    enum field field;
} texts[] = { { 30, FIELD_model }, { 66, FIELD_firmware }, { 152, FIELD_order_number } };

static void tell_identity(struct cursor body, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct cursor value = body;
        cursor_skip(&value, texts[i].at - HEADER_BYTES);
        if (cursor_ok(&value))
            dissection_state(out, &out->sender, texts[i].field, text_from_wire(value, out->arena),
                             "pcworx device information", CONFIDENCE_SELF);
    }
}

static enum verdict pcworx_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct frame f;
    enum verdict verdict = frame_read(&ahead, &f);

    if (verdict != VERDICT_OK)
        return verdict;
    out->direction = f.answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &pcworx_protocol, f.answers ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         f.command, SUB_NONE);
    if (f.answers && f.command == COMMAND_IDENTIFY)
        tell_identity(f.body, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol pcworx_protocol = {
    .name = "pcworx",
    .title = "PC Worx",
    .specification = "PC Worx, as observed",
    .carriers = CARRIER_TCP,
    .ports = { 1962 },
    .is_industrial = true,
    .message_most = LENGTH_MOST,
    .operations = operations,
    .probe = pcworx_probe,
    .dissect = pcworx_dissect,
};
