/*
 * opcua.h - what the parts of the OPC UA dissector share: one flow's requests,
 * and what its two sides say of themselves.
 *
 * Source: OPC 10000-6, 6.7 (secure conversation), 7.1 (connection protocol).
 */
#pragma once

#include "proto/opcua_value.h"
#include "proto/protocol.h"

/* Services by the node of their request. */
enum opcua_service {
    OPCUA_SERVICE_FAULT = 397,
    OPCUA_FIND_SERVERS = 422,
    OPCUA_GET_ENDPOINTS = 428,
    OPCUA_REGISTER_SERVER = 437,
    OPCUA_OPEN_CHANNEL = 446,
    OPCUA_CLOSE_CHANNEL = 452,
    OPCUA_CREATE_SESSION = 461,
    OPCUA_ACTIVATE_SESSION = 467,
    OPCUA_ADD_NODES = 488,
    OPCUA_ADD_REFERENCES = 494,
    OPCUA_DELETE_NODES = 500,
    OPCUA_DELETE_REFERENCES = 506,
    OPCUA_READ = 631,
    OPCUA_WRITE = 673,
    OPCUA_CALL = 712,
    OPCUA_REGISTER_SERVER_2 = 12211,
};

/* Messages of the transport, as sub-codes of 0. */
enum opcua_transport {
    OPCUA_HELLO = 1,
    OPCUA_ERROR = 2,
    OPCUA_REVERSE_HELLO = 3,
    OPCUA_ENCRYPTED = 4,
    OPCUA_ABORTED = 5,
};

enum opcua_policy {
    OPCUA_POLICY_UNKNOWN, /* the channel was opened before the capture */
    OPCUA_POLICY_OTHER,   /* one without a name in our table */
    OPCUA_POLICY_NONE,
};

enum opcua_mode { OPCUA_MODE_UNKNOWN, OPCUA_MODE_SIGNED, OPCUA_MODE_ENCRYPTED };

enum { OPCUA_OUTSTANDING_MOST = 22 };

struct opcua_asked {
    uint32_t request; /* id that the answer repeats */
    uint16_t service;
    uint8_t token; /* of an activation: who the client says it is */
    bool waits;
    uint64_t reads; /* four bits for each of the first values read: enum build_node */
};

/* A message of several chunks under way from one side. */
struct opcua_part {
    uint32_t request;
    bool open;
};

struct opcua_state {
    struct opcua_asked asked[OPCUA_OUTSTANDING_MOST];
    struct opcua_part parts[2]; /* by which end sends */
    uint16_t opening; /* hello or channel that an error would refuse: sub-code or service */
    uint8_t next;     /* the row of `asked` that gives way */
    uint8_t policy, mode;
    bool stated; /* policy and mode were */
};

/* What the sequence header and the first bytes behind it say. */
struct opcua_message {
    uint32_t request;
    uint32_t number;    /* node of the service's message; 0: not one of the standard's */
    struct cursor body; /* behind that node */
};

static inline struct opcua_state *opcua_state_of(const struct dissection *out)
{
    return out->state;
}

/* Count it, and take from it who is the client. */
void opcua_observe(struct dissection *out, enum message_kind kind, uint32_t code, uint32_t sub);
/* For messages that do not tell by themselves who sends them. */
enum message_kind opcua_kind_by_sender(const struct dissection *out);

struct opcua_asked *opcua_find_asked(struct opcua_state *state, uint32_t request);
enum verdict opcua_service_read(struct opcua_message *m, struct dissection *out);

enum opcua_policy opcua_policy_find(struct cursor uri);

/* What a hello says of the server that it is for. */
void opcua_tell_hello(struct cursor url, struct dissection *out);

/* The body of a request, behind its header; completes the row that was made for it. */
void opcua_tell_request(struct opcua_asked *asked, struct cursor body, struct dissection *out);

/* The body of a good answer, behind its header. */
void opcua_tell_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                       struct cursor body, struct dissection *out);

/* How the channel is protected, of the server at `about`. */
void opcua_tell_channel(const struct opcua_state *state, const struct address *about,
                        struct dissection *out);

/* Which values of the server's build information a read asks for, and what came. */
void opcua_build_request(struct opcua_asked *asked, struct cursor body, struct dissection *out);
void opcua_build_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                        struct cursor body, struct dissection *out);
