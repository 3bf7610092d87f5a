/*
 * dns.c - the domain name system: who asks whom for names, and what it learns of
 * addresses of this plant.
 *
 * A name that a server gives to a private address is said of that address; what
 * a client looks up is kept only when it is in dns_services.def, so that it is
 * little and means something.
 *
 * Source: RFC 1035, 4; RFC 1996 (notify); RFC 2136 (update); RFC 5936 and 1995
 * (zone transfers); RFC 8490 (stateful operations); RFC 7766, 8 (over TCP).
 */
#include "base/attributes.h"
#include "proto/dns_message.h"

enum { PREFIX_BYTES = 2, MESSAGE_MOST = UINT16_MAX + PREFIX_BYTES };

/* The code is the opcode; of a query that asks for more than one name's data, the sub-code its
 * type. */
static const struct operation operations[] = {
    { DNS_QUERY, SUB_NONE, "query", CLASS_discover },
    { DNS_QUERY, DNS_TRANSFER_OF_CHANGES, "incremental zone transfer", CLASS_discover },
    { DNS_QUERY, DNS_TRANSFER, "zone transfer", CLASS_discover },
    { DNS_QUERY, DNS_ANY, "query for everything", CLASS_discover },
    { 1, SUB_NONE, "inverse query", CLASS_discover },
    { 2, SUB_NONE, "status", CLASS_diag },
    { DNS_NOTIFY, SUB_NONE, "zone has changed", CLASS_config },
    { DNS_UPDATE, SUB_NONE, "update", CLASS_config },
    { DNS_STATEFUL, SUB_NONE, "stateful operation", CLASS_config },
    { 0 },
};

/* A transfer is one answer in many messages; only the first must repeat the question. */
struct dns_state {
    uint16_t transfer; /* id of its query */
    uint16_t type;     /* 0: none under way */
    bool is_answered;
};

/* What is left of a stream's message behind the length in front of it. */
static enum verdict read_prefix(struct cursor *payload, struct cursor *message)
{
    struct cursor ahead = *payload;
    size_t length = cursor_u16be(&ahead);

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (length < DNS_HEADER_BYTES)
        return VERDICT_MALFORMED;
    if (length > ahead.left)
        return VERDICT_MORE;
    *message = cursor_split(&ahead, length);
    *payload = ahead;
    return VERDICT_OK;
}

/* The start of a stream's message, as far as it has come. */
static enum match match_prefixed(struct cursor payload)
{
    size_t length = cursor_u16be(&payload);

    if (!cursor_ok(&payload) || length < DNS_HEADER_BYTES)
        return MATCH_NO;
    if (payload.left < DNS_HEADER_BYTES)
        return payload.left < length ? MATCH_MAYBE : MATCH_NO;
    return dns_match(length < payload.left ? cursor_split(&payload, length) : payload);
}

static enum match dns_probe(struct cursor payload)
{
    enum match datagram = dns_match(payload);

    return datagram == MATCH_NO ? match_prefixed(payload) : datagram;
}

static uint32_t sub_of(const struct dns_message *m, const struct dns_record *question)
{
    uint16_t type = question->type;
    bool is_wide = type == DNS_TRANSFER || type == DNS_TRANSFER_OF_CHANGES || type == DNS_ANY;

    return dns_opcode(m) == DNS_QUERY && is_wide ? type : SUB_NONE;
}

/* True for a message that goes on with an answer which has been counted. */
static bool goes_on(struct dns_state *state, const struct dns_message *m, uint32_t *sub)
{
    bool is_transfer = *sub == DNS_TRANSFER || *sub == DNS_TRANSFER_OF_CHANGES;

    if (!dns_is_response(m)) {
        if (is_transfer)
            *state = (struct dns_state){ .transfer = m->id, .type = (uint16_t)*sub };
        return false;
    }
    if (state->type == 0 || state->transfer != m->id)
        return false;
    *sub = state->type;
    bool seen = state->is_answered;
    state->is_answered = true;
    return seen;
}

static void count(struct dissection *out, const struct dns_message *m)
{
    struct dns_message ahead = *m;
    struct dns_record question = { 0 };
    bool has_question = m->counts[DNS_QUESTION] > 0 && dns_next(&ahead, &question);
    uint32_t sub = has_question ? sub_of(m, &question) : SUB_NONE;

    out->direction = dns_is_response(m) ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (!goes_on(out->state, m, &sub))
        dissection_operation(out, &dns_protocol, dns_kind(m), dns_opcode(m), sub);
}

/* ---- what is learnt ---- */

/* Names outside the plant whose lookup tells what runs inside. */
static const struct {
    const char *suffix, *source;
} services[] = {
#define SERVICE(suffix, kind) { suffix, "dns query: " kind },
#include "proto/dns_services.def"
#undef SERVICE
};

static void read_question(struct dissection *out, const struct dns_record *question)
{
    struct text name = dns_name_text(&question->name, out->arena);

    for (size_t i = 0; i < COUNT_OF(services); i++)
        if (dns_is_below(name, services[i].suffix))
            dissection_state(out, &out->sender, FIELD_lookup, text_of(services[i].suffix),
                             services[i].source, CONFIDENCE_BEHAVIOUR);
}

/* Names in class CHAOS under which servers describe themselves.  Source: RFC 4892, 3. */
static const struct {
    const char *name;
    enum field field;
} self[] = {
    { "version.bind", FIELD_server_software },
    { "version.server", FIELD_server_software },
    { "hostname.bind", FIELD_name },
    { "id.server", FIELD_name },
};

static void read_self(struct dissection *out, const struct dns_record *answer)
{
    struct text name = dns_name_text(&answer->name, out->arena);
    struct cursor data = answer->data, value = cursor_split(&data, cursor_u8(&data));

    for (size_t i = 0; cursor_ok(&data) && i < COUNT_OF(self); i++)
        if (dns_is_below(name, self[i].name))
            dissection_state(out, &out->sender, self[i].field, text_from_wire(value, out->arena),
                             "dns chaos answer", CONFIDENCE_BANNER);
}

static void read_record(struct dissection *out, const struct dns_message *m,
                        const struct dns_record *r)
{
    bool is_response = dns_is_response(m), is_update = dns_opcode(m) == DNS_UPDATE;

    if (r->section == DNS_QUESTION) {
        if (!is_response && !is_update)
            read_question(out, r);
    } else if (is_response && r->class == DNS_CHAOS && r->type == DNS_TXT) {
        read_self(out, r);
    } else if (is_response && !is_update) {
        dns_state_name(out, m, r, "dns answer", CONFIDENCE_BEHAVIOUR);
    } else if (is_update && !is_response && r->section == DNS_AUTHORITY) {
        dns_state_name(out, m, r, "dns update", CONFIDENCE_ASKED);
    }
}

static enum verdict read_message(struct cursor whole, struct dissection *out)
{
    struct dns_message message;
    struct dns_record record;

    if (!dns_open(whole, &message))
        return VERDICT_MALFORMED;
    struct dns_message check = message;
    while (dns_next(&check, &record))
        continue;
    if (!dns_is_whole(&check))
        return VERDICT_MALFORMED;
    count(out, &message);
    while (dns_next(&message, &record))
        read_record(out, &message, &record);
    return VERDICT_OK;
}

/*
 * A datagram is a message; in a stream its length stands before it.  Read as a
 * datagram, a stream's message has letters of its first name where a class stands.
 */
static enum verdict dns_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor message = *payload;

    if (dns_match(message) != MATCH_NO) {
        cursor_skip(payload, payload->left);
        return read_message(message, out);
    }
    enum verdict verdict = read_prefix(payload, &message);
    return verdict == VERDICT_OK ? read_message(message, out) : verdict;
}

const struct protocol dns_protocol = {
    .name = "dns",
    .title = "DNS",
    .specification = "RFC 1035",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 53 },
    .state_bytes = sizeof(struct dns_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = dns_probe,
    .dissect = dns_dissect,
};
