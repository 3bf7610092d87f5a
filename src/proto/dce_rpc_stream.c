/*
 * dce_rpc_stream.c - DCE-RPC over a connection, TCP or a named pipe: which interfaces
 * were agreed on, who logged in for them, and which operation an answer is for.
 *
 * A call of several fragments counts once, and over TCP its passenger gets all of them.
 * What is encrypted is counted by its operation, which is in clear text.
 *
 * Source: The Open Group C706, 12.6 (connection-oriented PDUs); MS-RPCE, 2.2.2.1
 * to 2.2.2.13.
 */
#include "proto/dce_rpc.h"
#include "proto/gss.h"

enum {
    HEADER_BYTES = 16,
    CALL_BYTES = 8,        /* in front of the stub, in requests and responses */
    GATHERED_MOST = 32768, /* bytes that the fragments of one call may take together */
    PDUS_MOST = 64,        /* that pass through a pipe at once */
    FLAG_FIRST = 0x01,
    FLAG_LAST = 0x02,
    FLAG_OBJECT = 0x80,
    TRAILER_BYTES = 8, /* of the verifier, behind the stub and its padding */
    LEVEL_PRIVACY = 6,
};

enum pdu_type {
    PDU_REQUEST = 0,
    PDU_RESPONSE = 2,
    PDU_FAULT = 3,
    PDU_BIND = RPC_BIND,
    PDU_BIND_ACK = 12,
    PDU_BIND_NAK = 13,
    PDU_ALTER = RPC_ALTER,
    PDU_ALTER_ACK = 15,
    PDU_AUTH_3 = 16,
    PDU_TYPES = 20,
};

/* Bit by type: those of version 5. */
static const uint32_t known_types = 0xff80d;

struct pdu {
    uint8_t type, flags;
    bool little;
    uint16_t length, verifier_length;
    uint32_t call;
    struct cursor body;  /* without its verifier */
    struct cursor token; /* in the verifier */
    bool is_private;
    const struct rpc_memory *memory; /* of its connection */
};

static bool header_read(struct cursor *c, struct pdu *p)
{
    uint8_t version = cursor_u8(c), minor = cursor_u8(c);

    p->type = cursor_u8(c);
    p->flags = cursor_u8(c);
    bool plain = rpc_representation_read(c, 4, &p->little);
    p->length = rpc_u16(c, p->little);
    p->verifier_length = rpc_u16(c, p->little);
    p->call = rpc_u32(c, p->little);
    size_t verifier = p->verifier_length ? TRAILER_BYTES + (size_t)p->verifier_length : 0;
    return cursor_ok(c) && version == 5 && minor <= 1 && plain && p->type < PDU_TYPES &&
           known_types >> p->type & 1 && p->length >= HEADER_BYTES + verifier;
}

/* Cut the verifier off: its level says whether the stub in front can be read. */
static void verifier_split(struct pdu *p, struct cursor rest)
{
    size_t verifier = p->verifier_length ? TRAILER_BYTES + (size_t)p->verifier_length : 0;

    p->body = cursor_split(&rest, rest.left - verifier);
    cursor_skip(&rest, 1); /* which mechanism */
    p->is_private = cursor_u8(&rest) == LEVEL_PRIVACY;
    uint8_t padding = cursor_u8(&rest);
    cursor_skip(&rest, 1 + 4); /* reserved, context */
    p->token = rest;
    if (cursor_ok(&rest) && padding <= p->body.left)
        p->body = cursor_split(&p->body, p->body.left - padding);
}

/* The first bytes of a header whose rest is still to come. */
static bool may_begin(struct cursor c)
{
    uint8_t version = cursor_u8(&c), minor = cursor_u8(&c), type = cursor_u8(&c);

    return version == 5 && minor <= 1 && type < PDU_TYPES && known_types >> type & 1;
}

enum match rpc_stream_probe(struct cursor payload)
{
    struct pdu p = { 0 };

    if (payload.left < HEADER_BYTES)
        return may_begin(payload) ? MATCH_MAYBE : MATCH_NO;
    return header_read(&payload, &p) ? MATCH_YES : MATCH_NO;
}

/* ---- what is kept of a connection ---- */

static struct rpc_memory memory_of(const struct dissection *out)
{
    struct rpc_stream_state *state = &((struct rpc_state *)out->state)->stream;

    return (struct rpc_memory){ .contexts = state->contexts,
                                .asked = state->asked,
                                .context_count = RPC_CONTEXTS_MOST,
                                .asked_count = RPC_CALLS_MOST,
                                .next_context = &state->next_context,
                                .next_asked = &state->next_asked };
}

static struct rpc_context *context_of(const struct rpc_memory *memory, uint16_t id)
{
    for (size_t i = 0; i < memory->context_count; i++) {
        struct rpc_context *row = &memory->contexts[i];
        if (row->open && row->channel == memory->channel && row->id == id)
            return row;
    }
    return NULL;
}

/* The row that gives way next. */
static size_t take_turn(uint8_t *next, uint8_t count)
{
    size_t turn = *next % count;

    *next = (uint8_t)((turn + 1) % count);
    return turn;
}

static void context_open(const struct rpc_memory *memory, uint16_t id, struct rpc_uuid interface)
{
    struct rpc_context *row = context_of(memory, id);

    if (!row)
        row = &memory->contexts[take_turn(memory->next_context, memory->context_count)];
    *row = (struct rpc_context){
        .interface = interface, .channel = memory->channel, .id = id, .open = true
    };
}

static void remember(const struct rpc_memory *memory, uint32_t id, uint16_t opnum)
{
    memory->asked[take_turn(memory->next_asked, memory->asked_count)] =
        (struct rpc_asked){ .id = id ^ memory->channel, .opnum = opnum, .waits = true };
}

static struct rpc_asked *asked_of(const struct rpc_memory *memory, uint32_t id)
{
    for (size_t i = 0; i < memory->asked_count; i++)
        if (memory->asked[i].waits && memory->asked[i].id == (id ^ memory->channel))
            return &memory->asked[i];
    return NULL;
}

/* ---- PDUs ---- */

/* Without a memory only whether the list is whole. */
static bool contexts_read(struct cursor c, bool little, const struct rpc_memory *memory)
{
    uint8_t count = cursor_u8(&c);

    cursor_skip(&c, 3);
    for (unsigned i = 0; i < count && cursor_ok(&c); i++) {
        uint16_t id = rpc_u16(&c, little);
        uint8_t syntaxes = cursor_u8(&c);
        cursor_skip(&c, 1);
        struct rpc_uuid interface = rpc_uuid_read(&c, little);
        cursor_skip(&c, 4 + 20 * (size_t)syntaxes); /* its version, transfer syntaxes */
        if (memory)
            context_open(memory, id, interface);
    }
    return cursor_ok(&c);
}

static bool bind(struct pdu *p, struct dissection *out)
{
    cursor_skip(&p->body, 8); /* sizes of fragments, association group */
    if (!contexts_read(p->body, p->little, NULL))
        return false; /* half a list is none */
    (void)contexts_read(p->body, p->little, p->memory);
    dissection_operation(out, &dce_rpc_protocol, MESSAGE_REQUEST, RPC_CONNECTION, p->type);
    return true;
}

/* Refused when the server accepts none of the contexts. */
static bool bind_ack(struct pdu *p, struct dissection *out)
{
    bool accepted = false;
    size_t before = p->body.left;

    cursor_skip(&p->body, 8);
    cursor_skip(&p->body, rpc_u16(&p->body, p->little)); /* secondary address */
    cursor_skip(&p->body, (4 - (before - p->body.left) % 4) % 4);
    uint8_t count = cursor_u8(&p->body);
    cursor_skip(&p->body, 3);
    for (unsigned i = 0; i < count && cursor_ok(&p->body); i++) {
        accepted |= rpc_u16(&p->body, p->little) == 0;
        cursor_skip(&p->body, 22); /* reason, transfer syntax */
    }
    dissection_operation(out, &dce_rpc_protocol, accepted ? MESSAGE_RESPONSE : MESSAGE_REFUSAL,
                         RPC_CONNECTION, p->type == PDU_BIND_ACK ? RPC_BIND : RPC_ALTER);
    return cursor_ok(&p->body);
}

static bool bind_nak(struct pdu *p, struct dissection *out)
{
    (void)p;
    dissection_operation(out, &dce_rpc_protocol, MESSAGE_REFUSAL, RPC_CONNECTION, RPC_BIND);
    return true;
}

/* The third word of a log-in, which nobody answers. */
static bool log_in(struct pdu *p, struct dissection *out)
{
    (void)p;
    (void)out;
    return true;
}

static void observe(const struct pdu *p, uint16_t context_id, struct rpc_call *call,
                    struct dissection *out)
{
    const struct rpc_context *context = context_of(p->memory, context_id);
    struct cursor nothing = cursor_over(NULL, 0);

    if (context)
        call->interface = context->interface;
    call->little = p->little;
    rpc_call_observe(call, p->is_private ? nothing : p->body, out);
}

static bool request(struct pdu *p, struct dissection *out)
{
    struct rpc_call call = { .kind = MESSAGE_REQUEST };

    if (!(p->flags & FLAG_FIRST))
        return true;
    cursor_skip(&p->body, 4); /* hint at the length of all fragments */
    uint16_t context = rpc_u16(&p->body, p->little);
    call.opnum = rpc_u16(&p->body, p->little);
    if (p->flags & FLAG_OBJECT)
        call.object = rpc_uuid_read(&p->body, p->little);
    if (!cursor_ok(&p->body))
        return false;
    remember(p->memory, p->call, call.opnum);
    observe(p, context, &call, out);
    return true;
}

static bool answer(struct pdu *p, struct dissection *out)
{
    struct rpc_call call = { .kind = p->type == PDU_FAULT ? MESSAGE_REFUSAL : MESSAGE_RESPONSE };
    struct rpc_asked *asked = asked_of(p->memory, p->call);

    cursor_skip(&p->body, 4);
    uint16_t context = rpc_u16(&p->body, p->little);
    cursor_skip(&p->body, 2); /* cancels */
    if (!cursor_ok(&p->body))
        return false;
    if (!asked || !(p->flags & FLAG_FIRST))
        return true; /* the request was before the capture, or this goes on */
    asked->waits = false;
    call.opnum = asked->opnum;
    if (call.kind == MESSAGE_REFUSAL)
        p->body = cursor_over(NULL, 0);
    observe(p, context, &call, out);
    return true;
}

/* All other types say nothing about what is done. */
static const struct {
    enum pdu_type type;
    enum direction direction;
    bool (*read)(struct pdu *p, struct dissection *out);
} readers[] = {
    { PDU_REQUEST, DIRECTION_FROM_CLIENT, request },
    { PDU_RESPONSE, DIRECTION_FROM_SERVER, answer },
    { PDU_FAULT, DIRECTION_FROM_SERVER, answer },
    { PDU_BIND, DIRECTION_FROM_CLIENT, bind },
    { PDU_BIND_ACK, DIRECTION_FROM_SERVER, bind_ack },
    { PDU_BIND_NAK, DIRECTION_FROM_SERVER, bind_nak },
    { PDU_ALTER, DIRECTION_FROM_CLIENT, bind },
    { PDU_ALTER_ACK, DIRECTION_FROM_SERVER, bind_ack },
    { PDU_AUTH_3, DIRECTION_FROM_CLIENT, log_in },
};

/* In what agrees on something the verifier is a log-in; in calls it is a signature. */
static bool logs_in(const struct pdu *p)
{
    return p->type >= PDU_BIND && p->type <= PDU_AUTH_3;
}

static bool dispatch(struct pdu *p, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (readers[i].type != p->type)
            continue;
        out->direction = readers[i].direction;
        bool is_sound = readers[i].read(p, out);
        if (is_sound && logs_in(p))
            gss_state(out, p->token, "rpc authentication");
        return is_sound;
    }
    return true;
}

/* ---- fragments ---- */

static bool has_more(const struct pdu *p)
{
    return (p->type == PDU_REQUEST || p->type == PDU_RESPONSE) && p->flags & FLAG_FIRST &&
           !(p->flags & FLAG_LAST) && !p->is_private;
}

/* The next fragment of the same call: OK, not come yet, or something else that stands there. */
static enum verdict next_fragment(struct cursor *behind, const struct pdu *first, struct pdu *next)
{
    struct cursor start = *behind;

    *next = (struct pdu){ 0 };
    if (start.left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!header_read(behind, next) || next->type != first->type || next->call != first->call ||
        next->flags & FLAG_FIRST)
        return VERDICT_MALFORMED;
    if (start.left < next->length)
        return VERDICT_MORE;
    verifier_split(next, cursor_split(behind, next->length - (size_t)HEADER_BYTES));
    cursor_skip(&next->body, CALL_BYTES);
    return cursor_ok(&next->body) ? VERDICT_OK : VERDICT_MALFORMED;
}

/* How much the stub is with all fragments; what stands behind the first one is consumed. */
static enum verdict measure(struct cursor *behind, const struct pdu *p, size_t *bytes)
{
    struct pdu next = *p;

    *bytes = p->body.left;
    while (!(next.flags & FLAG_LAST)) {
        enum verdict verdict = next_fragment(behind, p, &next);
        if (verdict != VERDICT_OK)
            return verdict;
        *bytes += next.body.left;
    }
    return VERDICT_OK;
}

static void append(uint8_t **at, struct cursor part)
{
    while (part.left > 0)
        *(*at)++ = cursor_u8(&part);
}

/*
 * Add all fragments of a call to its first one.  Where something else stands between
 * them, or they are too much together, the first one has to do.
 */
static enum verdict gather(struct cursor *behind, struct pdu *p, size_t come, struct arena *into)
{
    struct cursor end = *behind;
    size_t bytes;
    enum verdict verdict = measure(&end, p, &bytes);

    if (verdict == VERDICT_MORE && come < GATHERED_MOST)
        return VERDICT_MORE;
    uint8_t *whole = verdict == VERDICT_OK ? arena_array(into, uint8_t, bytes) : NULL, *at = whole;
    if (!whole)
        return VERDICT_OK;
    struct pdu next = *p;
    append(&at, p->body);
    while (!(next.flags & FLAG_LAST) && next_fragment(behind, p, &next) == VERDICT_OK)
        append(&at, next.body);
    p->body = cursor_over(whole, bytes);
    return VERDICT_OK;
}

enum verdict rpc_stream_read(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct rpc_memory memory = memory_of(out);
    struct pdu p = { .memory = &memory };

    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!header_read(&ahead, &p))
        return VERDICT_MALFORMED;
    if (payload->left < p.length)
        return VERDICT_MORE;
    verifier_split(&p, cursor_split(&ahead, p.length - HEADER_BYTES));
    if (has_more(&p) && gather(&ahead, &p, payload->left, out->arena) == VERDICT_MORE)
        return VERDICT_MORE;
    if (!dispatch(&p, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

/* ---- pipes ---- */

static bool is_known(const struct rpc_memory *memory)
{
    for (size_t i = 0; i < memory->context_count; i++)
        if (memory->contexts[i].open && memory->contexts[i].channel == memory->channel)
            return true;
    return false;
}

/* A reader that has less room than a PDU gets the rest of it later: its head says enough. */
static void body_read(struct cursor *data, struct pdu *p)
{
    size_t length = p->length - (size_t)HEADER_BYTES;

    if (length <= data->left)
        verifier_split(p, cursor_split(data, length));
    else
        p->body = cursor_split(data, data->left);
}

void rpc_pipe_read(struct cursor data, const struct rpc_memory *memory, struct dissection *out)
{
    for (unsigned i = 0; i < PDUS_MOST && data.left >= HEADER_BYTES; i++) {
        struct pdu p = { .memory = memory };
        if (!header_read(&data, &p) || (p.type != PDU_BIND && !is_known(memory)))
            return;
        body_read(&data, &p);
        if (!dispatch(&p, out))
            return;
    }
}
