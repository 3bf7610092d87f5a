/*
 * bacnet.h - what the parts of the BACnet dissector share: who speaks, and what
 * devices say of themselves.
 *
 * Source: ASHRAE 135-2020, 6.2 (network layer), 20.2 (encoding), 21 (services).
 */
#pragma once

#include "proto/bacnet_tag.h"
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

enum {
    BACNET_OUTSTANDING_MOST = 24,
    BACNET_REST_MOST = 160, /* bytes of a value that a segment cuts in two */
};

struct bacnet_asked {
    uint32_t station; /* that was asked, hashed; 0: the receiver itself */
    uint16_t sub;     /* UINT16_MAX: none */
    uint8_t invoke, service;
    uint8_t end; /* that asked */
    bool waits;
};

/* An answer with properties, as far as its segments have been read. */
struct bacnet_reading {
    uint32_t station; /* that answers, hashed */
    uint32_t object, property;
    uint32_t skip; /* bytes of a value that is too long to be kept */
    uint8_t invoke, service, end, next /* segment */;
    uint8_t depth; /* of brackets */
    uint8_t kept;
    bool open, awaits_value;
    uint8_t rest[BACNET_REST_MOST];
};

struct bacnet_state {
    struct bacnet_asked asked[BACNET_OUTSTANDING_MOST];
    struct bacnet_reading reading;
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

/* What bacnet_tag.h reads as an object that is a device; of any other nothing is said. */
void bacnet_say_instance(const struct bacnet_speaker *speaker, struct bacnet_object object,
                         const char *source, struct dissection *out);
void bacnet_say(const struct bacnet_speaker *speaker, enum field field, struct text value,
                const char *source, uint8_t confidence, struct dissection *out);

/* An answer, or a part of one. */
struct bacnet_segment {
    uint8_t invoke, service, sequence;
    bool more;
    struct cursor parameters;
};

void bacnet_answer_begin(const struct bacnet_segment *s, const struct bacnet_speaker *speaker,
                         struct dissection *out);
/* False when it goes on with nothing that began. */
bool bacnet_answer_continue(const struct bacnet_segment *s, const struct bacnet_speaker *speaker,
                            struct dissection *out);

/* Tables of the virtual link: whom a broadcast manager sends to, and who registered with it. */
void bacnet_tell_peers(struct cursor table, const char *source, const char *what,
                       struct dissection *out);

/* 0: none. */
uint32_t bacnet_station_hash(const struct bacnet_station *s);

/* The networks behind the router that sent them. */
void bacnet_tell_networks(struct cursor numbers, const struct bacnet_speaker *speaker,
                          struct dissection *out);
