/*
 * profinet_cm.h - what the parts of PROFINET's connection management share.
 *
 * How the codes read: the code is the RPC operation, and its sub-code the index
 * of a record ("2/45040" reads I&M0) or the type of a control block ("4/272" ends
 * the parameters).  Records without a row of their own are counted together: 0
 * is a vendor's own, 0x8000 any other of the standard's.
 *
 * Source: IEC 61158-6-10, 5.1 (RPC), 5.2 (blocks, records).
 */
#pragma once

#include "proto/dce_rpc.h"

enum cm_operation {
    CM_CONNECT = 0,
    CM_RELEASE = 1,
    CM_READ = 2,
    CM_WRITE = 3,
    CM_CONTROL = 4,
    CM_READ_IMPLICIT = 5,
};

enum cm_record {
    CM_RECORD_OF_VENDOR = 0,
    CM_RECORD_OF_STANDARD = 0x8000,
    CM_RECORD_IM0 = 0xaff0,
};

enum cm_block {
    CM_WRITE_HEAD = 0x0008,
    CM_READ_HEAD = 0x0009,
    CM_CONTROL_FIRST = 0x0110, /* end of parameters */
    CM_CONTROL_LAST = 0x0119,
    CM_ANSWER = 0x8000, /* set in the type of an answer's block */
};

struct cm_block_head {
    uint16_t type;
    uint8_t minor; /* version */
    struct cursor body;
};

/* The next block; false when it does not fit. */
bool cm_block_read(struct cursor *c, struct cm_block_head *b);

/* What the blocks of a request or of a good answer say. */
void cm_tell(struct cursor blocks, enum message_kind kind, struct dissection *out);
/* Who the object of an answer is. */
void cm_tell_object(const struct rpc_uuid *object, struct dissection *out);

extern const struct operation cm_operations[];
/* The sub-code under which a record counts. */
uint32_t cm_record_code(uint16_t index);
