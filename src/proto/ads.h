/*
 * ads.h - what the parts of the Beckhoff ADS dissector share.
 *
 * Source: Beckhoff Information System, TwinCAT ADS/AMS specification: AMS/TCP
 * packet, AMS header, ADS commands.
 */
#pragma once

#include "proto/line.h"
#include "proto/protocol.h"
#include "proto/requests.h"

enum ads_command {
    ADS_READ_DEVICE_INFO = 1,
    ADS_READ = 2,
    ADS_WRITE = 3,
    ADS_READ_STATE = 4,
    ADS_WRITE_CONTROL = 5,
    ADS_NOTIFICATION = 8,
    ADS_READ_WRITE = 9,
    ADS_COMMANDS,
};

enum {
    ADS_PORT_SYSTEM_SERVICE = 10000,
    ADS_SYSTEM_SERVICE_FROM = 256,
    ADS_UDP_FROM = 512,
    ADS_UNSEEN = 1024,
};

/* A device of the AMS network and a program on it. */
struct ams_address {
    struct cursor net_id; /* 6 bytes */
    uint16_t port;
};

struct ads_message {
    struct ams_address target, source;
    uint16_t command;
    bool answers;
    uint32_t error, invoke;
    struct cursor data;
};

struct ads_state {
    struct requests asked;
    struct skipping rest; /* of long data, by which end sends */
    bool settled;         /* who is the client: two routers may both ask */
    bool told[2];         /* the net id of each end */
};

/* Whoever asks first is the client. */
void ads_settle(struct dissection *out, bool by_client);

/* "5.24.1.7.1.1" of the sender or the receiver. */
void ads_tell_net_id(struct dissection *out, const struct address *about, struct cursor net_id,
                     const char *source);

/* A good answer to `command`: its data behind the result. */
void ads_tell_answer(const struct ads_message *m, struct cursor data, struct dissection *out);

/* One datagram of the UDP service. */
bool ads_is_udp(struct cursor payload);
enum verdict ads_udp_read(struct cursor *payload, struct dissection *out);
