/*
 * dce_rpc.h - what the parts of the DCE-RPC dissector and its passengers share.
 *
 * A passenger gets one call at a time: CALL_HEAD_BYTES that say what a connection
 * knows of it (rpc_call_read() takes them apart), and behind them the stub data,
 * of all fragments, or of the first one where they are too many or too much apart.  Nothing of this
 * is on the wire in this form: a message over a connection names its interface by a number that was
 * agreed on before, and an answer does not repeat the operation.
 *
 * Source: The Open Group C706, 12 (PDU encodings), 14 (NDR), A (UUIDs); MS-RPCE,
 * 2.2.2.
 */
#pragma once

#include "proto/protocol.h"

struct rpc_uuid {
    uint32_t first;
    uint16_t second, third;
    uint64_t rest;
};

static inline bool rpc_uuid_equal(const struct rpc_uuid *a, const struct rpc_uuid *b)
{
    return a->first == b->first && a->second == b->second && a->third == b->third &&
           a->rest == b->rest;
}

struct rpc_uuid rpc_uuid_read(struct cursor *c, bool little);

static inline uint32_t rpc_u32(struct cursor *c, bool little)
{
    return little ? cursor_u32le(c) : cursor_u32be(c);
}

static inline uint16_t rpc_u16(struct cursor *c, bool little)
{
    return little ? cursor_u16le(c) : cursor_u16be(c);
}

enum { CALL_HEAD_BYTES = 36 };

struct rpc_call {
    struct rpc_uuid interface, object;
    uint16_t opnum;
    uint8_t kind; /* enum message_kind; a refusal has no stub */
    bool little;  /* byte order of the stub */
};

/* The head in front of a stub; false when it is cut short. */
bool rpc_call_read(struct cursor *c, struct rpc_call *call);

/* ---- for the carrier's own files ---- */

/* Counts the call, or hands it to the passenger that knows its interface. */
void rpc_call_observe(const struct rpc_call *call, struct cursor stub, struct dissection *out);

enum { RPC_CONTEXTS_MOST = 10, RPC_CALLS_MOST = 14, RPC_SEEN_MOST = 14 };

/* A presentation context: the number that stands for an interface on one connection. */
struct rpc_context {
    struct rpc_uuid interface;
    uint32_t channel; /* of the connection; see struct rpc_memory */
    uint16_t id;
    bool open;
};

struct rpc_asked {
    uint32_t id; /* of the call, mixed with the connection's channel */
    uint16_t opnum;
    bool waits;
};

struct rpc_stream_state {
    struct rpc_context contexts[RPC_CONTEXTS_MOST];
    struct rpc_asked asked[RPC_CALLS_MOST];
    uint8_t next_context, next_asked; /* rows that give way */
};

/*
 * What is kept of connections, wherever it is kept: TCP has one to a flow, and of the
 * named pipes of SMB several share one.
 */
struct rpc_memory {
    struct rpc_context *contexts;
    struct rpc_asked *asked;
    uint8_t context_count, asked_count; /* rows of both */
    uint8_t *next_context, *next_asked; /* rows that give way */
    uint32_t channel;                   /* which connection it is; 0 where there is one only */
};

struct rpc_datagram_state {
    uint64_t seen[RPC_SEEN_MOST]; /* calls and answers that were counted, hashed */
    uint8_t next;
};

/* Both, since nothing keeps hostile bytes from mixing the two on one flow. */
struct rpc_state {
    struct rpc_stream_state stream;
    struct rpc_datagram_state datagram;
};

/* Byte order, character set and floating point, of which only the first matters here. */
bool rpc_representation_read(struct cursor *c, size_t bytes, bool *little);

enum match rpc_stream_probe(struct cursor payload);
enum verdict rpc_stream_read(struct cursor *payload, struct dissection *out);

/*
 * What passed through a pipe at once: PDUs, of which the last may be cut.  On a channel
 * where nothing was agreed on it begins with a bind, or it is none.
 */
void rpc_pipe_read(struct cursor data, const struct rpc_memory *memory, struct dissection *out);
enum match rpc_datagram_probe(struct cursor payload);
enum verdict rpc_datagram_read(struct cursor *payload, struct dissection *out);

/* Codes beside the numbers of interfaces. */
enum {
    RPC_UNSEEN = 0,       /* an interface that was agreed on before the capture */
    RPC_CONNECTION = 100, /* the sub-code is the type of the PDU */
    RPC_BIND = 11,
    RPC_ALTER = 14,
};

extern const struct operation rpc_operations[];

/* The number in dce_rpc_interfaces.def; of an interface without a row how its UUID begins. */
uint32_t rpc_interface_code(const struct rpc_uuid *interface);
