/*
 * smb_pipe.c - calls of DCE-RPC that pass through the named pipes of SMB.
 *
 * Source: [MS-RPCE] 2.1.1.2 (over SMB); [MS-SMB2] 3.2.4.6 and 3.2.4.7 (reading and writing
 * a pipe), 3.2.4.20.4 (both at once).
 */
#include <assert.h>

#include "proto/smb.h"

static_assert(sizeof(struct smb_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

uint32_t smb_channel(uint64_t file)
{
    static const uint32_t spread = 2654435761u; /* calls have small numbers: they must not meet */

    return ((uint32_t)(file ^ file >> 32) + 1) * spread | 1;
}

static struct rpc_memory memory_of(const struct dissection *out, uint32_t channel)
{
    struct smb_state *state = out->state;

    return (struct rpc_memory){ .contexts = state->contexts,
                                .asked = state->calls,
                                .context_count = SMB_CONTEXTS_MOST,
                                .asked_count = SMB_CALLS_MOST,
                                .next_context = &state->next_context,
                                .next_asked = &state->next_call,
                                .channel = channel };
}

/* Who asks whom is SMB's to say, not that of bytes in a file. */
void smb_pipe_read(struct dissection *out, uint32_t channel, struct cursor data)
{
    struct rpc_memory memory = memory_of(out, channel);
    enum direction direction = out->direction;

    rpc_pipe_read(data, &memory, out);
    out->direction = direction;
}

static bool is_pipe(const struct smb_state *state, uint32_t channel)
{
    for (size_t i = 0; i < SMB_CONTEXTS_MOST; i++)
        if (state->contexts[i].open && state->contexts[i].channel == channel)
            return true;
    return false;
}

void smb_pipe_asked(struct dissection *out, uint32_t channel, uint32_t key)
{
    struct smb_state *state = out->state;

    if (is_pipe(state, channel))
        requests_add(&state->pipes, (struct request){ .key = key, .note = channel });
}

void smb_pipe_answered(struct dissection *out, uint32_t key, struct cursor data)
{
    struct smb_state *state = out->state;
    struct request asked = { 0 };

    if (requests_take(&state->pipes, key, &asked) && asked.note)
        smb_pipe_read(out, asked.note, data);
}
