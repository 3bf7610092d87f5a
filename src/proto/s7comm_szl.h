/*
 * s7comm_szl.h - system status lists (SZL): what an S7 controller says of itself.
 *
 * An answer may take several user data messages, cut anywhere; a record that is
 * cut waits in struct szl_reader for its other half.
 *
 * Source: the partial lists 0x11, 0x1C, 0x24 and 0x32 of Siemens' System Software
 * for S7-300/400, System and Standard Functions, chapter "System Status Lists".
 */
#pragma once

#include "proto/protocol.h"

enum { SZL_RECORD_MOST = 64 };

struct szl_reader {
    uint8_t record[SZL_RECORD_MOST];
    uint8_t held;   /* bytes of it that have come */
    uint8_t length; /* of one record; 0: not reading */
    uint8_t list;   /* low byte of the SZL id */
    uint8_t unit;   /* data unit reference that ties the messages together */
};

/* One part of an answer; `more` says that another one follows under this `unit`. */
void szl_read(struct szl_reader *reader, struct cursor part, uint8_t unit, bool more,
              struct dissection *out);
