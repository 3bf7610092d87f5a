/*
 * dce_rpc_stream.c - DCE-RPC over a connection: which interfaces were agreed on,
 * and which operation an answer is for.
 *
 * A call of several fragments counts with its first one.  What is encrypted is
 * counted by its operation, which is in clear text.
 *
 * Source: The Open Group C706, 12.6 (connection-oriented PDUs); MS-RPCE, 2.2.2.1
 * to 2.2.2.13.
 */
#include "proto/dce_rpc.h"

enum {
    HEADER_BYTES = 16,
    FLAG_FIRST = 0x01,
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
    PDU_TYPES = 20,
};

/* Bit by type: those of version 5. */
static const uint32_t known_types = 0xff80d;

struct pdu {
    uint8_t type, flags;
    bool little;
    uint16_t length, verifier_length;
    uint32_t call;
    struct cursor body; /* without its verifier */
    bool is_private;
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

static struct rpc_stream_state *state_of(const struct dissection *out)
{
    return &((struct rpc_state *)out->state)->stream;
}

static struct rpc_context *context_of(struct rpc_stream_state *state, uint16_t id)
{
    for (size_t i = 0; i < RPC_CONTEXTS_MOST; i++)
        if (state->contexts[i].open && state->contexts[i].id == id)
            return &state->contexts[i];
    return NULL;
}

static void context_open(struct rpc_stream_state *state, uint16_t id, struct rpc_uuid interface)
{
    struct rpc_context *row = context_of(state, id);

    if (!row) {
        row = &state->contexts[state->next_context];
        state->next_context = (uint8_t)((state->next_context + 1) % RPC_CONTEXTS_MOST);
    }
    *row = (struct rpc_context){ .interface = interface, .id = id, .open = true };
}

static void remember(struct rpc_stream_state *state, uint32_t id, uint16_t opnum)
{
    state->asked[state->next_asked] = (struct rpc_asked){ .id = id, .opnum = opnum, .waits = true };
    state->next_asked = (uint8_t)((state->next_asked + 1) % RPC_CALLS_MOST);
}

static struct rpc_asked *asked_of(struct rpc_stream_state *state, uint32_t id)
{
    for (size_t i = 0; i < RPC_CALLS_MOST; i++)
        if (state->asked[i].waits && state->asked[i].id == id)
            return &state->asked[i];
    return NULL;
}

/* ---- PDUs ---- */

static void contexts_read(struct pdu *p, unsigned count, struct rpc_stream_state *state)
{
    for (unsigned i = 0; i < count && cursor_ok(&p->body); i++) {
        uint16_t id = rpc_u16(&p->body, p->little);
        uint8_t syntaxes = cursor_u8(&p->body);
        cursor_skip(&p->body, 1);
        struct rpc_uuid interface = rpc_uuid_read(&p->body, p->little);
        cursor_skip(&p->body, 4 + 20 * (size_t)syntaxes); /* its version, transfer syntaxes */
        context_open(state, id, interface);
    }
}

static bool bind(struct pdu *p, struct dissection *out)
{
    struct rpc_stream_state agreed = *state_of(out);

    cursor_skip(&p->body, 8); /* sizes of fragments, association group */
    uint8_t count = cursor_u8(&p->body);
    cursor_skip(&p->body, 3);
    contexts_read(p, count, &agreed);
    if (!cursor_ok(&p->body))
        return false; /* half a list is none */
    *state_of(out) = agreed;
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

static void observe(const struct pdu *p, uint16_t context_id, struct rpc_call *call,
                    struct dissection *out)
{
    const struct rpc_context *context = context_of(state_of(out), context_id);
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
    remember(state_of(out), p->call, call.opnum);
    observe(p, context, &call, out);
    return true;
}

static bool answer(struct pdu *p, struct dissection *out)
{
    struct rpc_call call = { .kind = p->type == PDU_FAULT ? MESSAGE_REFUSAL : MESSAGE_RESPONSE };
    struct rpc_asked *asked = asked_of(state_of(out), p->call);

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
};

static bool dispatch(struct pdu *p, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (readers[i].type != p->type)
            continue;
        out->direction = readers[i].direction;
        return readers[i].read(p, out);
    }
    return true;
}

enum verdict rpc_stream_read(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct pdu p = { 0 };

    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!header_read(&ahead, &p))
        return VERDICT_MALFORMED;
    if (payload->left < p.length)
        return VERDICT_MORE;
    verifier_split(&p, cursor_split(&ahead, p.length - HEADER_BYTES));
    if (!dispatch(&p, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}
