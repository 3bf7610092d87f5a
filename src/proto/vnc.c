/*
 * vnc.c - VNC, the remote framebuffer protocol: whose screen is seen by whom,
 * how the viewer proved who it is, and whether it types or only looks.
 *
 * The greeting, the choice of security and the desktop's name are read; behind a
 * kind of security that encrypts or that is not in RFC 6143 nothing is.  What
 * the screen shows and what is typed is never kept.
 *
 * Source: RFC 6143, 7.1 (handshake), 7.2 (security types), 7.3 (initialisation),
 * 7.5 (client messages).
 */
#include "base/attributes.h"
#include "proto/line.h"

enum {
    GREETING_BYTES = 12, /* "RFB 003.008\n" */
    CHALLENGE_BYTES = 16,
    CUT_TEXT_MOST = 1 << 16,
    SECURITY_NONE = 1,
    SECURITY_PASSWORD = 2,
};

/* Client messages have their own numbers; the handshake's are ours. */
enum { SCREEN_ASKED = 3, CUT_TEXT = 6, GREETING = 256, LOG_IN = 257 };

static const struct operation operations[] = {
    { 0, SUB_NONE, "set pixel format", CLASS_config },
    { 2, SUB_NONE, "set encodings", CLASS_config },
    { SCREEN_ASKED, SUB_NONE, "ask for the screen", CLASS_read },
    { 4, SUB_NONE, "key pressed", CLASS_write },
    { 5, SUB_NONE, "pointer moved or clicked", CLASS_write },
    { CUT_TEXT, SUB_NONE, "put text on the clipboard", CLASS_write },
    { GREETING, SUB_NONE, "greeting", CLASS_discover },
    { LOG_IN, SUB_NONE, "log in", CLASS_auth },
    { 0 },
};

/* What comes next from each side; each step knows the one behind it. */
enum phase {
    PHASE_GREETING,
    PHASE_SECURITY,
    PHASE_CHALLENGE,
    PHASE_RESULT,
    PHASE_INIT,
    PHASE_OPEN,
    PHASE_OPAQUE
};

struct vnc_state {
    uint8_t minor; /* of the version in use: 3, 7 or 8 */
    uint8_t security;
    uint8_t from_server, from_client; /* enum phase */
};

static enum match vnc_probe(struct cursor payload)
{
    struct cursor greeting = cursor_split(&payload, GREETING_BYTES);

    return cursor_ok(&greeting) && line_starts(greeting, "RFB 00") ? MATCH_YES : MATCH_NO;
}

static void observe(struct dissection *out, enum message_kind kind, uint32_t code)
{
    dissection_operation(out, &vnc_protocol, kind, code, SUB_NONE);
}

static void state_security(const struct vnc_state *state, const struct address *server,
                           struct dissection *out)
{
    static const char *const words[] = {
        [SECURITY_NONE] = "VNC without a password",
        [SECURITY_PASSWORD] = "VNC password of eight characters, screen in clear text",
    };

    if (state->security < COUNT_OF(words) && words[state->security])
        dissection_state(out, server, FIELD_security, text_of(words[state->security]),
                         "vnc security type", CONFIDENCE_SELF);
}

/* Which way both sides go once the kind of security is settled. */
static void settle(struct vnc_state *state, uint8_t security)
{
    bool answers_always = state->minor >= 8;

    state->security = security;
    if (security == SECURITY_PASSWORD) {
        state->from_server = state->from_client = PHASE_CHALLENGE;
    } else if (security == SECURITY_NONE) {
        state->from_server = answers_always ? PHASE_RESULT : PHASE_INIT;
        state->from_client = PHASE_INIT;
    } else {
        state->from_server = state->from_client = PHASE_OPAQUE;
    }
}

/* ---- from the server ---- */

static void server_greeting(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    struct cursor greeting = cursor_split(c, GREETING_BYTES - 1);
    struct text version = text_from_wire(greeting, out->arena);

    cursor_skip(c, 1); /* the line's end */
    observe(out, MESSAGE_RESPONSE, GREETING);
    dissection_state(out, &out->sender, FIELD_server_software, version, "vnc greeting",
                     CONFIDENCE_BANNER);
    state->from_server = PHASE_SECURITY;
}

/* None on offer: the server says why and leaves. */
static void server_offers(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    uint8_t count = cursor_u8(c);

    cursor_skip(c, count);
    if (cursor_ok(c) && count == 0) {
        observe(out, MESSAGE_REFUSAL, GREETING);
        state->from_server = PHASE_OPAQUE;
    }
}

/* Version 3.3 decides alone; later ones offer, and the client chooses. */
static void server_security(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    if (state->minor >= 7) {
        server_offers(c, state, out);
        return;
    }
    uint32_t security = cursor_u32be(c);
    if (!cursor_ok(c))
        return;
    settle(state, security < UINT8_MAX ? (uint8_t)security : 0);
    observe(out, MESSAGE_REQUEST, LOG_IN);
    state_security(state, &out->sender, out);
}

static void server_challenge(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    (void)out;
    cursor_skip(c, CHALLENGE_BYTES);
    state->from_server = PHASE_RESULT;
}

static void server_result(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    bool refused = cursor_u32be(c) != 0;

    if (!cursor_ok(c))
        return;
    observe(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, LOG_IN);
    state->from_server = refused ? PHASE_OPAQUE : PHASE_INIT;
}

static void server_init(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    cursor_skip(c, 2 + 2 + 16); /* width, height, pixel format */
    struct cursor name = cursor_split(c, cursor_u32be(c));

    dissection_state(out, &out->sender, FIELD_description, text_from_wire(name, out->arena),
                     "vnc desktop name", CONFIDENCE_BANNER);
    state->from_server = PHASE_OPAQUE; /* pictures */
}

/* ---- from the client ---- */

static void client_greeting(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    struct cursor greeting = cursor_split(c, GREETING_BYTES);

    cursor_skip(&greeting, GREETING_BYTES - 2);
    uint8_t minor = (uint8_t)(cursor_u8(&greeting) - '0');
    state->minor = minor >= 8 ? 8 : minor == 7 ? 7 : 3; /* 7.1.1: others are taken for 3.3 */
    state->from_client = state->minor >= 7 ? PHASE_SECURITY : PHASE_OPAQUE;
    observe(out, MESSAGE_REQUEST, GREETING);
}

static void client_security(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    uint8_t security = cursor_u8(c);

    if (!cursor_ok(c))
        return;
    settle(state, security);
    observe(out, MESSAGE_REQUEST, LOG_IN);
    state_security(state, &out->receiver, out);
}

static void client_challenge(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    (void)out;
    cursor_skip(c, CHALLENGE_BYTES);
    state->from_client = PHASE_INIT;
}

static void client_init(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    (void)out;
    cursor_skip(c, 1); /* whether the desktop is shared */
    state->from_client = PHASE_OPEN;
}

static void client_message(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    static const uint8_t rest_bytes[] = { [0] = 19, [2] = 3, [3] = 9, [4] = 7, [5] = 5, [6] = 7 };
    uint8_t type = cursor_u8(c);
    struct cursor rest = { 0 };

    if (type >= COUNT_OF(rest_bytes) || rest_bytes[type] == 0) {
        state->from_client = PHASE_OPAQUE; /* an extension: its length is unknown */
        return;
    }
    rest = cursor_split(c, rest_bytes[type]);
    cursor_skip(&rest, type == CUT_TEXT ? 3 : 1);
    if (type == 2)
        cursor_skip(c, (size_t)cursor_u16be(&rest) * 4);
    else if (type == CUT_TEXT)
        cursor_skip(c, cursor_u32be(&rest));
    if (cursor_ok(c))
        observe(out, MESSAGE_REQUEST, type);
}

/* ---- both ---- */

static void nothing_more(struct cursor *c, struct vnc_state *state, struct dissection *out)
{
    (void)state, (void)out;
    cursor_skip(c, c->left);
}

typedef void step(struct cursor *c, struct vnc_state *state, struct dissection *out);

static step *const steps[2][PHASE_OPAQUE + 1] = {
    { client_greeting, client_security, client_challenge, nothing_more, client_init, client_message,
      nothing_more },
    { server_greeting, server_security, server_challenge, server_result, server_init, nothing_more,
      nothing_more },
};

static enum verdict vnc_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct vnc_state *state = out->state, before = *state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (out->direction == DIRECTION_UNKNOWN) { /* the server greets first */
        from_server = state->from_server == PHASE_GREETING;
        out->direction = from_server ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    }
    steps[from_server][from_server ? state->from_server : state->from_client](&ahead, state, out);
    if (!cursor_ok(&ahead)) {
        *state = before;
        return VERDICT_MORE;
    }
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol vnc_protocol = {
    .name = "vnc",
    .title = "VNC (remote framebuffer)",
    .specification = "RFC 6143",
    .carriers = CARRIER_TCP,
    .ports = { 5900, 5901 },
    .state_bytes = sizeof(struct vnc_state),
    .message_most = CUT_TEXT_MOST,
    .operations = operations,
    .probe = vnc_probe,
    .dissect = vnc_dissect,
};
