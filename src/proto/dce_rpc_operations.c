/*
 * dce_rpc_operations.c - the calls that no passenger takes, by their interface.
 *
 * The code of a call is the number of its interface in dce_rpc_interfaces.def,
 * which is ours, and its sub-code the operation number on the wire ("2/19" starts
 * a service).
 */
#include "proto/dce_rpc.h"

#define INTERFACE(number, first, second, third, rest, class, name)                                 \
    { number, SUB_ANY, name, CLASS_##class },
#define CALL(number, opnum, class, name) { number, opnum, name, CLASS_##class },

const struct operation rpc_operations[] = {
    { RPC_UNSEEN, SUB_ANY, "call over an interface agreed on before", CLASS_unknown },
    { RPC_CONNECTION, RPC_BIND, "bind", CLASS_diag },
    { RPC_CONNECTION, RPC_ALTER, "alter context", CLASS_diag },
#include "proto/dce_rpc_interfaces.def"
    { 0 },
};

#undef INTERFACE
#undef CALL

static const struct {
    uint32_t number;
    struct rpc_uuid uuid;
} interfaces[] = {
#define INTERFACE(number, first, second, third, rest, class, name)                                 \
    { number, { first, second, third, rest } },
#define CALL(number, opnum, class, name)
#include "proto/dce_rpc_interfaces.def"
#undef INTERFACE
#undef CALL
};

uint32_t rpc_interface_code(const struct rpc_uuid *interface)
{
    for (size_t i = 0; i < COUNT_OF(interfaces); i++)
        if (rpc_uuid_equal(&interfaces[i].uuid, interface))
            return interfaces[i].number;
    return interface->first;
}
