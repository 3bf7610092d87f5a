/*
 * fox.c - Niagara Fox: how Tridium stations and their workbenches greet.
 *
 * A message is lines of text: one that names a channel and a command, then
 * values by name between braces, and an end.  Both sides say in "hello" who they
 * are, before anybody has logged in.
 *
 * Source: Tridium publishes no specification.  Messages as captures show them.
 */
#include "proto/line.h"
#include "proto/protocol.h"

enum { MESSAGE_MOST = 16384, VALUES_MOST = 64 };

enum command { COMMAND_OTHER, COMMAND_HELLO, COMMAND_CHALLENGE };

static const struct operation operations[] = {
    { COMMAND_HELLO, SUB_NONE, "hello", CLASS_ident },
    { COMMAND_CHALLENGE, SUB_NONE, "challenge", CLASS_auth },
    { COMMAND_OTHER, SUB_NONE, "message", CLASS_unknown },
    { 0 },
};

/* "fox a 1 -1 fox hello": kind, numbers of this message and of the one answered, channel, command.
 */
struct head {
    bool is_answer;
    enum command command;
};

static struct text word(struct text *rest)
{
    return text_cut(rest, ' ');
}

static enum command command_of(struct text channel, struct text name)
{
    if (!text_is(channel, "fox"))
        return COMMAND_OTHER;
    if (text_is(name, "hello"))
        return COMMAND_HELLO;
    return text_is(name, "challenge") ? COMMAND_CHALLENGE : COMMAND_OTHER;
}

static bool head_read(struct cursor line, struct arena *into, struct head *h)
{
    struct text rest = line_text(line, 0, into);
    struct text fox = word(&rest), kind = word(&rest);

    (void)word(&rest); /* number */
    struct text answered = word(&rest), channel = word(&rest), name = word(&rest);
    h->is_answer = !text_starts(answered, "-");
    h->command = command_of(channel, name);
    return text_is(fox, "fox") && kind.length == 1 && name.length > 0;
}

/* ---- values of a hello ---- */

static const struct {
    const char *name;
    enum field field;
} values[] = {
    { "hostName=s:", FIELD_name },
    { "station.name=s:", FIELD_application },
    { "hostId=s:", FIELD_serial },
    { "brandId=s:", FIELD_vendor },
};

/* Pairs that make one value: a name and its version. */
struct pair {
    struct text name, version;
};

static void note(struct pair *p, struct cursor line, const char *name, const char *version,
                 struct arena *into)
{
    if (line_starts(line, name))
        p->name = line_text(line, text_of(name).length, into);
    else if (line_starts(line, version))
        p->version = line_text(line, text_of(version).length, into);
}

static void tell(struct dissection *out, enum field field, struct text value)
{
    dissection_state(out, &out->sender, field, value, "fox hello", CONFIDENCE_ANNOUNCED);
}

static void tell_pair(struct dissection *out, enum field field, const struct pair *p)
{
    if (p->name.length)
        tell(
            out, field,
            text_trim(text_format(out->arena, "%.*s %.*s", (int)p->name.length, p->name.at,
                                  (int)p->version.length, p->version.length ? p->version.at : "")));
}

/* "Qnx-NPM6-0000-1490-C30C": the second part is the kind of controller. */
static void tell_model(struct dissection *out, struct text host_id)
{
    struct text rest = host_id, system = text_cut(&rest, '-');

    if (text_is(system, "Qnx"))
        tell(out, FIELD_model, text_cut(&rest, '-'));
}

static void tell_value(struct cursor line, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (!line_starts(line, values[i].name))
            continue;
        struct text value = line_text(line, text_of(values[i].name).length, out->arena);
        tell(out, values[i].field, value);
        if (values[i].field == FIELD_serial)
            tell_model(out, value);
    }
}

static void tell_hello(struct cursor body, struct dissection *out)
{
    struct pair application = { 0 }, system = { 0 };
    struct cursor line;

    for (int i = 0; i < VALUES_MOST && line_next(&body, &line); i++) {
        note(&application, line, "app.name=s:", "app.version=s:", out->arena);
        note(&system, line, "os.name=s:", "os.version=s:", out->arena);
        tell_value(line, out);
    }
    tell_pair(out, FIELD_software, &application);
    tell_pair(out, FIELD_os, &system);
}

/* ---- messages ---- */

/* The end is a line of its own that closes with two semicolons. */
static bool body_read(struct cursor *c, struct cursor *body)
{
    struct cursor ahead = *c, line;

    while (line_next(&ahead, &line)) {
        bool ends = line_starts(line, "};;") || line_starts(line, ";;");
        if (!ends)
            continue;
        *body = cursor_split(c, c->left - ahead.left);
        return true;
    }
    return false;
}

static bool starts_right(struct cursor payload)
{
    static const char start[] = "fox ";
    size_t i = 0;

    while (start[i] && payload.left > 0 && cursor_u8(&payload) == (uint8_t)start[i])
        i++;
    return i > 0 && (!start[i] || payload.left == 0);
}

static enum match fox_probe(struct cursor payload)
{
    bool right = starts_right(payload);
    struct cursor line = { 0 };

    if (!right || !line_next(&payload, &line))
        return right ? MATCH_MAYBE : MATCH_NO;
    return line_starts(line, "fox a 1 -1 fox hello") || line_starts(line, "fox a 0 -1 fox hello")
               ? MATCH_YES
               : MATCH_MAYBE;
}

static enum verdict fox_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload, line, body;
    struct head h;

    if (payload->left > 0 && !starts_right(*payload))
        return VERDICT_MALFORMED;
    if (!line_next(&ahead, &line) || !body_read(&ahead, &body))
        return VERDICT_MORE;
    if (!head_read(line, out->arena, &h))
        return VERDICT_MALFORMED;
    bool greets_back = h.command == COMMAND_HELLO && out->direction == DIRECTION_FROM_SERVER;
    dissection_operation(out, &fox_protocol,
                         h.is_answer || greets_back ? MESSAGE_RESPONSE : MESSAGE_REQUEST, h.command,
                         SUB_NONE);
    if (h.command == COMMAND_HELLO)
        tell_hello(body, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol fox_protocol = {
    .name = "fox",
    .title = "Niagara Fox",
    .specification = "Tridium Fox, as observed",
    .carriers = CARRIER_TCP,
    .ports = { 1911, 4911 },
    .is_industrial = true,
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = fox_probe,
    .dissect = fox_dissect,
};
