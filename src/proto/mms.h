/*
 * mms.h - what the parts of the MMS dissector share: what was asked, what is
 * expected to come back.
 *
 * An answer names its service but not the variables it is about; an error names
 * neither.  The last requests are therefore kept by their invoke id, and of each
 * what its answer may say of the device.
 *
 * Source: ISO 9506-2:2003 (units and services).
 */
#pragma once

#include "proto/protocol.h"

/* Services that are looked into. */
enum mms_service {
    MMS_STATUS = 0,
    MMS_GET_NAME_LIST = 1,
    MMS_IDENTIFY = 2,
    MMS_READ = 4,
    MMS_WRITE = 5,
    MMS_ADDITIONAL = 78,
    MMS_SERVICES = 88, /* their codes are below */
};

/* Codes of what is no confirmed service: the first byte of its unit, with the high bit alone. */
enum mms_unit {
    MMS_ERROR = 0x82,
    MMS_UNCONFIRMED = 0x83,
    MMS_REJECT = 0x84,
    MMS_CANCEL = 0x85,
    MMS_INITIATE = 0x88,
    MMS_CONCLUDE = 0x8b,
};

/* Sub-codes of unconfirmed messages: those on the wire, then those that we tell by their names. */
enum mms_unconfirmed {
    MMS_INFORMATION_REPORT = 0,
    MMS_UNSOLICITED_STATUS = 1,
    MMS_EVENT_NOTIFICATION = 2,
    MMS_REPORT = 16,
    MMS_CONTROL_ENDED = 17,
    MMS_CONTROL_FAILED = 18,
};

enum {
    MMS_ASKED_MOST = 12,
    MMS_WANTED_MOST = 8,
    MMS_DOMAINS_MOST = 2,
    MMS_DOMAIN_BYTES = 64, /* IEC 61850-8-1:2011, 7.3: no logical device has a longer name */
    MMS_SUB_NONE = 255,
    MMS_OBJECT_OPERATE = 1, /* of mms_objects.def */
};

struct mms_asked {
    uint32_t invoke;
    uint8_t service, sub; /* MMS_SUB_NONE: none */
    uint8_t asker;        /* enum direction; 0: an empty row */
    uint8_t domain;       /* row of `domains` whose names are asked for, and one; 0: none */
    uint8_t wanted[MMS_WANTED_MOST]; /* of a read: what each value identifies */
};

struct mms_domain {
    uint8_t length;
    uint8_t name[MMS_DOMAIN_BYTES];
};

struct mms_state {
    struct mms_asked asked[MMS_ASKED_MOST];
    struct mms_domain domains[MMS_DOMAINS_MOST];
    uint8_t next_asked, next_domain; /* rows that give way */
    uint8_t association;             /* sub-code of the last association that was asked for */
    bool settled;                    /* a message has told who is the client */
};

/* A variable's or a list's name; of no domain: the device's or the association's own. */
struct mms_name {
    struct cursor domain, item;
};

/* Believed for the first message of a flow; afterwards both sides may ask. */
void mms_settle(struct dissection *out, enum direction by_message);

/* One MMS unit; false when it is none, or broken. */
bool mms_unit_read(struct cursor unit, struct dissection *out);

/* Does it begin as a unit of MMS must? */
bool mms_unit_fits(struct cursor unit);

/* The next variable of a list of them: false at the end, and for one without a name. */
bool mms_next_variable(struct cursor *list, struct mms_name *name);

/* A list of variables, or the name of one that was defined before. */
struct cursor mms_access_list(struct cursor *c, struct mms_name *defined);

/* Sub-code of a read or a write, MMS_SUB_NONE when there is nothing special about its variables. */
uint8_t mms_object_sub(uint8_t service, struct cursor request);

bool mms_object_is_operate(struct cursor item);

/* What the answer to this request may say of the device. */
void mms_identity_request(struct mms_state *state, struct mms_asked *asked, struct cursor request);
void mms_identity_answer(const struct mms_asked *asked, struct cursor answer,
                         struct dissection *out);
