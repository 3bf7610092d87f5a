/*
 * flow.h - two endpoints that exchange packets, and the table of those alive.
 *
 * A flow is what the wire shows (one TCP connection, one pair of UDP ports, two
 * MACs with one EtherType); conversations, where client ports no longer matter,
 * are made of finished flows by the sensor.
 *
 * Ownership: the table owns its flows.  Bounded: at FLOWS_MOST one that was
 * silent long is finished early and counted.  A packet does not move its flow:
 * flows wait in the order in which they were looked at last, and one that has
 * spoken since is put off to the end.
 */
#pragma once

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "capture/rhythm.h"
#include "capture/stream.h"
#include "model/observed.h"
#include "proto/protocol.h"

enum {
    FLOWS_MOST = 1 << 20,
    FLOW_RHYTHM_FROM = 4,        /* requests; most flows never come so far */
    FLOW_OPERATIONS_MOST = 1024, /* distinct codes in one flow; more are counted as refused */
    FLOW_ALIGN = 64,             /* a line of the processor's cache */
};

/* Ends are ordered, so that both directions give the same key. */
struct flow_key {
    struct address ends[2];
    uint16_t ports[2];
    uint8_t transport;   /* enum transport */
    uint8_t ip_protocol; /* TRANSPORT_IP */
};

/* How we know which end is the client; each outranks those before it. */
enum client_known {
    CLIENT_FIRST,    /* it spoke first, which proves nothing */
    CLIENT_PORT,     /* the other end's port belongs to a service */
    CLIENT_SPOKE,    /* it asked, the other answered */
    CLIENT_SHOOK,    /* it opened the TCP connection, or it speaks to a group */
    CLIENT_PROMISED, /* another conversation announced this flow */
};

enum claim_state {
    CLAIM_OPEN,    /* nobody has accepted it yet */
    CLAIM_TAKEN,   /* `protocol` reads it */
    CLAIM_FOREIGN, /* none of ours: nDPI is looking */
    CLAIM_CLOSED,  /* known by name, or given up: nothing is read any more */
};

struct flow_operation {
    struct flow_operation *next;
    const struct protocol *protocol;
    const struct operation *operation;
    uint32_t code, sub;
    uint64_t requests, responses, errors;
    int64_t first_ns, last_ns;
    uint64_t first_frame;
    int64_t asked_ns;      /* the last request */
    struct rhythm *rhythm; /* of its requests; NULL before there are FLOW_RHYTHM_FROM */
};

/* What every packet touches comes first, and lines of memory are not shared. */
struct flow_end {
    alignas(FLOW_ALIGN) uint64_t packets;
    uint64_t bytes;
    int64_t first_ns, last_ns;
    struct stream stream; /* what it sends */
    uint8_t tcp_flags;    /* all that it ever set */
    bool sent_data;
    bool lost_step;     /* bytes were lost: wait for a message that starts with a packet */
    uint8_t ttl;        /* of the first TCP packet that is no reset; 0: none */
    struct address mac; /* that its packets came from */
    uint64_t first_frame;
};

struct flow {
    alignas(FLOW_ALIGN) const struct protocol *protocol; /* reads the flow, while CLAIM_TAKEN */
    const struct protocol *label;                        /* names it */
    struct protocol_tally *tally;                        /* the protocol's, while CLAIM_TAKEN */
    void *state;                                         /* the protocol's */
    struct flow_operation *operations;
    int64_t last_ns; /* of both ends */
    uint64_t last_frame;
    uint8_t client; /* index into ends */
    uint8_t client_known;
    bool to_all; /* its first packet went to every card of the link, though not to a group of IP */
    uint8_t claim;
    uint8_t attempts; /* payloads that nobody claimed */
    uint16_t operation_count;
    uint16_t vlan;
    uint32_t hours; /* of the day in UTC in which it sent anything: bit 0 is midnight to one */
    struct flow_end ends[2];
    struct flow_key key;
    uint16_t service_port; /* of the conversation that announced it; 0: its own */
    uint64_t hash;
    struct flow *chain;         /* same bucket; or the next free one */
    struct flow *older, *newer; /* in the order in which they are looked at for silence */
    int64_t looked_ns;          /* when it was looked at last */
    const char *foreign_name;   /* by nDPI, or by its number; static text */
    void *foreign;              /* nDPI's, while it looks */
    uint32_t foreign_risks;     /* what nDPI found risky in it: bits for foreign_risk() */
};

struct flow_slab;

struct flow_table {
    struct flow **buckets;
    size_t bucket_count, count;
    struct flow *oldest, *newest; /* to be looked at first, and last */
    uint64_t pushed_out;          /* finished early, for want of room */
    struct flow_slab *slabs;      /* where flows lie; kept until the table is freed */
    struct flow *free;
};

/* Orders the ends; *swapped tells that `source` is ends[1].  Inline: once for every packet. */
static inline struct flow_key flow_key_of(const struct address *source, uint16_t source_port,
                                          const struct address *target, uint16_t target_port,
                                          bool *swapped)
{
    bool swap = address_equal(source, target) ? source_port > target_port
                                              : address_precedes(target, source);

    *swapped = swap;
    return (struct flow_key){ .ends = { swap ? *target : *source, swap ? *source : *target },
                              .ports = { swap ? target_port : source_port,
                                         swap ? source_port : target_port } };
}

struct flow *flow_find(struct flow_table *t, const struct flow_key *key, uint64_t hash);
struct flow *flow_add(struct flow_table *t, const struct flow_key *key, uint64_t hash,
                      int64_t at_ns);
static inline uint64_t flow_hash(const struct flow_key *key)
{
    return hash_bytes(key, sizeof *key);
}
void flow_put_off(struct flow_table *t, struct flow *f); /* becomes the newest */

/* It is counted anew from here on; what is known of it stays. */
void flow_count_anew(struct flow *f);

/* Takes it out and frees it; foreign must be NULL by then. */
void flow_remove(struct flow_table *t, struct flow *f);
void flow_table_free(struct flow_table *t);

/* It was asked once more: what its requests say of its rhythm. */
void flow_operation_asked(struct flow_operation *op, int64_t at_ns);

/* The client's counter of one operation; NULL when the flow has too many kinds. */
struct flow_operation *flow_operation_of(struct flow *f, const struct observation *seen);
