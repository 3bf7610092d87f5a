/*
 * c1222.h - ANSI C12.22: the services of one message, and what meters answer
 * about themselves.
 *
 * Source: ANSI C12.22-2012, 5.3 (EPSEM and its services).
 */
#pragma once

#include "proto/protocol.h"

enum c1222_service {
    C1222_OK = 0x00,
    C1222_REQUESTS = 0x20, /* codes below are answers */
    C1222_IDENTIFY = 0x20,
    C1222_FULL_READ = 0x30,
    C1222_DEFAULT_READ = 0x3e,
    C1222_OFFSET_READ = 0x3f,
    C1222_FULL_WRITE = 0x40,
    C1222_DEFAULT_WRITE = 0x4e,
    C1222_OFFSET_WRITE = 0x4f,
    C1222_LOGON = 0x50,
    C1222_SECURITY = 0x51,
};

/* Tables that say who a meter is or make it do something. */
enum c1222_table {
    C1222_TABLE_CONFIGURATION = 0,
    C1222_TABLE_MANUFACTURER = 1,
    C1222_TABLE_DEVICE = 5,
    C1222_TABLE_UTILITY = 6,
    C1222_TABLE_PROCEDURE = 7,
    C1222_TABLE_OTHER = 255,
};

/* What the answer to this service says of `node`, the sender's name; behind its code. */
void c1222_identity(uint8_t service, uint8_t table, struct cursor answer, struct text node,
                    struct dissection *out);
