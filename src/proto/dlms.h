/*
 * dlms.h - what the parts of the DLMS/COSEM dissector share: one unit and how it
 * came, what was asked, and what the answer may say of the meter.
 *
 * Source: IEC 62056-5-3:2017 (units), IEC 62056-6-1:2017 (object identifiers).
 */
#pragma once

#include "proto/protocol.h"

/* Tags of the units that are looked into. */
enum dlms_tag {
    DLMS_READ = 0x05,
    DLMS_WRITE = 0x06,
    DLMS_ERROR = 0x0e,
    DLMS_NOTIFICATION = 0x0f,
    DLMS_GET = 0xc0,
    DLMS_SET = 0xc1,
    DLMS_EVENT = 0xc2,
    DLMS_ACTION = 0xc3,
    DLMS_EXCEPTION = 0xd8,
    DLMS_ACCESS = 0xd9,
    DLMS_BLOCKS = 0xe0,
};

enum {
    DLMS_INVOKES = 16,          /* the low half of a byte numbers the requests */
    DLMS_MANAGEMENT_DEVICE = 1, /* the logical device that every meter has */
    DLMS_LONG_MOST = 130,       /* bytes of a long value that are kept: a text's most */
};

struct dlms_asked {
    uint16_t class; /* 0: none that has a row of its own */
    uint8_t code;   /* the request's tag; 0: an empty row */
    uint8_t wanted; /* what the value identifies; 0: nothing */
};

/* A value that comes in blocks, as far as it has come. */
struct dlms_long {
    uint32_t next; /* block; 0: none is awaited */
    uint16_t device;
    uint8_t kept;
    uint8_t bytes[DLMS_LONG_MOST];
};

struct dlms_state {
    struct dlms_asked asked[DLMS_INVOKES];
    struct dlms_asked last; /* for answers without a number */
    uint8_t mechanism;      /* of the last association that was asked for, and one */
    struct dlms_long long_value;
};

struct dlms_unit {
    uint16_t from, to; /* ends: a client, and a logical device of the meter */
    uint16_t device;   /* the meter's of the two */
    struct cursor body;
};

/* One attribute or method of an object, as requests name it. */
struct dlms_attribute {
    uint16_t class;
    struct cursor object; /* its identifier: six bytes */
    uint8_t number;
};

/* Begins as a unit must? */
bool dlms_unit_fits(struct cursor unit);

/* Is it one that only a server sends? */
bool dlms_is_from_server(struct cursor unit);

/* False when it is none, or broken. */
bool dlms_unit_read(const struct dlms_unit *unit, struct dissection *out);

extern const struct operation dlms_operations[];

struct dlms_attribute dlms_attribute_read(struct cursor *c);
/* What the value of this attribute says of the meter; 0: nothing. */
uint8_t dlms_wanted(const struct dlms_attribute *a);
/* The value that was wanted. */
void dlms_tell_value(uint8_t wanted, uint16_t device, struct cursor value, struct dissection *out);
/* Eight bytes that name a meter in the world: its maker's three letters and a number. */
void dlms_tell_title(struct cursor title, uint16_t device, struct dissection *out);
