/*
 * traffic.h - who talks to whom in the plant, over all its captures.
 *
 * A dialogue is every conversation row with the same client, server, transport,
 * port and protocol.  Captures that run at the same time (two span ports) show
 * the same packets twice, so rows are added up only where they cannot:
 *
 *   - A row spans its first to its last packet, widened by a second (two taps
 *     stamp one packet differently) but never past its own capture, so that
 *     files of one rotating capture stay apart.
 *   - Of rows whose spans overlap one is counted; the choice is the one that
 *     counts the most packets.  Two rows that overlap: the larger.  Rows that do
 *     not: their sum.  A figure is thus what was certainly seen.
 *   - Operations are counted in the same way, each by itself: an operation that
 *     only one tap saw is never lost.
 *
 * Ownership: text belongs to the `struct observed`; both it and the assets must
 * outlive the traffic.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "model/asset.h"
#include "model/observed.h"

/* A conversation row of one capture, and whether its packets are in the sums. */
struct dialogue_part {
    uint32_t row; /* index into observed.conversations */
    bool counted;
};

struct dialogue_operation {
    struct operation_count sum; /* its first_frame is in `capture` */
    uint32_t capture;           /* where it was seen first */
};

struct dialogue {
    struct address client, server;       /* the server may be a group address */
    uint32_t client_asset, server_asset; /* numbers in assets.items; ASSET_NONE */
    enum transport transport;
    uint16_t port;
    struct text protocol;
    uint64_t packets, bytes, packets_from_client;
    bool established; /* in any row */
    uint32_t hours;   /* of the day in UTC, as in the rows */
    uint8_t access;   /* bit per enum access of the operations seen */
    moment_us first, last;
    ARRAY(struct dialogue_part) parts;           /* by time */
    ARRAY(struct dialogue_operation) operations; /* by protocol, code, name */
};

/* Sorted by client, server, transport, port, protocol. */
struct traffic {
    ARRAY(struct dialogue) dialogues;
};

#define DIALOGUE_NONE UINT32_MAX

void traffic_build(struct traffic *t, const struct observed *observed, const struct assets *assets);
void traffic_finish(struct traffic *t);

/*
 * Its name wherever a person or a program points at it: client, server,
 * transport, port and protocol, "10.42.0.20-10.41.0.11-tcp-502-modbus".
 */
struct text dialogue_id(const struct dialogue *d, struct arena *into);

/* The conversation row in which the dialogue was seen first. */
const struct conversation *dialogue_first_row(const struct dialogue *d,
                                              const struct observed *observed);

/* The index of the dialogue with that name; DIALOGUE_NONE. */
uint32_t traffic_find(const struct traffic *t, struct text id);

/* "modbus on tcp port 502"; "icmp" where there are no ports. */
struct text dialogue_service(const struct dialogue *d, struct arena *into);

/* A TCP connection that was asked for and never came about. */
bool dialogue_only_tried(const struct dialogue *d);
