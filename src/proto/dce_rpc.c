/*
 * dce_rpc.c - DCE-RPC: the carrier of PROFINET's connection management, of OPC
 * and of Windows' own services.
 *
 * Version 5 runs over a connection (dce_rpc_stream.c), version 4 over datagrams
 * (dce_rpc_datagram.c).  Ports say little: after the endpoint mapper on 135 a
 * connection goes anywhere, and PROFINET devices answer from ports of their own.
 *
 * Source: The Open Group C706, 12 (PDU encodings); MS-RPCE, 2.2.2.
 */
#include "proto/dce_rpc.h"

#include <assert.h>

enum { VERSION_DATAGRAM = 4, HEADER_AND_FRAGMENT_MOST = 65535 };

static_assert(sizeof(struct rpc_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

struct rpc_uuid rpc_uuid_read(struct cursor *c, bool little)
{
    struct rpc_uuid uuid = { .first = rpc_u32(c, little) };

    uuid.second = rpc_u16(c, little);
    uuid.third = rpc_u16(c, little);
    uuid.rest = cursor_u64be(c);
    return uuid;
}

bool rpc_representation_read(struct cursor *c, size_t bytes, bool *little)
{
    enum { LITTLE = 0x10, EBCDIC = 1, FLOATS_MOST = 3 };
    uint8_t integers = cursor_u8(c), floats = cursor_u8(c);

    for (size_t i = 2; i < bytes; i++)
        if (cursor_u8(c) != 0)
            return false;
    *little = integers & LITTLE;
    return cursor_ok(c) && (integers & ~(LITTLE | EBCDIC)) == 0 && floats <= FLOATS_MOST;
}

/* ---- calls ---- */

static void put(uint8_t **at, uint64_t value, unsigned bytes)
{
    while (bytes-- > 0)
        *(*at)++ = (uint8_t)(value >> 8 * bytes);
}

static void put_uuid(uint8_t **at, const struct rpc_uuid *uuid)
{
    put(at, uuid->first, 4);
    put(at, uuid->second, 2);
    put(at, uuid->third, 2);
    put(at, uuid->rest, 8);
}

static struct cursor pack(const struct rpc_call *call, struct cursor stub, struct arena *into)
{
    size_t length = CALL_HEAD_BYTES + stub.left;
    uint8_t *whole = arena_array(into, uint8_t, length), *at = whole;

    if (!whole)
        return cursor_over(NULL, 0);
    put_uuid(&at, &call->interface);
    put_uuid(&at, &call->object);
    put(&at, call->opnum, 2);
    put(&at, call->kind, 1);
    put(&at, call->little, 1);
    while (stub.left > 0)
        *at++ = cursor_u8(&stub);
    return cursor_over(whole, length);
}

bool rpc_call_read(struct cursor *c, struct rpc_call *call)
{
    call->interface = rpc_uuid_read(c, false);
    call->object = rpc_uuid_read(c, false);
    call->opnum = cursor_u16be(c);
    call->kind = cursor_u8(c);
    call->little = cursor_u8(c);
    return cursor_ok(c) && call->kind <= MESSAGE_REFUSAL;
}

void rpc_call_observe(const struct rpc_call *call, struct cursor stub, struct dissection *out)
{
    struct cursor packed = pack(call, stub, out->arena);

    if (packed.left == 0)
        out->left_out++;
    if (packed.left == 0 || !dissection_descend(out, CARRIER_RPC, packed))
        dissection_operation(out, &dce_rpc_protocol, call->kind,
                             rpc_interface_code(&call->interface), call->opnum);
}

static bool is_datagram(struct cursor payload)
{
    return cursor_u8(&payload) == VERSION_DATAGRAM;
}

static enum match dce_rpc_probe(struct cursor payload)
{
    return is_datagram(payload) ? rpc_datagram_probe(payload) : rpc_stream_probe(payload);
}

static enum verdict dce_rpc_dissect(struct cursor *payload, struct dissection *out)
{
    return is_datagram(*payload) ? rpc_datagram_read(payload, out) : rpc_stream_read(payload, out);
}

const struct protocol dce_rpc_protocol = {
    .name = "dce-rpc",
    .title = "DCE-RPC",
    .specification = "The Open Group C706; MS-RPCE",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 135, 34964 },
    .is_carrier = true,
    .state_bytes = sizeof(struct rpc_state),
    .message_most = HEADER_AND_FRAGMENT_MOST,
    .operations = rpc_operations,
    .probe = dce_rpc_probe,
    .dissect = dce_rpc_dissect,
};
