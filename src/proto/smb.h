/*
 * smb.h - what the two generations of SMB share.
 */
#pragma once

#include "proto/line.h"
#include "proto/requests.h"

/* Codes of operations: a command of SMB 2 and 3 is its own; these have their kind as sub-code. */
enum {
    SMB_NETBIOS = 0x81, /* sub-code: none; a NetBIOS session is asked for */
    SMB_PIPE = 0x5c,    /* a named pipe is opened: sub-code from smb_pipes.def */
    SMB_1 = 0xff,       /* sub-code: the command of SMB 1 */
};

struct smb_state {
    struct skipping rest;
    struct requests pipes; /* opened, until they are answered; code is not used, sub is the pipe */
};

/* One message of a generation behind its four-byte mark; `whole` begins with the mark. */
void smb1_read(struct cursor whole, struct dissection *out);
void smb2_read(struct cursor whole, struct dissection *out);

/* Whether a status tells that the command was not done.  Source: [MS-ERREF] 2.3. */
bool smb_is_refusal(uint32_t status);

/* The pipe's sub-code, or SUB_NONE when nobody needs to know of it. */
uint32_t smb_pipe_of(struct text name);

/* A create command with this name was asked for; counts it, as a pipe where it is one. */
void smb_count_create(struct dissection *out, struct text name, uint32_t key, uint32_t code,
                      uint32_t sub);
/* Its answer. */
void smb_count_created(struct dissection *out, enum message_kind kind, uint32_t key, uint32_t code,
                       uint32_t sub);
