/*
 * dce_rpc_datagram.c - DCE-RPC over datagrams, where every packet names its
 * interface and its operation.
 *
 * A call that is not answered in time is sent again under the same activity and
 * sequence number: it counts once.  Of a call in fragments the first counts.
 *
 * Source: The Open Group C706, 12.5 (connectionless PDUs).
 */
#include "base/hash.h"
#include "proto/dce_rpc.h"

enum {
    HEADER_BYTES = 80,
    TYPE_MOST = 10,
    FLAGS_RESERVED = 0x81,
    FLAGS_2_CANCEL = 0x02,
    AUTHENTICATION_MOST = 16,
};

enum pdu_type { PDU_REQUEST = 0, PDU_RESPONSE = 2, PDU_FAULT = 3, PDU_REJECT = 6 };

struct pdu {
    uint8_t type, authentication;
    struct rpc_call call;
    struct rpc_uuid activity;
    uint32_t sequence;
    uint16_t fragment;
    struct cursor stub;
};

static bool header_read(struct cursor *c, struct pdu *p)
{
    uint8_t version = cursor_u8(c);

    p->type = cursor_u8(c);
    uint8_t flags = cursor_u8(c), flags_2 = cursor_u8(c);
    bool plain = rpc_representation_read(c, 3, &p->call.little), little = p->call.little;
    cursor_skip(c, 1); /* serial number */
    p->call.object = rpc_uuid_read(c, little);
    p->call.interface = rpc_uuid_read(c, little);
    p->activity = rpc_uuid_read(c, little);
    cursor_skip(c, 8); /* when the server started, version of the interface */
    p->sequence = rpc_u32(c, little);
    p->call.opnum = rpc_u16(c, little);
    cursor_skip(c, 4); /* hints */
    uint16_t length = rpc_u16(c, little);
    p->fragment = rpc_u16(c, little);
    p->authentication = cursor_u8(c);
    cursor_skip(c, 1);
    p->stub = cursor_split(c, length);
    return cursor_ok(&p->stub) && version == 4 && p->type <= TYPE_MOST && plain &&
           !(flags & FLAGS_RESERVED) && !(flags_2 & ~FLAGS_2_CANCEL) &&
           p->authentication <= AUTHENTICATION_MOST;
}

/* Only a verifier may stand behind the fragment. */
enum match rpc_datagram_probe(struct cursor payload)
{
    struct pdu p = { 0 };

    if (!header_read(&payload, &p))
        return MATCH_NO;
    return payload.left == 0 || p.authentication ? MATCH_YES : MATCH_MAYBE;
}

static bool is_again(const struct pdu *p, enum message_kind kind, const struct dissection *out)
{
    struct rpc_datagram_state *state = &((struct rpc_state *)out->state)->datagram;
    const uint64_t parts[] = { (uint64_t)p->activity.first << 32 |
                                   (uint64_t)p->activity.second << 16 | p->activity.third,
                               p->activity.rest, (uint64_t)p->sequence << 8 | kind };
    uint64_t hash = hash_bytes(parts, sizeof parts);

    for (size_t i = 0; i < RPC_SEEN_MOST; i++)
        if (state->seen[i] == hash)
            return true;
    state->seen[state->next] = hash;
    state->next = (uint8_t)((state->next + 1) % RPC_SEEN_MOST);
    return false;
}

static const struct {
    enum pdu_type type;
    enum message_kind kind;
    bool has_stub;
} kinds[] = {
    { PDU_REQUEST, MESSAGE_REQUEST, true },
    { PDU_RESPONSE, MESSAGE_RESPONSE, true },
    { PDU_FAULT, MESSAGE_REFUSAL, false },
    { PDU_REJECT, MESSAGE_REFUSAL, false },
};

static void observe(struct pdu *p, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].type != p->type || is_again(p, kinds[i].kind, out))
            continue;
        p->call.kind = (uint8_t)kinds[i].kind;
        rpc_call_observe(&p->call, kinds[i].has_stub ? p->stub : cursor_over(NULL, 0), out);
    }
}

enum verdict rpc_datagram_read(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct pdu p = { 0 };

    if (!header_read(&ahead, &p))
        return VERDICT_MALFORMED;
    if (p.type == PDU_REQUEST)
        out->direction = DIRECTION_FROM_CLIENT;
    else if (p.type == PDU_RESPONSE || p.type == PDU_FAULT || p.type == PDU_REJECT)
        out->direction = DIRECTION_FROM_SERVER;
    if (p.fragment == 0)
        observe(&p, out);
    cursor_skip(payload, payload->left); /* a verifier may follow */
    return VERDICT_OK;
}
