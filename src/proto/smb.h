/*
 * smb.h - what the two generations of SMB share.
 */
#pragma once

#include "proto/dce_rpc.h"
#include "proto/line.h"
#include "proto/requests.h"

/* Codes of operations: a command of SMB 2 and 3 is its own; these have their kind as sub-code. */
enum {
    SMB_NETBIOS = 0x81, /* sub-code: none; a NetBIOS session is asked for */
    SMB_PIPE = 0x5c,    /* a named pipe is opened: sub-code from smb_pipes.def */
    SMB_1 = 0xff,       /* sub-code: the command of SMB 1 */
};

enum { SMB_CONTEXTS_MOST = 5, SMB_CALLS_MOST = 8 };

struct smb_state {
    struct skipping rest;
    /*
     * Until they are answered: pipes that are opened, sub is the pipe; and pipes that are
     * read from, note is the channel.
     */
    struct requests pipes;
    struct rpc_context contexts[SMB_CONTEXTS_MOST]; /* of all pipes together */
    struct rpc_asked calls[SMB_CALLS_MOST];
    uint8_t next_context, next_call;
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

/*
 * What is written into a pipe or read from it may be calls (dce_rpc.h).  A channel is
 * what stands for an open file here; it is never 0.
 */
uint32_t smb_channel(uint64_t file);
void smb_pipe_read(struct dissection *out, uint32_t channel, struct cursor data);
/* A read from a file, and its answer, which does not repeat from which. */
void smb_pipe_asked(struct dissection *out, uint32_t channel, uint32_t key);
void smb_pipe_answered(struct dissection *out, uint32_t key, struct cursor data);
