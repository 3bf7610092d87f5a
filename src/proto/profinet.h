/*
 * profinet.h - what the parts of the PROFINET dissector share.
 *
 * How the codes read: a frame's code is the first FrameID of its kind ("32768"
 * is cyclic data, whichever connection it belongs to), and an alarm's sub-code
 * its type ("64513/4").  DCP has codes of its own below all FrameIDs: the number
 * of its service, and for a block that is set its option and suboption as
 * 1000 * option + suboption ("4/2002" sets 2/2, the name of station).
 *
 * Source: IEC 61158-6-10, 4.2 (FrameID), 4.3 (DCP), 4.4 (PTCP), 4.7 (cyclic
 * data) and 5.2 (alarms).
 */
#pragma once

#include "proto/protocol.h"

enum profinet_frame {
    PROFINET_SYNC_FOLLOWED = 0x0020,
    PROFINET_SYNC = 0x0080,
    PROFINET_CYCLIC_3 = 0x0100,
    PROFINET_CYCLIC_3_REDUNDANT = 0x0700,
    PROFINET_CYCLIC_2 = 0x8000,
    PROFINET_CYCLIC_2_GROUP = 0xbc00,
    PROFINET_CYCLIC_1 = 0xc000,
    PROFINET_CYCLIC_1_GROUP = 0xf800,
    PROFINET_ALARM_HIGH = 0xfc01,
    PROFINET_ALARM_LOW = 0xfe01,
    PROFINET_REMOTE_SERVICE = 0xfe02,
    PROFINET_DCP_HELLO = 0xfefc,
    PROFINET_DCP_IDENTIFY_ANSWER = 0xfeff,
    PROFINET_ANNOUNCE = 0xff00,
    PROFINET_FOLLOW_UP = 0xff20,
    PROFINET_DELAY = 0xff40,
    PROFINET_DELAY_LAST = 0xff43,
    PROFINET_FRAGMENT = 0xff80,
};

/* A frame behind its FrameID. */
struct profinet_message {
    uint16_t frame_id;
    uint16_t code; /* of its kind: enum profinet_frame */
    struct cursor rest;
};

enum dcp_service { DCP_GET = 3, DCP_SET = 4, DCP_IDENTIFY = 5, DCP_HELLO = 6 };

#define DCP_BLOCK(option, suboption) (1000u * (option) + (suboption))

/* Behind the numbers of alarms, which have 16 bits: the end of their connection. */
enum { PROFINET_ALARM_ABORT = 0x10000 };

struct profinet_end {
    uint32_t alarm; /* its last one: endpoint and sequence number */
    bool has_alarmed;
    uint8_t status; /* of the provider as told last, and one; 0: not told */
};

struct profinet_state {
    struct profinet_end ends[2]; /* by which end sends */
};

/* Of the sender; the same for both directions of a flow. */
struct profinet_end *profinet_end_of(const struct dissection *out);

enum verdict profinet_dcp_read(struct profinet_message *m, struct dissection *out);
enum verdict profinet_alarm_read(struct profinet_message *m, struct dissection *out);
enum verdict profinet_ptcp_read(struct profinet_message *m, struct dissection *out);

extern const struct operation profinet_operations[];
