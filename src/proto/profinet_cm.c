/*
 * profinet_cm.c - PROFINET connection management: who runs a device, which
 * modules it expects there, and which records it reads and writes.
 *
 * Source: IEC 61158-6-10, 5.1 (RPC interfaces, arguments), 5.2 (blocks).
 */
#include "proto/profinet_cm.h"

static const uint32_t interface_first = 0xdea00001, interface_last = 0xdea00004;

/* One for devices, controllers, supervisors and parameter servers. */
static bool is_ours(const struct rpc_uuid *interface)
{
    return interface->first >= interface_first && interface->first <= interface_last &&
           interface->second == 0x6c97 && interface->third == 0x11d1 &&
           interface->rest == 0x827100a02442df7d;
}

bool cm_block_read(struct cursor *c, struct cm_block_head *b)
{
    b->type = cursor_u16be(c);
    b->body = cursor_split(c, cursor_u16be(c));
    cursor_skip(&b->body, 1);
    b->minor = cursor_u8(&b->body);
    return cursor_ok(&b->body);
}

/* The arguments of a call, and the status of an answer to it. */
struct arguments {
    uint32_t status;
    struct cursor blocks;
};

static bool arguments_read(const struct rpc_call *call, struct cursor stub, struct arguments *a)
{
    a->status = rpc_u32(&stub, call->little); /* in a request: the room for an answer */
    cursor_skip(&stub, 12);                   /* length, maximum, offset */
    uint32_t length = rpc_u32(&stub, call->little);

    if (call->kind == MESSAGE_REQUEST)
        a->status = 0;
    if (!cursor_ok(&stub))
        return false;
    /* Further fragments hold what is missing here. */
    a->blocks = cursor_split(&stub, length < stub.left ? length : stub.left);
    return true;
}

/* What stands before the index in the head of a record. */
static uint32_t record_sub(struct cursor body)
{
    cursor_skip(&body,
                2 + 16 + 4 + 2 + 2 + 2); /* number, connection, API, slot, subslot, padding */
    uint16_t index = cursor_u16be(&body);

    return cursor_ok(&body) ? cm_record_code(index) : SUB_NONE;
}

static uint32_t sub_of(const struct rpc_call *call, struct cursor blocks)
{
    struct cm_block_head b;

    if (call->opnum <= CM_RELEASE || !cm_block_read(&blocks, &b))
        return SUB_NONE;
    uint16_t type = b.type & (uint16_t)~CM_ANSWER;
    if (type == CM_READ_HEAD || type == CM_WRITE_HEAD)
        return record_sub(b.body);
    return type >= CM_CONTROL_FIRST && type <= CM_CONTROL_LAST ? type : SUB_NONE;
}

static enum match profinet_cm_probe(struct cursor payload)
{
    struct rpc_call call;

    return rpc_call_read(&payload, &call) && is_ours(&call.interface) ? MATCH_YES : MATCH_NO;
}

static enum verdict profinet_cm_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct rpc_call call;
    struct arguments a = { 0 };

    if (!rpc_call_read(&c, &call) || !is_ours(&call.interface))
        return VERDICT_MALFORMED;
    if (call.kind != MESSAGE_REFUSAL && !arguments_read(&call, c, &a))
        return VERDICT_MALFORMED;
    enum message_kind kind = a.status ? MESSAGE_REFUSAL : call.kind;

    dissection_operation(out, &profinet_cm_protocol, kind, call.opnum, sub_of(&call, a.blocks));
    if (kind != MESSAGE_REFUSAL)
        cm_tell(a.blocks, kind, out);
    if (kind == MESSAGE_RESPONSE)
        cm_tell_object(&call.object, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol profinet_cm_protocol = {
    .name = "profinet-cm",
    .title = "PROFINET connection management",
    .specification = "IEC 61158-6-10, 5",
    .carriers = CARRIER_RPC,
    .is_industrial = true,
    .operations = cm_operations,
    .probe = profinet_cm_probe,
    .dissect = profinet_cm_dissect,
};
