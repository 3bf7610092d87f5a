/*
 * snmp.c - SNMP versions 1, 2c and 3: what is asked, with which community, what
 * is refused, and what devices report by themselves.
 *
 * Source: RFC 1157, 4 (v1 messages and traps); RFC 3416, 3 (PDUs); RFC 3412, 6
 * (v3); RFC 3414, 2.4 (security parameters).
 */
#include "proto/snmp.h"

#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/requests.h"

enum {
    TAG_PDU = 0xa0, /* to 0xa8: the type is in the low bits */
    TAG_IPV4 = 0x40,
    PDU_GET = 0,
    PDU_GET_NEXT = 1,
    PDU_RESPONSE = 2,
    PDU_SET = 3,
    PDU_TRAP = 4,
    PDU_GET_BULK = 5,
    PDU_INFORM = 6,
    PDU_TRAP_2 = 7,
    PDU_REPORT = 8,
    PDU_ENCRYPTED = 16, /* ours: version 3 hides which one it is */
    VERSION_2C = 1,
    VERSION_3 = 3,
    FLAG_AUTHENTIC = 1,
    FLAG_PRIVACY = 2,
    PORT_AGENT = 161,
};

/*
 * The code is the PDU's tag number; a response is counted on what was asked.
 * The sub-code of what is reported unasked is the number of a general trap, or
 * 6 for an enterprise's own.
 */
#define TRAPS(pdu, what)                                                                           \
    { pdu, SUB_NONE, what, CLASS_alarm }, { pdu, 0, what ": cold start", CLASS_alarm },            \
        { pdu, 1, what ": warm start", CLASS_alarm }, { pdu, 2, what ": link down", CLASS_alarm }, \
        { pdu, 3, what ": link up", CLASS_alarm },                                                 \
        { pdu, 4, what ": authentication failed", CLASS_alarm },                                   \
        { pdu, 5, what ": neighbour lost", CLASS_alarm },                                          \
    {                                                                                              \
        pdu, SNMP_TRAP_ENTERPRISE, what " of its vendor's", CLASS_alarm                            \
    }

static const struct operation operations[] = {
    { PDU_GET, SUB_NONE, "get", CLASS_read },
    { PDU_GET_NEXT, SUB_NONE, "get next", CLASS_read },
    { PDU_RESPONSE, SUB_NONE, "response to an unseen request", CLASS_read },
    { PDU_SET, SUB_NONE, "set", CLASS_config },
    { PDU_GET_BULK, SUB_NONE, "get bulk", CLASS_read },
    TRAPS(PDU_TRAP, "trap"),
    TRAPS(PDU_INFORM, "inform"),
    TRAPS(PDU_TRAP_2, "trap version 2"),
    { PDU_REPORT, SUB_NONE, "report", CLASS_diag },
    { PDU_ENCRYPTED, SUB_NONE, "encrypted", CLASS_unknown },
    { 0 },
};

struct snmp_state {
    struct requests asked;
};

static enum match snmp_probe(struct cursor payload)
{
    struct cursor message = ber_tagged(&payload, BER_SEQUENCE);
    uint32_t version = ber_integer(&message);
    uint8_t next = cursor_u8(&message);
    bool is_known =
        version == VERSION_3 ? next == BER_SEQUENCE : version <= VERSION_2C && next == BER_OCTETS;

    return cursor_ok(&message) && is_known ? MATCH_YES : MATCH_NO;
}

/* ---- counting ---- */

static bool is_answer(uint8_t type)
{
    return type == PDU_RESPONSE || type == PDU_REPORT;
}

static bool is_unasked(uint8_t type)
{
    return type == PDU_TRAP || type == PDU_INFORM || type == PDU_TRAP_2;
}

static void count_request(struct dissection *out, uint8_t type, uint32_t sub, uint32_t id)
{
    struct snmp_state *state = out->state;

    if (type != PDU_TRAP_2) /* which nobody answers */
        requests_add(&state->asked, (struct request){ .key = id, .code = type, .sub = sub });
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &snmp_protocol, MESSAGE_REQUEST, type, sub);
}

static void count_answer(struct dissection *out, uint8_t type, uint32_t id, uint32_t error)
{
    struct snmp_state *state = out->state;
    struct request asked = { .code = type, .sub = SUB_NONE };

    if (type == PDU_RESPONSE)
        (void)requests_take(&state->asked, id, &asked);
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &snmp_protocol,
                         type == PDU_RESPONSE && error ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, asked.sub);
}

/* ---- messages ---- */

/* What is bound; which trap it was comes back. */
static uint32_t read_bindings(struct cursor bindings, bool is_trap, struct dissection *out)
{
    uint32_t sub = SUB_NONE;

    while (cursor_ok(&bindings) && bindings.left > 0) {
        uint32_t tag;
        struct cursor binding = ber_tagged(&bindings, BER_SEQUENCE);
        struct cursor oid = ber_tagged(&binding, BER_OID), value = ber_value(&binding, &tag);
        if (!cursor_ok(&binding))
            break;
        if (is_trap && tag == BER_OID && snmp_is_trap_object(oid)) {
            enum snmp_trap trap = snmp_tell_trap(value, &out->sender, out);
            sub = trap == SNMP_TRAP_NONE ? SUB_NONE : (uint32_t)trap;
        }
        snmp_tell_object(oid, tag, value, out);
    }
    return sub;
}

/* Version 1: the sender may speak for an agent that it names.  Source: RFC 1157, 4.1.6. */
static bool read_trap(struct cursor pdu, struct dissection *out)
{
    struct cursor enterprise = ber_tagged(&pdu, BER_OID), agent = ber_tagged(&pdu, TAG_IPV4);
    uint32_t general = ber_integer(&pdu);
    const uint8_t *bytes = cursor_take(&agent, 4);

    (void)ber_integer(&pdu); /* the enterprise's own number */
    if (!cursor_ok(&pdu) || !bytes)
        return false;
    struct address about = address_ipv4(bytes);
    if (!address_is_private(&about))
        about = out->sender;
    if (general == SNMP_TRAP_ENTERPRISE)
        snmp_tell_enterprise(enterprise, &about, "snmp trap", out);
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &snmp_protocol, MESSAGE_REQUEST, PDU_TRAP,
                         general <= SNMP_TRAP_ENTERPRISE ? general : SUB_NONE);
    return true;
}

static bool read_pdu(struct cursor *c, struct dissection *out)
{
    uint32_t tag;
    struct cursor pdu = ber_value(c, &tag);
    uint8_t type = tag & 0x1f;

    if (!cursor_ok(c) || tag < TAG_PDU || type > PDU_REPORT)
        return false;
    if (type == PDU_TRAP)
        return read_trap(pdu, out);
    uint32_t id = ber_integer(&pdu), error = ber_integer(&pdu);
    (void)ber_integer(&pdu); /* error index */
    struct cursor bindings = ber_tagged(&pdu, BER_SEQUENCE);
    if (!cursor_ok(&pdu))
        return false;
    /* A refusal repeats what was asked for: somebody's wish, not the device's word. */
    bool tells = is_unasked(type) || (type == PDU_RESPONSE && error == 0);
    uint32_t sub = tells ? read_bindings(bindings, is_unasked(type), out) : SUB_NONE;
    if (is_answer(type))
        count_answer(out, type, id, error);
    else
        count_request(out, type, sub, id);
    return true;
}

static bool read_community_message(struct cursor *message, struct dissection *out)
{
    struct cursor community = ber_tagged(message, BER_OCTETS);
    struct text text = text_from_wire(community, out->arena);

    if (!cursor_ok(message) || !read_pdu(message, out))
        return false;
    /* Who sends a trap names the community of the manager that receives it: it counts alike. */
    if (out->direction == DIRECTION_FROM_CLIENT)
        dissection_state(out, &out->receiver, FIELD_community, text, "snmp community",
                         CONFIDENCE_BEHAVIOUR);
    else if (snmp_is_default_community(text))
        dissection_state(out, &out->sender, FIELD_security,
                         text_format(out->arena, "answers to the default community %.*s",
                                     (int)text.length, text.at),
                         "snmp community", CONFIDENCE_SELF);
    return true;
}

/* How messages are protected, of the agent; to find out about an engine one must ask without. */
static void tell_security(struct cursor parameters, uint8_t flags, struct dissection *out)
{
    const struct address *agent = out->receiver_port == PORT_AGENT ? &out->receiver : &out->sender;
    struct cursor user_model = ber_tagged(&parameters, BER_SEQUENCE);
    struct cursor engine = ber_tagged(&user_model, BER_OCTETS);

    (void)ber_integer(&user_model); /* how often it started */
    (void)ber_integer(&user_model); /* its time */
    struct cursor user = ber_tagged(&user_model, BER_OCTETS);
    if (!cursor_ok(&user_model))
        return;
    snmp_tell_engine(engine, agent, out);
    if (user.left > 0)
        dissection_state(out, agent, FIELD_security,
                         flags & FLAG_PRIVACY ? TEXT("SNMP version 3, encrypted")
                         : flags & FLAG_AUTHENTIC
                             ? TEXT("SNMP version 3, authenticated, not encrypted")
                             : TEXT("SNMP version 3 without authentication"),
                         "snmp version 3", CONFIDENCE_SELF);
}

static bool read_version_3(struct cursor *message, struct dissection *out)
{
    struct cursor head = ber_tagged(message, BER_SEQUENCE);

    (void)ber_integer(&head); /* message */
    (void)ber_integer(&head); /* largest size */
    struct cursor flags = ber_tagged(&head, BER_OCTETS);
    uint8_t protection = cursor_u8(&flags);
    struct cursor parameters = ber_tagged(message, BER_OCTETS);
    if (!cursor_ok(&head) || !cursor_ok(message))
        return false;
    tell_security(parameters, protection, out);
    if (protection & FLAG_PRIVACY) {
        dissection_operation(out, &snmp_protocol,
                             out->direction == DIRECTION_FROM_SERVER ? MESSAGE_RESPONSE
                                                                     : MESSAGE_REQUEST,
                             PDU_ENCRYPTED, SUB_NONE);
        return true;
    }
    struct cursor scoped = ber_tagged(message, BER_SEQUENCE);
    (void)ber_tagged(&scoped, BER_OCTETS); /* engine */
    (void)ber_tagged(&scoped, BER_OCTETS); /* context */
    return cursor_ok(&scoped) && read_pdu(&scoped, out);
}

static enum verdict snmp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload, message = ber_tagged(&c, BER_SEQUENCE);
    uint32_t version = ber_integer(&message);

    if (!cursor_ok(&message))
        return VERDICT_MALFORMED;
    if (version == VERSION_3 ? !read_version_3(&message, out)
                             : version > VERSION_2C || !read_community_message(&message, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol snmp_protocol = {
    .name = "snmp",
    .title = "SNMP",
    .specification = "RFC 3416",
    .carriers = CARRIER_UDP,
    .ports = { 161, 162 },
    .state_bytes = sizeof(struct snmp_state),
    .operations = operations,
    .probe = snmp_probe,
    .dissect = snmp_dissect,
};
