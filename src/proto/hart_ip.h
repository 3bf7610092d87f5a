/*
 * hart_ip.h - what the parts of the HART-IP dissector share: one answered
 * command, and whom it speaks of.
 *
 * A server may be a gateway: devices behind it are parts of its address, named
 * by their unique identifiers.
 *
 * Source: HCF_SPEC-81 (token-passing PDU), HCF_SPEC-99 (command summary).
 */
#pragma once

#include "proto/protocol.h"

enum hart_command {
    HART_READ_UNIQUE_ID = 0,
    HART_READ_UNIQUE_ID_BY_TAG = 11,
    HART_READ_MESSAGE = 12,
    HART_READ_TAG = 13,
    HART_READ_FINAL_ASSEMBLY = 16,
    HART_READ_LONG_TAG = 20,
    HART_READ_UNIQUE_ID_BY_LONG_TAG = 21,
    HART_EXTENDED = 31,
    HART_READ_IO_CAPABILITIES = 74,
    HART_SUB_DEVICE_COMMAND = 77,
    HART_SUB_DEVICE_IDENTITY = 84,
};

#define HART_DEVICE_UNSAID UINT64_MAX /* at another polling address: only its answer says */

struct hart_answer {
    uint32_t number;    /* of the command */
    uint64_t device;    /* unique identifier of who answered; 0: the server itself */
    struct cursor data; /* behind response code and device status */
};

/* Whose unique identifier the server's own is; 0 while nobody has answered. */
struct hart_names {
    uint64_t server;
};

/* A good answer, when it is one that says who answers. */
void hart_tell_answer(const struct hart_answer *a, struct hart_names *names,
                      struct dissection *out);
