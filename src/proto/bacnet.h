/*
 * bacnet.h - what the parts of the BACnet dissector share: who speaks, and what
 * devices say of themselves.
 *
 * Source: ASHRAE 135-2020, 6.2 (network layer), 20.2 (encoding), 21 (services).
 */
#pragma once

#include "proto/protocol.h"

enum bacnet_service {
    BACNET_READ_PROPERTY = 12,
    BACNET_READ_PROPERTY_MULTIPLE = 14,
    BACNET_WRITE_PROPERTY = 15,
    BACNET_COMMUNICATION_CONTROL = 17,
    BACNET_REINITIALIZE = 20,
};

enum bacnet_unconfirmed { BACNET_I_AM = 0, BACNET_I_HAVE = 1 };

/* A device behind a router: the number of its network and its address there. */
struct bacnet_station {
    uint16_t network; /* 0: none */
    struct cursor address;
};

/* Who a message is from: an IP address and, behind a router, a station. */
struct bacnet_speaker {
    struct address ip;
    struct bacnet_station station;
};

enum { BACNET_OUTSTANDING_MOST = 24 };

struct bacnet_asked {
    uint32_t station; /* that was asked, hashed; 0: the receiver itself */
    uint16_t sub;     /* UINT16_MAX: none */
    uint8_t invoke, service;
    uint8_t end; /* that asked */
    bool waits;
};

struct bacnet_state {
    struct bacnet_asked asked[BACNET_OUTSTANDING_MOST];
    uint8_t next;    /* the slot that gives way */
    uint8_t link[2]; /* function of the virtual link that an end asked last */
};

/* What the network layer says around a message. */
struct bacnet_envelope {
    struct bacnet_speaker speaker;
    struct bacnet_station target;
};

/* Which of the two ends sends: the same for both directions of a flow. */
uint8_t bacnet_end_of(const struct dissection *out);
/* Whoever is known as the client stays it: both sides may ask. */
void bacnet_settle(struct dissection *out, bool by_client);

enum verdict bacnet_application_read(struct cursor c, const struct bacnet_envelope *e,
                                     struct dissection *out);

/* The sub-code of a request, or SUB_NONE. */
uint32_t bacnet_request_sub(uint8_t service, struct cursor parameters);

void bacnet_tell_unconfirmed(uint8_t service, struct cursor parameters,
                             const struct bacnet_speaker *speaker, struct dissection *out);
void bacnet_tell_answer(uint8_t service, struct cursor parameters,
                        const struct bacnet_speaker *speaker, struct dissection *out);
/* The networks behind the router that sent them. */
void bacnet_tell_networks(struct cursor numbers, const struct bacnet_speaker *speaker,
                          struct dissection *out);
