/*
 * dns_message.h - the message that DNS, multicast DNS, LLMNR and the NetBIOS name
 * service share: a header, questions, and three sections of records.
 *
 * Records are read one after the other from a view of the whole message, which
 * compressed names point back into.  A name that never ends, or is longer than a
 * name may be, fails the reading: dns_next() says no, and dns_is_whole() too.
 *
 * Source: RFC 1035, 4 (messages); RFC 6895, 2 and 3 (codes); RFC 6762, 18 (mDNS).
 */
#pragma once

#include "proto/protocol.h"

enum dns_type {
    DNS_A = 1,
    DNS_PTR = 12,
    DNS_HINFO = 13,
    DNS_TXT = 16,
    DNS_AAAA = 28,
    DNS_NETBIOS = 32,     /* on the NetBIOS port */
    DNS_SRV = 33,         /* elsewhere */
    DNS_NODE_STATUS = 33, /* on the NetBIOS port */
    DNS_OPTIONS = 41,
    DNS_TRANSFER_OF_CHANGES = 251,
    DNS_TRANSFER = 252,
    DNS_ANY = 255,
};

enum dns_class {
    DNS_INTERNET = 1,
    DNS_CHAOS = 3,
    DNS_CLASS_BITS = 0x7fff, /* mDNS keeps a flag above them */
};

enum dns_opcode { DNS_QUERY = 0, DNS_NOTIFY = 4, DNS_UPDATE = 5, DNS_STATEFUL = 6 };

enum dns_section { DNS_QUESTION, DNS_ANSWER, DNS_AUTHORITY, DNS_ADDITIONAL, DNS_SECTIONS };

enum { DNS_HEADER_BYTES = 12, DNS_NAME_MOST = 255 };

/* Labels joined by dots, as on the wire otherwise. */
struct dns_name {
    uint8_t bytes[DNS_NAME_MOST];
    size_t length;
};

struct dns_record {
    enum dns_section section;
    struct dns_name name;
    uint16_t type, class;
    uint32_t seconds;   /* to live; 0 in questions */
    struct cursor data; /* empty in questions */
};

struct dns_message {
    struct cursor whole, rest;
    uint16_t id, flags;
    uint16_t counts[DNS_SECTIONS];
    unsigned section;
    uint32_t left; /* records of this section */
};

/* False when there is no whole header. */
bool dns_open(struct cursor whole, struct dns_message *message);
/* The next record; false behind the last one, and where one does not fit. */
bool dns_next(struct dns_message *message, struct dns_record *record);
/* Behind dns_next(): was that the last one? */
bool dns_is_whole(const struct dns_message *message);

bool dns_is_response(const struct dns_message *message);
uint8_t dns_opcode(const struct dns_message *message);
/* A response is a refusal when its code is not 0. */
enum message_kind dns_kind(const struct dns_message *message);

/* A name at the front of `at`, which may be data of a record; consumes it, or fails `at`. */
struct dns_name dns_name_read(const struct dns_message *message, struct cursor *at);
/*
 * A name that nothing points into and that fills its option: the root label may be left out, since
 * a host need not know its domain.  Source: RFC 4704, 4.2.
 */
bool dns_name_whole(struct cursor bytes, struct dns_name *name);
struct text dns_name_text(const struct dns_name *name, struct arena *into);

/* Is it this domain, or a name below it? */
bool dns_is_below(struct text name, const char *domain);

/* The address of an A or AAAA record; of no kind for others. */
struct address dns_record_address(const struct dns_record *record);

/* What an address is called by an A, AAAA or PTR record, when that address is private. */
void dns_state_name(struct dissection *out, const struct dns_message *message,
                    const struct dns_record *record, const char *source, uint8_t confidence);

/* MAYBE: begins as a message with some record; YES: is one to its last byte, of known types. */
enum match dns_match(struct cursor payload);
