/*
 * cip.h - what the parts of the CIP dissector and its carrier share.
 *
 * A CIP answer names its service but not the object it was asked of, and not the
 * conversation it belongs to: the carrier says which by setting `key` in the
 * state before it hands a message over, and the requests of the last messages
 * are kept in that state.
 *
 * Source: The CIP Networks Library, volume 1, chapters 2-4 (messages), 3-5
 * (connection manager), 5A (objects) and appendix C (paths).
 */
#pragma once

#include "proto/protocol.h"

enum { CIP_REPLY = 0x80 };

enum cip_service {
    CIP_GET_ATTRIBUTES_ALL = 0x01,
    CIP_GET_ATTRIBUTE_LIST = 0x03,
    CIP_MULTIPLE = 0x0a,
    CIP_GET_ATTRIBUTE = 0x0e,
    CIP_EXECUTE_PCCC = 0x4b,
    CIP_FORWARD_CLOSE = 0x4e,
    CIP_UNCONNECTED_SEND = 0x52,
    CIP_FORWARD_OPEN = 0x54,
    CIP_LARGE_FORWARD_OPEN = 0x5b,
};

#define CIP_CLASS_NONE SUB_NONE

enum cip_class {
    CIP_IDENTITY = 0x01,
    CIP_CONNECTION_MANAGER = 0x06,
    CIP_PCCC = 0x67,
    CIP_SYMBOL = 0x6b, /* also where a path is a symbolic name */
    CIP_TCPIP = 0xf5,
    CIP_ETHERNET_LINK = 0xf6,
};

/* Which module behind an address a message is for. */
enum cip_slot {
    CIP_SLOT_MOST = 0xfd,
    CIP_SLOT_ELSEWHERE = 0xfe, /* farther than the backplane, or over a connection opened unseen */
    CIP_SLOT_SELF = 0xff,      /* the device that has the address */
};

struct cip_target {
    uint32_t class;
    uint32_t attribute; /* 0: none */
    uint8_t slot;       /* enum cip_slot */
};

/* A path's object, and its route as a slot. */
struct cip_target cip_path_read(struct cursor path);

/* ---- what is kept of a flow ---- */

enum {
    CIP_ASKED_MOST = 21,
    CIP_CONNECTIONS_MOST = 8,
    CIP_PASSENGER_STATE = 48,

    CIP_POSITION_ALONE = 0,     /* the message itself; those packed into it count from 1 */
    CIP_POSITION_WRAPPER = 255, /* the Unconnected Send around it */
};

/* One request, or a run of equal ones in one Multiple Service Packet. */
struct cip_asked {
    uint32_t key;
    uint32_t class;
    uint8_t service, attribute, slot;
    uint8_t position, count; /* count 0: an empty row */
};

struct cip_connection {
    uint32_t id; /* by which the originator sends */
    uint8_t slot;
    bool open;
};

struct cip_state {
    uint32_t key;           /* of the message being read, by its carrier */
    uint32_t connection_id; /* it came over, where `connected` */
    bool connected;
    uint8_t next_asked, next_connection; /* rows that give way */
    struct cip_connection connections[CIP_CONNECTIONS_MOST];
    struct cip_asked asked[CIP_ASKED_MOST];
    uint32_t passenger[CIP_PASSENGER_STATE / 4]; /* of what rides inside CIP */
};

/* Forget what was asked under the current key: it is being used again. */
void cip_begin(struct cip_state *state);
/* The row, to be completed by the caller; valid until the next call. */
struct cip_asked *cip_remember(struct cip_state *state, uint8_t position, uint8_t service,
                               const struct cip_target *target);
const struct cip_asked *cip_recall(const struct cip_state *state, uint8_t position);

void cip_connection_add(struct cip_state *state, uint32_t id, uint8_t slot);
/* Where the current message goes. */
uint8_t cip_connection_slot(const struct cip_state *state);

/* ---- identities ---- */

/* A ListIdentity item, behind its socket address. */
void cip_tell_listed(struct cursor item, struct dissection *out);
/* A good answer to `asked`, when it is one that says who answers. */
void cip_tell_answer(const struct cip_asked *asked, struct cursor data, struct dissection *out);

extern const struct operation cip_operations[];
