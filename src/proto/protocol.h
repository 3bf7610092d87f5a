/*
 * protocol.h - what a protocol dissector looks like.
 *
 * To add a protocol: write src/proto/<name>.c that defines
 * `const struct protocol <name>_protocol`, add one line to protocols.def, and
 * put a capture with its expected output under tests/golden/<name>/.
 *
 * A dissector observes and does not judge.  It reads through its cursor only,
 * keeps nothing between calls but `out->state`, and allocates from `out->arena`.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "model/access.h"
#include "model/address.h"
#include "model/field.h"
#include "model/observed.h"

struct protocol;

/* What hands the bytes over.  A protocol may have several carriers. */
enum carrier {
    CARRIER_ETHERNET = 1,          /* ports are EtherTypes; payload behind the type field */
    CARRIER_UDP = 2,               /* one datagram at a call */
    CARRIER_TCP = 4,               /* a stream: messages may be split or come together */
    CARRIER_COTP = 8,              /* user data of ISO transport, one TSDU at a call */
    CARRIER_ENIP = 16,             /* a data item of the EtherNet/IP common packet format */
    CARRIER_IP = 32,               /* behind IP without ports; ports are IP protocol numbers */
    CARRIER_CIP = 64,              /* a PCCC command in a CIP service */
    CARRIER_RPC = 128,             /* one call: dce_rpc.h says in which form */
    CARRIER_HTTP = 256,            /* the body of one message over HTTP */
    CARRIER_ROUTED_GOOSE = 512,    /* one message of a session, as behind its EtherType */
    CARRIER_ROUTED_SAMPLES = 1024, /* the same */
};

enum match {
    MATCH_NO,
    MATCH_MAYBE, /* enough on its own port */
    MATCH_YES,   /* enough on any port */
};

enum verdict {
    VERDICT_OK,        /* understood one message; must have consumed bytes */
    VERDICT_MORE,      /* the rest of the message has not arrived (streams only) */
    VERDICT_MALFORMED, /* not valid in this protocol */
};

enum direction { DIRECTION_UNKNOWN, DIRECTION_FROM_CLIENT, DIRECTION_FROM_SERVER };

/* One row per code; the table ends with a row without a name. */
struct operation {
    uint32_t code;
    uint32_t sub; /* SUB_ANY: every sub-code of this code that has no row of its own */
    const char *name;
    enum operation_class class;
};

#define SUB_NONE UINT32_MAX       /* printed as "3" */
#define SUB_ANY  (UINT32_MAX - 1) /* in tables only */

enum message_kind {
    MESSAGE_REQUEST,  /* asks for something, or announces it unasked */
    MESSAGE_RESPONSE, /* did it */
    MESSAGE_REFUSAL,  /* answered that it would not */
};

/* One operation seen in one message. */
struct observation {
    struct observation *next;
    const struct protocol *protocol;
    const struct operation *operation; /* its row, or the unnamed row */
    uint32_t code, sub;                /* as on the wire */
    enum message_kind kind;
};

/* One thing that a message says of a device. */
struct statement {
    struct statement *next;
    struct address about;
    struct text part; /* "slot 3", "unit 7": something behind the address; empty: the device */
    enum field field;
    struct text value;  /* printable UTF-8 */
    const char *source; /* static text: "modbus 43/14" */
    uint8_t confidence;
};

/* An address that a message ties to a MAC. */
struct tie {
    struct tie *next;
    struct address mac, ip;
    enum binding_how how;
};

/* A connection to this address and port will belong to the conversation that announced it. */
struct expected {
    struct expected *next;
    struct address at;
    uint16_t port;
};

struct protocol_tally {
    uint64_t messages, malformed;
};

struct dissection {
    /* Given by the caller. */
    struct arena *arena;                     /* observations and their text live here */
    struct address sender, receiver;         /* IP addresses, or MACs where there is no IP */
    struct address sender_mac, receiver_mac; /* ADDRESS_NONE where the link has none */
    enum direction direction;                /* as far as known; a dissector may settle it */
    uint16_t sender_port, receiver_port;
    int64_t at_ns;                /* of the packet, since 1970; 0: not known */
    struct protocol_tally *tally; /* one per row of protocols[]; NULL: nobody counts */
    void *state; /* state_bytes of this flow, zeroed at first; NULL when there are none */

    /* Left by the dissector. */
    struct observation *first, **tail;
    struct statement *statements, **statements_tail;
    struct tie *ties, **ties_tail;
    struct expected *expected;
    const struct protocol
        *label;        /* names the conversation: the outermost that is no mere carrier */
    unsigned depth;    /* of dissection_descend() */
    unsigned left_out; /* things seen for which the arena or the depth had no room */
};

struct protocol {
    const char *name;          /* "modbus": also file, test and API name */
    const char *title;         /* as shown to people */
    const char *specification; /* what the file implements */
    unsigned carriers;         /* enum carrier, or-ed */
    uint16_t ports[4];         /* TCP/UDP ports or EtherTypes; 0 ends */
    bool is_carrier; /* it only carries others: never names a conversation when one of them spoke */
    bool is_industrial;
    uint16_t state_bytes;  /* per flow; at most PROTOCOL_STATE_MOST */
    uint32_t message_most; /* bytes that one message of a stream may take */
    const struct operation *operations;
    enum match (*probe)(struct cursor payload);
    enum verdict (*dissect)(struct cursor *payload, struct dissection *out);
};

enum {
    PROTOCOL_STATE_MOST = 512,
    PROTOCOL_DEPTH_MOST = 6, /* carriers inside carriers */
};

#define PROTOCOL(name) extern const struct protocol name##_protocol;
#include "proto/protocols.def"
#undef PROTOCOL

extern const struct protocol *const protocols[]; /* NULL ends */
extern const unsigned protocol_count;

const struct protocol *protocol_find(struct text name);
bool protocol_has_port(const struct protocol *p, uint16_t port);

/* The row for a code; the unnamed last row stands for every unknown one. */
const struct operation *operation_find(const struct protocol *p, uint32_t code, uint32_t sub);

void dissection_begin(struct dissection *out, struct arena *arena);

/* Add what was seen.  What finds no room in the arena is counted in left_out. */
void dissection_operation(struct dissection *out, const struct protocol *p, enum message_kind kind,
                          uint32_t code, uint32_t sub);
void dissection_state(struct dissection *out, const struct address *about, enum field field,
                      struct text value, const char *source, uint8_t confidence);
/*
 * The same about a module of the device, or a device behind it.  A part is named
 * by its kind and its number there: "slot 3", "unit 7", "station 1.1.4".
 */
void dissection_state_part(struct dissection *out, const struct address *about, struct text part,
                           enum field field, struct text value, const char *source,
                           uint8_t confidence);
void dissection_tie(struct dissection *out, struct address mac, struct address ip,
                    enum binding_how how);

void dissection_expect(struct dissection *out, struct address at, uint16_t port);

/*
 * Hand an inner payload to the first protocol of that carrier whose probe
 * accepts it.  False when nobody does; a malformed inner message is counted.
 * out->state is lent as it stands: a carrier that wants its passengers to have
 * a state of their own points it at that part of its own first.
 */
bool dissection_descend(struct dissection *out, enum carrier carrier, struct cursor payload);
