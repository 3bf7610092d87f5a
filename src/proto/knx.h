/*
 * knx.h - what the parts of the KNXnet/IP dissector share.
 *
 * Devices on the bus behind a router or a tunnel are parts of its address, by
 * their individual addresses ("device 1.1.5").
 *
 * Source: ISO 22510:2019 (KNXnet/IP); KNX Standard 03_06_03 (cEMI).
 */
#pragma once

#include "proto/protocol.h"

enum knx_service {
    KNX_SEARCH_ANSWER = 0x0202,
    KNX_DESCRIPTION = 0x0204,
    KNX_EXTENDED_SEARCH_ANSWER = 0x020c,
    KNX_CONFIGURATION = 0x0310,
    KNX_TUNNELLING = 0x0420,
    KNX_ROUTING = 0x0530,
};

enum knx_sub {
    KNX_SUB_HEARD = 0x1000,   /* a telegram of another device, passed on to the client */
    KNX_SUB_MONITOR = 0x1001, /* the same by a bus monitor */
    KNX_SUB_CONTROL = 0x1002, /* of the transport layer: connections between devices */
};

enum { KNX_STATED_MOST = 64 };

struct knx_state {
    uint16_t stated[KNX_STATED_MOST]; /* bus devices already stated in this conversation */
    uint8_t next;
    bool property_written; /* the same answer follows a read and a write */
};

/* What stands in tunnelling, routing and device configuration; false: nothing of cEMI. */
bool knx_cemi_read(uint16_t service, struct cursor cemi, struct dissection *out);

/* ---- identities ---- */

/* The description blocks of a search or description answer. */
void knx_tell_blocks(struct cursor blocks, struct dissection *out);
/* A device on the bus has said something: that it is there, once. */
void knx_tell_device(uint16_t device, struct dissection *out);
/* A descriptor, or a property of its device object; device 0: who has the address itself. */
void knx_tell_descriptor(uint16_t device, struct cursor data, struct dissection *out);
void knx_tell_property(uint16_t device, uint8_t property, struct cursor data,
                       struct dissection *out);
