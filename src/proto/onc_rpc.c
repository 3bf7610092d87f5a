/*
 * onc_rpc.c - ONC RPC: the port mapper, NFS and what else is called by program number.
 *
 * The code of a call is the program's number, its sub-code a hundred times the version
 * and the procedure ("100003/307" writes with NFS 3).  File contents are skipped.
 *
 * Source: RFC 5531, 8 (messages), 11 (records over TCP), 14 and appendix A (AUTH_SYS);
 * RFC 4506, 4 (XDR); RFC 1833, 3 (port mapper); RFC 1813, 5 (mount).
 */
#include "base/attributes.h"
#include "proto/line.h"
#include "proto/requests.h"

enum {
    CALL = 0,
    REPLY = 1,
    VERSION = 2,
    DENIED = 1,
    AUTH_SYS = 1,
    FLAVOURS_MOST = 6, /* of those that begin at 0; RPCSEC_GSS is the last */
    AUTH_MOST = 400,
    RECORD_HEAD = 4,
    RECORD_MOST = 1 << 24,
    READ_MOST = 8192, /* of one message; what is longer carries contents of files */
    HEADER_LEAST = 12,
    VERSIONS = 100,
    PORT_MAPPER = 100000,
    NFS = 100003,
    MOUNT = 100005,
    ROWS_MOST = 256,
    PATH_MOST = 1024,
};

/* Of both versions of mount. */
enum { MOUNT_MOUNT = 1, MOUNT_EXPORTS = 5 };

static const struct operation operations[] = {
#define PROGRAM(number, class, name) { number, SUB_ANY, name, CLASS_##class },
#define CALL(number, version, procedure, class, name)                                              \
    { number, (version)*VERSIONS + (procedure), name, CLASS_##class },
#include "proto/onc_rpc_programs.def"
#undef PROGRAM
#undef CALL
    { 0 },
};

struct rpc_state {
    struct skipping rest;
    struct requests asked; /* key: the transaction */
    uint8_t form;          /* enum form, once it is known */
};

enum form { FORM_UNKNOWN, FORM_RECORDS, FORM_DATAGRAMS };

struct message {
    uint32_t transaction, type;
    uint32_t program, version, procedure; /* of a call */
    struct cursor body;
};

/* Bytes with their length in front, padded to four. */
static struct cursor opaque(struct cursor *c, uint32_t most)
{
    uint32_t length = cursor_u32be(c);
    struct cursor found = cursor_split(c, length <= most ? length : SIZE_MAX);

    cursor_skip(c, (4 - length % 4) % 4);
    return found;
}

static bool read_call(struct cursor *c, struct message *m)
{
    uint32_t version = cursor_u32be(c);

    m->program = cursor_u32be(c);
    m->version = cursor_u32be(c);
    m->procedure = cursor_u32be(c);
    struct cursor flavour = *c;
    m->body = *c;
    return cursor_ok(c) && version == VERSION && m->program > 0 && m->version < VERSIONS &&
           m->procedure < VERSIONS && cursor_u32be(&flavour) <= FLAVOURS_MOST &&
           cursor_u32be(&flavour) <= AUTH_MOST && cursor_ok(&flavour);
}

static bool read_header(struct cursor c, struct message *m)
{
    m->transaction = cursor_u32be(&c);
    m->type = cursor_u32be(&c);
    if (m->type == CALL)
        return read_call(&c, m);
    m->body = c;
    return m->type == REPLY && cursor_u32be(&c) <= DENIED && cursor_ok(&c);
}

/* A record over TCP begins with its length, of which the top bit says that it is the last. */
static bool read_record(struct cursor *c, uint32_t *length)
{
    uint32_t head = cursor_u32be(c);

    *length = head & 0x7fffffff;
    return cursor_ok(c) && head >> 31 && *length >= HEADER_LEAST && *length <= RECORD_MOST;
}

/*
 * A call is known by its version.  An answer has so little that is fixed that the length
 * of a record that has not all come looks like one.
 */
static enum form form_of(struct cursor payload, struct message *m)
{
    struct cursor c = payload;
    uint32_t length;
    bool is_record = read_record(&c, &length);

    if (is_record && read_header(c, m))
        return FORM_RECORDS;
    if (read_header(payload, m) && (m->type == CALL || !is_record))
        return FORM_DATAGRAMS;
    return is_record ? FORM_RECORDS : FORM_UNKNOWN;
}

static enum match onc_rpc_probe(struct cursor payload)
{
    enum { ONLY_RECORD = 0x80 }; /* the first byte of a record that is the last, and no giant */
    struct message m = { .type = REPLY };

    if (payload.left < RECORD_HEAD)
        return cursor_u8(&payload) == ONLY_RECORD ? MATCH_MAYBE : MATCH_NO;
    if (form_of(payload, &m) == FORM_UNKNOWN)
        return MATCH_NO;
    return m.type == CALL ? MATCH_YES : MATCH_MAYBE;
}

/* ---- calls ---- */

static void state_share(struct dissection *out, const struct address *about, struct cursor path)
{
    dissection_state(out, about, FIELD_share, text_from_wire(path, out->arena), "nfs mount",
                     CONFIDENCE_ASKED);
}

/* The client's name, and the numbers of the user, in which the server believes. */
static void read_credential(struct cursor *c, const struct message *m, struct dissection *out)
{
    uint32_t flavour = cursor_u32be(c);
    struct cursor credential = opaque(c, AUTH_MOST);

    (void)cursor_u32be(c); /* verifier */
    (void)opaque(c, AUTH_MOST);
    if (flavour != AUTH_SYS || !cursor_ok(&credential))
        return;
    cursor_skip(&credential, 4); /* stamp */
    dissection_state(out, &out->sender, FIELD_name,
                     text_from_wire(opaque(&credential, AUTH_MOST), out->arena), "rpc credential",
                     CONFIDENCE_ASKED);
    if (m->program == NFS)
        dissection_state(out, &out->receiver, FIELD_security,
                         TEXT("NFS believes the client who its user is"), "rpc credential",
                         CONFIDENCE_BEHAVIOUR);
}

static void read_asked(const struct message *m, struct dissection *out)
{
    struct rpc_state *state = out->state;
    uint32_t sub = m->version * VERSIONS + m->procedure;
    struct cursor c = m->body;

    out->direction = DIRECTION_FROM_CLIENT;
    requests_add(&state->asked,
                 (struct request){ .key = m->transaction, .code = m->program, .sub = sub });
    dissection_operation(out, &onc_rpc_protocol, MESSAGE_REQUEST, m->program, sub);
    read_credential(&c, m, out);
    if (m->program == MOUNT && m->procedure == MOUNT_MOUNT)
        state_share(out, &out->receiver, opaque(&c, PATH_MOST));
}

/* ---- replies ---- */

/* Everything that is exported, each with the groups that may have it. */
static void read_exports(struct cursor c, struct dissection *out)
{
    for (unsigned i = 0; i < ROWS_MOST && cursor_u32be(&c) == 1; i++) {
        struct cursor path = opaque(&c, PATH_MOST);
        for (unsigned n = 0; n < ROWS_MOST && cursor_u32be(&c) == 1; n++)
            (void)opaque(&c, PATH_MOST);
        if (cursor_ok(&c))
            state_share(out, &out->sender, path);
    }
}

/* Programs that a port mapper of version 2 lists, by their names here. */
static void read_programs(struct cursor c, struct dissection *out)
{
    for (unsigned i = 0; i < ROWS_MOST && cursor_u32be(&c) == 1; i++) {
        uint32_t program = cursor_u32be(&c);
        cursor_skip(&c, 3 * 4); /* version, transport, port */
        const struct operation *row = operation_find(&onc_rpc_protocol, program, SUB_ANY);
        if (cursor_ok(&c) && row->name)
            dissection_state(out, &out->sender, FIELD_capability, text_of(row->name),
                             "port mapper list", CONFIDENCE_ANNOUNCED);
    }
}

/* NFS and mount begin what they return with a status; only listing mounts and exports does not. */
static bool has_status(const struct request *asked)
{
    uint32_t procedure = asked->sub % VERSIONS;

    return (asked->code == NFS && procedure != 0) ||
           (asked->code == MOUNT && procedure == MOUNT_MOUNT);
}

static void read_results(struct cursor c, const struct request *asked, struct dissection *out)
{
    if (asked->code == MOUNT && asked->sub % VERSIONS == MOUNT_EXPORTS)
        read_exports(c, out);
    if (asked->code == PORT_MAPPER && asked->sub == 2 * VERSIONS + 4)
        read_programs(c, out);
}

static void read_reply(const struct message *m, struct dissection *out)
{
    struct rpc_state *state = out->state;
    struct cursor c = m->body;
    struct request asked;
    bool is_refused = cursor_u32be(&c) == DENIED;

    out->direction = DIRECTION_FROM_SERVER;
    if (!requests_take(&state->asked, m->transaction, &asked))
        return;
    (void)cursor_u32be(&c); /* verifier */
    (void)opaque(&c, AUTH_MOST);
    is_refused |= cursor_u32be(&c) != 0;
    struct cursor results = c;
    is_refused |= has_status(&asked) && cursor_u32be(&c) != 0;
    dissection_operation(out, &onc_rpc_protocol, is_refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, asked.sub);
    if (!is_refused)
        read_results(results, &asked, out);
}

static enum verdict read_message(struct cursor whole, struct dissection *out)
{
    struct message m = { 0 };

    if (!read_header(whole, &m))
        return VERDICT_MALFORMED;
    if (m.type == CALL)
        read_asked(&m, out);
    else
        read_reply(&m, out);
    return VERDICT_OK;
}

/* ---- carriers ---- */

static enum verdict read_stream(struct cursor *payload, struct dissection *out)
{
    struct rpc_state *state = out->state;
    struct cursor ahead = *payload;
    uint32_t length;

    if (payload->left < RECORD_HEAD)
        return VERDICT_MORE;
    if (!read_record(&ahead, &length))
        return VERDICT_MALFORMED;
    size_t wanted = length < READ_MOST ? length : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    enum verdict verdict = read_message(cursor_split(&ahead, wanted), out);
    if (verdict != VERDICT_OK)
        return verdict;
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = length - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

static enum verdict read_datagram(struct cursor *payload, struct dissection *out)
{
    enum verdict verdict = read_message(*payload, out);

    if (verdict == VERDICT_OK)
        cursor_skip(payload, payload->left);
    return verdict;
}

static enum verdict onc_rpc_dissect(struct cursor *payload, struct dissection *out)
{
    struct rpc_state *state = out->state;
    struct message m = { 0 };

    if (skipping_takes(&state->rest, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (state->form == FORM_UNKNOWN && payload->left < RECORD_HEAD)
        return VERDICT_MORE;
    if (state->form == FORM_UNKNOWN)
        state->form = (uint8_t)form_of(*payload, &m);
    return state->form == FORM_DATAGRAMS ? read_datagram(payload, out) : read_stream(payload, out);
}

const struct protocol onc_rpc_protocol = {
    .name = "onc-rpc",
    .title = "ONC RPC with NFS",
    .specification = "RFC 5531, RFC 1833, RFC 1813",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 111, 2049 },
    .state_bytes = sizeof(struct rpc_state),
    .message_most = RECORD_HEAD + READ_MOST,
    .operations = operations,
    .probe = onc_rpc_probe,
    .dissect = onc_rpc_dissect,
};
