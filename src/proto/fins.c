/*
 * fins.c - OMRON FINS over UDP and over TCP.
 *
 * A frame names its command in requests and answers alike, and says which of
 * the two it is.  Codes read "5/1"; what FINS/TCP says outside of frames has
 * codes from 256 on.
 *
 * Source: OMRON W342 (CS/CJ communications commands), 3-3 and 5-1; W420 (Ethernet
 * Units), 7-4 (FINS/TCP header and commands).
 */
#include "proto/fins.h"

enum {
    HEADER_BYTES = 12, /* with the command code */
    FRAME_MOST = 2012,
    GATEWAYS_MOST = 7,
    NETWORK_MOST = 127,

    MAGIC = 0x46494e53, /* "FINS" */
    LENGTH_LEAST = 8,   /* command and error, which the length counts */
    LENGTH_MOST = LENGTH_LEAST + FRAME_MOST,
    ERROR_MOST = 0x25,
    TRANSPORT_FROM = 256,
};

enum information { ICF_ALWAYS = 0x80, ICF_ANSWER = 0x40, ICF_UNANSWERED = 0x01 };

enum tcp_command {
    TCP_ASK_NODE = 0,
    TCP_GIVE_NODE = 1,
    TCP_FRAME = 2,
    TCP_ERROR = 3,
    TCP_CONFIRM = 6,
};

static const struct operation operations[] = {
#define CODE(main, sub, class, name) { main, sub, name, CLASS_##class },
#include "proto/fins_codes.def"
#undef CODE
    { TRANSPORT_FROM + TCP_ASK_NODE, SUB_NONE, "FINS/TCP node address", CLASS_auth },
    { TRANSPORT_FROM + TCP_ERROR, SUB_NONE, "FINS/TCP frame", CLASS_diag },
    { TRANSPORT_FROM + TCP_CONFIRM, SUB_NONE, "FINS/TCP connection confirmation", CLASS_diag },
    { 0 },
};

struct fins_state {
    bool settled; /* who is the client; both sides may send commands later */
};

static struct fins_address address_read(struct cursor *c)
{
    struct fins_address a = { .network = cursor_u8(c) };

    a.node = cursor_u8(c);
    a.unit = cursor_u8(c);
    return a;
}

/* False for what no FINS device sends. */
static bool frame_read(struct cursor *c, struct fins_frame *f)
{
    uint8_t information = cursor_u8(c), reserved = cursor_u8(c), gateways = cursor_u8(c);

    f->target = address_read(c);
    f->source = address_read(c);
    cursor_skip(c, 1); /* service id */
    f->main = cursor_u8(c);
    f->sub = cursor_u8(c);
    f->answers = information & ICF_ANSWER;
    f->end = f->answers ? cursor_u16be(c) : 0;
    f->data = *c;
    return cursor_ok(c) && (information & ~(ICF_ANSWER | ICF_UNANSWERED)) == ICF_ALWAYS &&
           reserved == 0 && gateways <= GATEWAYS_MOST && f->target.network <= NETWORK_MOST &&
           f->source.network <= NETWORK_MOST;
}

static void settle(struct dissection *out, bool by_client)
{
    struct fins_state *state = out->state;

    if (state->settled)
        return;
    state->settled = true;
    out->direction = by_client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

static enum verdict frame_dissect(struct cursor c, struct dissection *out)
{
    struct fins_frame f;

    if (!frame_read(&c, &f))
        return VERDICT_MALFORMED;
    settle(out, !f.answers);
    dissection_operation(out, &fins_protocol,
                         !f.answers         ? MESSAGE_REQUEST
                         : fins_refused(&f) ? MESSAGE_REFUSAL
                                            : MESSAGE_RESPONSE,
                         f.main, f.sub);
    if (f.answers && !fins_refused(&f))
        fins_tell_answer(&f, out);
    return VERDICT_OK;
}

/* ---- FINS/TCP ---- */

struct tcp_message {
    uint32_t command, error;
    struct cursor body;
};

static enum verdict ask_node(struct tcp_message *m, struct dissection *out)
{
    (void)m;
    settle(out, true);
    dissection_operation(out, &fins_protocol, MESSAGE_REQUEST, TRANSPORT_FROM + TCP_ASK_NODE,
                         SUB_NONE);
    return VERDICT_OK;
}

/* The server gives both sides the node numbers that they have on this connection. */
static enum verdict give_node(struct tcp_message *m, struct dissection *out)
{
    uint32_t client = cursor_u32be(&m->body), server = cursor_u32be(&m->body);
    bool given = m->error == 0;

    settle(out, false);
    dissection_operation(out, &fins_protocol, given ? MESSAGE_RESPONSE : MESSAGE_REFUSAL,
                         TRANSPORT_FROM + TCP_ASK_NODE, SUB_NONE);
    if (given && cursor_ok(&m->body)) {
        fins_tell_station(out, &out->receiver, (struct fins_address){ .node = (uint8_t)client });
        fins_tell_station(out, &out->sender, (struct fins_address){ .node = (uint8_t)server });
    }
    return VERDICT_OK;
}

static enum verdict carry_frame(struct tcp_message *m, struct dissection *out)
{
    return frame_dissect(m->body, out);
}

static enum verdict tell_error(struct tcp_message *m, struct dissection *out)
{
    (void)m;
    dissection_operation(out, &fins_protocol, MESSAGE_REFUSAL, TRANSPORT_FROM + TCP_ERROR,
                         SUB_NONE);
    return VERDICT_OK;
}

static enum verdict confirm(struct tcp_message *m, struct dissection *out)
{
    (void)m;
    dissection_operation(out, &fins_protocol, MESSAGE_REQUEST, TRANSPORT_FROM + TCP_CONFIRM,
                         SUB_NONE);
    return VERDICT_OK;
}

static enum verdict (*const tcp_commands[])(struct tcp_message *, struct dissection *) = {
    [TCP_ASK_NODE] = ask_node, [TCP_GIVE_NODE] = give_node, [TCP_FRAME] = carry_frame,
    [TCP_ERROR] = tell_error,  [TCP_CONFIRM] = confirm,
};

static bool is_tcp(struct cursor payload)
{
    return cursor_u32be(&payload) == MAGIC;
}

/* MORE also for a beginning that may still become the magic number. */
static enum verdict tcp_read(struct cursor *c, struct tcp_message *m)
{
    uint32_t magic = cursor_u32be(c);
    uint32_t length = cursor_u32be(c);
    bool has_length = cursor_ok(c);
    struct cursor ahead = *c;

    m->command = cursor_u32be(&ahead);
    if (has_length && (magic != MAGIC || length < LENGTH_LEAST || length > LENGTH_MOST))
        return VERDICT_MALFORMED;
    if (cursor_ok(&ahead) && (m->command >= COUNT_OF(tcp_commands) || !tcp_commands[m->command]))
        return VERDICT_MALFORMED;
    if (!has_length || length > c->left)
        return VERDICT_MORE;
    m->body = cursor_split(c, length);
    cursor_skip(&m->body, 4);
    m->error = cursor_u32be(&m->body);
    return m->error <= ERROR_MOST ? VERDICT_OK : VERDICT_MALFORMED;
}

static bool starts_as_magic(struct cursor payload)
{
    static const char magic[] = "FINS";
    size_t i = 0;

    while (i < 4 && payload.left > 0 && cursor_u8(&payload) == (uint8_t)magic[i])
        i++;
    return i > 0 && (i == 4 || payload.left == 0);
}

static enum match fins_probe(struct cursor payload)
{
    struct tcp_message m;
    struct fins_frame f;

    if (is_tcp(payload)) {
        bool whole = payload.left >= LENGTH_LEAST + 4;
        return tcp_read(&payload, &m) == VERDICT_MALFORMED ? MATCH_NO
               : whole                                     ? MATCH_YES
                                                           : MATCH_MAYBE;
    }
    if (starts_as_magic(payload))
        return MATCH_MAYBE;
    return frame_read(&payload, &f) && operation_find(&fins_protocol, f.main, f.sub)->name
               ? MATCH_MAYBE
               : MATCH_NO;
}

static enum verdict tcp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload; /* do not consume half a message */
    struct tcp_message m;
    enum verdict verdict = tcp_read(&ahead, &m);

    if (verdict == VERDICT_OK)
        verdict = tcp_commands[m.command](&m, out);
    if (verdict == VERDICT_OK)
        *payload = ahead;
    return verdict;
}

/* Only a datagram begins with a frame itself: of a stream, one would not know where it ends. */
static enum verdict fins_dissect(struct cursor *payload, struct dissection *out)
{
    if (starts_as_magic(*payload))
        return tcp_dissect(payload, out);
    enum verdict verdict = frame_dissect(*payload, out);
    if (verdict == VERDICT_OK)
        cursor_skip(payload, payload->left);
    return verdict;
}

const struct protocol fins_protocol = {
    .name = "fins",
    .title = "OMRON FINS",
    .specification = "OMRON W342, W420",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 9600 },
    .is_industrial = true,
    .state_bytes = sizeof(struct fins_state),
    .message_most = LENGTH_LEAST + LENGTH_MOST,
    .operations = operations,
    .probe = fins_probe,
    .dissect = fins_dissect,
};
