/*
 * observed.h - what the sensor saw, before anyone judges it.
 *
 * These are the rows that travel from the sensor to the store and that every
 * judgement starts from.  All text lives in the arena of the `struct observed`
 * that holds the rows.  Times are microseconds since 1970; frames count from 1
 * within their capture; bytes are lengths on the wire.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/moment.h"
#include "base/text.h"
#include "model/access.h"
#include "model/address.h"
#include "model/field.h"

enum transport { TRANSPORT_NONE, TRANSPORT_TCP, TRANSPORT_UDP, TRANSPORT_IP, TRANSPORT_ETHERNET };

const char *transport_name(enum transport transport); /* "tcp" */
bool transport_parse(struct text t, enum transport *transport);

/* How a live interface was listened to, and what of it is missing. */
struct listening {
    struct text interface; /* "eth1"; empty: the capture is a file */
    moment_us from, to;    /* whether or not there were packets */
    moment_us down;        /* so much of that time the interface was down */
    moment_us gap;         /* so long before `from` nobody listened, since the run before */
    uint64_t dropped;      /* packets the kernel had no room for: the reader was too slow */
    uint64_t missed;       /* packets the network card lost */
    uint64_t not_kept;     /* packets that were read and are not in the ring of raw packets */
};

/* One capture file, or one run of a live interface. */
struct capture {
    struct text path;
    struct text digest; /* SHA-256 of the file in hex; empty when live */
    uint64_t packets, bytes;
    moment_us first, last;
    bool truncated;      /* the file ends inside a record */
    uint64_t malformed;  /* packets or messages that break their own format */
    uint64_t skipped;    /* packets that were not understood at all */
    struct listening live;
};

/* Why something was not understood, and how often: nothing is skipped silently. */
struct skip {
    uint32_t capture; /* index into captures */
    struct text reason;
    uint64_t count;
    uint64_t first_frame;
};

enum binding_how {
    BINDING_none,
    BINDING_arp,     /* it said so itself */
    BINDING_dhcp,    /* a server gave it the address */
    BINDING_ndp,     /* IPv6 neighbour discovery */
    BINDING_source,  /* an IP packet came from this MAC: the device or a router before it */
    BINDING_announced, /* it names its own addresses: LLDP; ip may then be a second MAC of it */
    BINDING_COUNT
};

/* An IP address seen at a MAC. */
struct binding {
    uint32_t capture;
    struct address mac, ip;
    enum binding_how how;
    uint64_t count;
    moment_us first, last;
    uint64_t first_frame;
};

/* One thing said of a device: the same field, value and source is one row. */
struct fact {
    uint32_t capture;
    struct address about;
    struct text part; /* "slot 3", "unit 7": a module or device behind the address; empty: itself */
    enum field field;
    struct text value;
    struct text source; /* "modbus 43/14": protocol and where in it */
    uint8_t confidence;
    uint64_t count;
    moment_us first, last;
    uint64_t first_frame;
};

/* How often one operation was asked, answered and refused in a conversation. */
struct operation_count {
    struct text protocol; /* "cip" inside an "enip" conversation */
    struct text code;     /* "3", "43/14" */
    struct text name;
    enum operation_class class;
    uint64_t requests;  /* asked, or announced where nothing is asked */
    uint64_t responses; /* answered, refusals included */
    uint64_t errors;    /* of these, refused */
    uint64_t interval;  /* microseconds from one cycle of requests to the next; 0: no rhythm */
    uint8_t regularity; /* percent of the time that keeps to it */
    moment_us first, last;
    uint64_t first_frame;
};

#define CONVERSATION_HOURS 0xffffffU /* every hour of the day */

/* Who talks to whom with what. */
struct conversation {
    uint32_t capture;
    struct address client, server; /* the server may be a group address */
    enum transport transport;
    uint16_t port; /* of the server; EtherType or IP protocol number where there are no ports */
    struct text protocol; /* "modbus"; "unknown" */
    uint64_t packets, bytes;
    uint64_t packets_from_client;
    bool established; /* both sides sent something, and TCP shook hands or carried data */
    uint32_t hours;   /* of the day in UTC with any packet: bit 0 is midnight to one */
    moment_us first, last;
    uint64_t first_frame;
    ARRAY(struct operation_count) operations;
};

struct protocol_count {
    uint32_t capture;
    struct text name;
    uint64_t packets, bytes, messages, malformed;
};

struct observed {
    struct arena text;
    ARRAY(struct capture) captures;
    ARRAY(struct skip) skips;
    ARRAY(struct binding) bindings;
    ARRAY(struct fact) facts;
    ARRAY(struct conversation) conversations;
    ARRAY(struct protocol_count) protocols;
};

void observed_init(struct observed *o);
void observed_finish(struct observed *o);

/* The orders themselves, for qsort: equal are rows about the same. */
int order_skips(const void *left, const void *right);
int order_bindings(const void *left, const void *right);
int order_facts(const void *left, const void *right);
int order_conversations(const void *left, const void *right);
int order_protocols(const void *left, const void *right);

/* Every array in its one order, so that the same packets give the same bytes. */
void observed_sort(struct observed *o);
