/*
 * smb.c - SMB 1 to 3 over NetBIOS sessions (TCP 139) and over TCP alone (445): who
 * opens which shares and pipes of whom, in which version, signed or not.
 *
 * File contents are skipped by their length.
 *
 * Source: RFC 1002, 4.3 (session packets); [MS-SMB2] 2.1 (over TCP), 2.2.41
 * (encrypted messages).
 */
#include "proto/smb.h"

#include "proto/netbios_name.h"

enum {
    SESSION_HEAD = 4,
    SESSION_MESSAGE = 0x00,
    SESSION_REQUEST = 0x81,
    SESSION_POSITIVE = 0x82,
    SESSION_NEGATIVE = 0x83,
    SESSION_KEEPALIVE = 0x85,
    REQUEST_BYTES = 68, /* two encoded names, each with its length and its end */
    HEAD_LEAST = 32,
    READ_MOST = 16384, /* of one message; what is longer carries contents of files */
};

/* The first four bytes of a message. */
static const uint32_t mark_smb1 = 0xff534d42, mark_smb2 = 0xfe534d42, mark_encrypted = 0xfd534d42,
                      mark_compressed = 0xfc534d42;

static const struct operation operations[] = {
#define SMB2(command, name, class) { command, SUB_NONE, name, class },
#define SMB1(command, name, class) { SMB_1, command, "smb 1 " name, class },
#include "proto/smb_commands.def"
#undef SMB1
#undef SMB2
#define PIPE(sub, name, class) { SMB_PIPE, sub, "open pipe " name, class },
#include "proto/smb_pipes.def"
#undef PIPE
    { SMB_NETBIOS, SUB_NONE, "netbios session", CLASS_diag },
    { 0 },
};

static const char *const pipes[] = {
    "",
#define PIPE(sub, name, class) name,
#include "proto/smb_pipes.def"
#undef PIPE
};

bool smb_is_refusal(uint32_t status)
{
    enum { SEVERITY_ERROR = 3 };
    static const uint32_t more_processing_required = 0xc0000016;

    return status >> 30 == SEVERITY_ERROR && status != more_processing_required;
}

/* SMB 1 writes "\svcctl", later versions "svcctl". */
uint32_t smb_pipe_of(struct text name)
{
    if (text_starts(name, "\\"))
        name = (struct text){ name.at + 1, name.length - 1 };
    for (uint32_t i = 1; i < COUNT_OF(pipes); i++)
        if (text_starts(name, pipes[i]) && name.length == text_of(pipes[i]).length)
            return i;
    return SUB_NONE;
}

void smb_count_create(struct dissection *out, struct text name, uint32_t key, uint32_t code,
                      uint32_t sub)
{
    struct smb_state *state = out->state;
    uint32_t pipe = smb_pipe_of(name);

    if (pipe == SUB_NONE) {
        dissection_operation(out, &smb_protocol, MESSAGE_REQUEST, code, sub);
        return;
    }
    requests_add(&state->pipes, (struct request){ .key = key, .sub = pipe });
    dissection_operation(out, &smb_protocol, MESSAGE_REQUEST, SMB_PIPE, pipe);
}

void smb_count_created(struct dissection *out, enum message_kind kind, uint32_t key, uint32_t code,
                       uint32_t sub)
{
    struct smb_state *state = out->state;
    struct request asked = { 0 };

    if (requests_take(&state->pipes, key, &asked))
        dissection_operation(out, &smb_protocol, kind, SMB_PIPE, asked.sub);
    else
        dissection_operation(out, &smb_protocol, kind, code, sub);
}

struct session {
    uint8_t type;
    uint32_t length, mark;
};

static struct session read_session(struct cursor *c)
{
    uint32_t head = cursor_u32be(c);
    struct cursor ahead = *c;

    return (struct session){ (uint8_t)(head >> 24), head & 0xffffff, cursor_u32be(&ahead) };
}

static bool is_marked(const struct session *s)
{
    return s->type == SESSION_MESSAGE && s->length >= HEAD_LEAST &&
           (s->mark == mark_smb1 || s->mark == mark_smb2 || s->mark == mark_encrypted ||
            s->mark == mark_compressed);
}

static bool is_session(const struct session *s)
{
    return (s->type == SESSION_REQUEST && s->length == REQUEST_BYTES) ||
           (s->type == SESSION_POSITIVE && s->length == 0) ||
           (s->type == SESSION_NEGATIVE && s->length == 1) ||
           (s->type == SESSION_KEEPALIVE && s->length == 0);
}

static enum match smb_probe(struct cursor payload)
{
    if (payload.left < SESSION_HEAD)
        return MATCH_NO;
    struct session s = read_session(&payload);

    if (is_marked(&s))
        return MATCH_YES;
    return is_session(&s) ? MATCH_MAYBE : MATCH_NO;
}

static void state_name(struct dissection *out, const struct address *about, struct cursor *names)
{
    struct netbios_name name;
    struct cursor label = cursor_split(names, cursor_u8(names));

    cursor_skip(names, 1); /* the end of the name */
    if (netbios_name_decode(label, &name))
        netbios_name_state(out, about, &name, false, "netbios session");
}

static void read_setup(const struct session *s, struct cursor body, struct dissection *out)
{
    static const struct {
        uint8_t type;
        enum message_kind kind;
    } kinds[] = { { SESSION_REQUEST, MESSAGE_REQUEST },
                  { SESSION_POSITIVE, MESSAGE_RESPONSE },
                  { SESSION_NEGATIVE, MESSAGE_REFUSAL } };

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].type == s->type)
            dissection_operation(out, &smb_protocol, kinds[i].kind, SMB_NETBIOS, SUB_NONE);
    if (s->type == SESSION_KEEPALIVE)
        return;
    out->direction = s->type == SESSION_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    if (s->type == SESSION_REQUEST) {
        state_name(out, &out->receiver, &body);
        state_name(out, &out->sender, &body);
    }
}

static void read_message(const struct session *s, struct cursor body, struct dissection *out)
{
    if (!is_marked(s))
        read_setup(s, body, out);
    else if (s->mark == mark_smb1)
        smb1_read(body, out);
    else if (s->mark == mark_smb2)
        smb2_read(body, out);
    else if (s->mark == mark_encrypted)
        dissection_state(out, &out->sender, FIELD_cipher, TEXT("SMB encryption"), "smb transform",
                         CONFIDENCE_BANNER);
}

static enum verdict smb_dissect(struct cursor *payload, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct smb_state *state = out->state;

    if (skipping_takes(&state->rest, from_server, payload))
        return VERDICT_OK;
    if (payload->left < SESSION_HEAD)
        return VERDICT_MORE;
    struct cursor ahead = *payload;
    struct session s = read_session(&ahead);
    if (s.type == SESSION_MESSAGE && ahead.left < 4)
        return s.length < HEAD_LEAST ? VERDICT_MALFORMED : VERDICT_MORE;
    if (!is_marked(&s) && !is_session(&s))
        return VERDICT_MALFORMED;
    size_t wanted = s.length < READ_MOST ? s.length : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    read_message(&s, cursor_split(&ahead, wanted), out);
    state->rest.left[from_server] = s.length - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol smb_protocol = {
    .name = "smb",
    .title = "SMB",
    .specification = "[MS-SMB2], [MS-CIFS]",
    .carriers = CARRIER_TCP,
    .ports = { 445, 139 },
    .state_bytes = sizeof(struct smb_state),
    .message_most = SESSION_HEAD + READ_MOST,
    .operations = operations,
    .probe = smb_probe,
    .dissect = smb_dissect,
};
