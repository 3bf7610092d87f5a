/*
 * opc_da.c - OPC Data Access over DCOM: what an OPC client reads and writes, and
 * whose server it is.
 *
 * The code of a call is the number of its interface in opc_da.def, which is ours,
 * and its sub-code the operation number on the wire ("6/4" writes).
 *
 * Source: OPC Foundation, Data Access Custom Interface 3.00; MS-DCOM, 2.2.13
 * (ORPCTHIS, ORPCTHAT); MS-RPCE, 2.2.4 (NDR).
 */
#include "proto/dce_rpc.h"

#define INTERFACE(number, first, second, third, rest, name)
#define METHOD(number, opnum, class, name) { number, opnum, name, CLASS_##class },

static const struct operation operations[] = {
#include "proto/opc_da.def"
    { 0 },
};

#undef INTERFACE
#undef METHOD

static const struct {
    uint32_t number;
    struct rpc_uuid uuid;
} interfaces[] = {
#define INTERFACE(number, first, second, third, rest, name)                                        \
    { number, { first, second, third, rest } },
#define METHOD(number, opnum, class, name)
#include "proto/opc_da.def"
#undef INTERFACE
#undef METHOD
};

enum { INTERFACE_SERVER = 1, GET_STATUS = 6, INTERFACE_COMMON = 18, SET_CLIENT_NAME = 7 };

/* 0: none of ours. */
static uint32_t number_of(const struct rpc_uuid *interface)
{
    for (size_t i = 0; i < COUNT_OF(interfaces); i++)
        if (rpc_uuid_equal(&interfaces[i].uuid, interface))
            return interfaces[i].number;
    return 0;
}

/* ---- what the two sides say of themselves ---- */

/* A counted string of 16-bit characters; what is not ASCII becomes a question mark. */
static struct text string_read(struct cursor *c, bool little, struct arena *into)
{
    enum { CHARACTERS_MOST = 128 };
    char characters[CHARACTERS_MOST];
    size_t length = 0;

    cursor_skip(c, 8); /* room and offset */
    uint32_t count = rpc_u32(c, little);
    for (uint32_t i = 0; i < count && length < CHARACTERS_MOST && cursor_ok(c); i++) {
        uint16_t character = rpc_u16(c, little);
        if (character == 0 || !cursor_ok(c))
            break;
        characters[length++] = character < 0x7f ? (char)character : '?';
    }
    return text_from_wire(cursor_over(characters, length), into);
}

static void tell_status(struct cursor c, bool little, struct dissection *out)
{
    cursor_skip(&c, 8 + 4);      /* ORPCTHAT, pointer to the structure */
    cursor_skip(&c, 3 * 8 + 12); /* three times, state, groups, load */
    unsigned major = rpc_u16(&c, little), minor = rpc_u16(&c, little);
    unsigned build = rpc_u16(&c, little);
    cursor_skip(&c, 2);
    uint32_t has_vendor = rpc_u32(&c, little);

    if (!cursor_ok(&c))
        return;
    dissection_state(out, &out->sender, FIELD_software,
                     text_format(out->arena, "OPC server %u.%u.%u", major, minor, build),
                     "opc status", CONFIDENCE_SELF);
    if (has_vendor)
        dissection_state(out, &out->sender, FIELD_server_software,
                         string_read(&c, little, out->arena), "opc status", CONFIDENCE_SELF);
}

static void tell_client(struct cursor c, bool little, struct dissection *out)
{
    enum { ORPCTHIS_BYTES = 32 };

    cursor_skip(&c, ORPCTHIS_BYTES);
    dissection_state(out, &out->sender, FIELD_client_software, string_read(&c, little, out->arena),
                     "opc client name", CONFIDENCE_BANNER);
}

static void tell(const struct rpc_call *call, uint32_t number, struct cursor stub,
                 struct dissection *out)
{
    if (number == INTERFACE_SERVER && call->opnum == GET_STATUS && call->kind == MESSAGE_RESPONSE)
        tell_status(stub, call->little, out);
    if (number == INTERFACE_COMMON && call->opnum == SET_CLIENT_NAME &&
        call->kind == MESSAGE_REQUEST)
        tell_client(stub, call->little, out);
}

/* The last thing in an answer is what the method returned; its top bit says that it failed. */
static bool has_failed(const struct rpc_call *call, struct cursor stub)
{
    if (call->kind != MESSAGE_RESPONSE || stub.left < 4)
        return false;
    cursor_skip(&stub, stub.left - 4);
    return rpc_u32(&stub, call->little) >> 31;
}

static enum match opc_da_probe(struct cursor payload)
{
    struct rpc_call call;

    return rpc_call_read(&payload, &call) && number_of(&call.interface) ? MATCH_YES : MATCH_NO;
}

static enum verdict opc_da_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct rpc_call call;

    if (!rpc_call_read(&c, &call) || !number_of(&call.interface))
        return VERDICT_MALFORMED;
    uint32_t number = number_of(&call.interface);
    enum message_kind kind = has_failed(&call, c) ? MESSAGE_REFUSAL : call.kind;

    dissection_operation(out, &opc_da_protocol, kind, number, call.opnum);
    if (kind != MESSAGE_REFUSAL)
        tell(&call, number, c, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol opc_da_protocol = {
    .name = "opc-da",
    .title = "OPC Data Access",
    .specification = "OPC Data Access Custom Interface 3.00; MS-DCOM",
    .carriers = CARRIER_RPC,
    .is_industrial = true,
    .operations = operations,
    .probe = opc_da_probe,
    .dissect = opc_da_dissect,
};
