/*
 * telnet.c - Telnet: a console in clear text, and how it greets.
 *
 * Of the text only the server's first line is kept, and no prompt: what people
 * type, their passwords included, is never read.
 *
 * Source: RFC 854 (commands), RFC 855 (options).
 */
#include "proto/line.h"

enum { IAC = 255, SB = 250, SE = 240, WILL = 251, DONT = 254, GREETING_LEAST = 4 };

enum { SESSION_DATA = 0 }; /* the protocol numbers no operations; this one is ours */

static const struct operation operations[] = {
    { SESSION_DATA, SUB_NONE, "session data", CLASS_config },
    { 0 },
};

struct telnet_state {
    uint8_t has_greeted;
};

static enum match telnet_probe(struct cursor payload)
{
    return payload.left > 0 ? MATCH_MAYBE : MATCH_NO; /* text of any kind: port 23 decides */
}

static void skip_option(struct cursor *c)
{
    uint8_t byte = 0;

    while (c->left > 0 && byte != SE) {
        while (c->left > 0 && byte != IAC)
            byte = cursor_u8(c);
        byte = cursor_u8(c);
    }
}

static void skip_command(struct cursor *c)
{
    cursor_skip(c, 1);
    uint8_t command = cursor_u8(c);

    if (command >= WILL && command <= DONT)
        cursor_skip(c, 1);
    else if (command == SB)
        skip_option(c);
}

static bool stands_before_text(struct cursor c)
{
    uint8_t byte = cursor_u8(&c);

    return byte == IAC || byte <= ' ';
}

/* The first line behind negotiation and blanks. */
static struct cursor greeting(struct cursor c)
{
    struct cursor line, next = c;

    while (c.left > 0 && stands_before_text(c)) {
        if (cursor_u8(&next) == IAC)
            skip_command(&c);
        else
            cursor_skip(&c, 1);
        next = c;
    }
    return line_next(&next, &line) ? line : c;
}

static void read_greeting(struct cursor payload, struct dissection *out)
{
    struct telnet_state *state = out->state;
    struct text line = text_from_wire(greeting(payload), out->arena);

    if (line.length < GREETING_LEAST)
        return;
    state->has_greeted = true;
    if (line.at[line.length - 1] != ':')
        dissection_state(out, &out->sender, FIELD_description, line, "telnet greeting",
                         CONFIDENCE_BANNER);
}

static enum verdict telnet_dissect(struct cursor *payload, struct dissection *out)
{
    struct telnet_state *state = out->state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    dissection_operation(out, &telnet_protocol, from_server ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         SESSION_DATA, SUB_NONE);
    if (from_server && !state->has_greeted)
        read_greeting(*payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol telnet_protocol = {
    .name = "telnet",
    .title = "Telnet",
    .specification = "RFC 854",
    .carriers = CARRIER_TCP,
    .ports = { 23 },
    .state_bytes = sizeof(struct telnet_state),
    .message_most = 1,
    .operations = operations,
    .probe = telnet_probe,
    .dissect = telnet_dissect,
};
