/*
 * snmp.c - SNMP versions 1, 2c and 3: what is asked, with which community, and
 * what the system and entity groups answer.
 *
 * Source: RFC 1157, 4 (v1 messages); RFC 3416, 3 (PDUs); RFC 3412, 6 (v3); RFC
 * 3418, 2 (system group); RFC 6933, 3 (ENTITY-MIB).
 */
#include "proto/ber.h"
#include "proto/description.h"

enum {
    TAG_PDU = 0xa0, /* to 0xa8: the type is in the low bits */
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
    FLAG_PRIVACY = 2,
};

/* The code is the PDU's tag number; a response is counted on what was asked. */
static const struct operation operations[] = {
    { PDU_GET, SUB_NONE, "get", CLASS_read },
    { PDU_GET_NEXT, SUB_NONE, "get next", CLASS_read },
    { PDU_RESPONSE, SUB_NONE, "response to an unseen request", CLASS_read },
    { PDU_SET, SUB_NONE, "set", CLASS_config },
    { PDU_TRAP, SUB_NONE, "trap", CLASS_alarm },
    { PDU_GET_BULK, SUB_NONE, "get bulk", CLASS_read },
    { PDU_INFORM, SUB_NONE, "inform", CLASS_alarm },
    { PDU_TRAP_2, SUB_NONE, "trap version 2", CLASS_alarm },
    { PDU_REPORT, SUB_NONE, "report", CLASS_diag },
    { PDU_ENCRYPTED, SUB_NONE, "encrypted", CLASS_unknown },
    { 0 },
};

struct snmp_state {
    uint8_t asked; /* PDU type of the last request, and one */
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

enum { OID_MOST = 12 };

/* Objects whose value is one text about the answering device. Encoded as on the wire. */
static const struct {
    uint8_t length, oid[OID_MOST];
    enum field field;
    const char *source;
} objects[] = {
    { 8, { 0x2b, 6, 1, 2, 1, 1, 1, 0 }, FIELD_description, "snmp sysDescr" },
    { 8, { 0x2b, 6, 1, 2, 1, 1, 5, 0 }, FIELD_name, "snmp sysName" },
    { 8, { 0x2b, 6, 1, 2, 1, 1, 6, 0 }, FIELD_location, "snmp sysLocation" },
    { 12,
      { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 8, 1 },
      FIELD_hardware,
      "snmp entPhysicalHardwareRev" },
    { 12,
      { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 9, 1 },
      FIELD_firmware,
      "snmp entPhysicalFirmwareRev" },
    { 12,
      { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10, 1 },
      FIELD_software,
      "snmp entPhysicalSoftwareRev" },
    { 12, { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 11, 1 }, FIELD_serial, "snmp entPhysicalSerialNum" },
    { 12, { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 12, 1 }, FIELD_vendor, "snmp entPhysicalMfgName" },
    { 12, { 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 13, 1 }, FIELD_model, "snmp entPhysicalModelName" },
};

static bool is_object(struct cursor oid, size_t row)
{
    if (oid.left != objects[row].length)
        return false;
    for (unsigned i = 0; i < objects[row].length; i++)
        if (cursor_u8(&oid) != objects[row].oid[i])
            return false;
    return true;
}

static void read_binding(struct cursor binding, struct dissection *out)
{
    uint32_t tag;
    struct cursor oid = ber_tagged(&binding, BER_OID), value = ber_value(&binding, &tag);

    if (!cursor_ok(&binding) || tag != BER_OCTETS)
        return;
    struct text text = text_from_wire(value, out->arena);
    for (size_t i = 0; i < COUNT_OF(objects); i++) {
        if (!is_object(oid, i))
            continue;
        if (objects[i].field == FIELD_description)
            description_state(out, &out->sender, text, objects[i].source, CONFIDENCE_ANNOUNCED);
        else
            dissection_state(out, &out->sender, objects[i].field, text, objects[i].source,
                             CONFIDENCE_ANNOUNCED);
    }
}

static bool is_request(uint8_t type)
{
    return type != PDU_RESPONSE && type != PDU_REPORT;
}

static void count(struct dissection *out, uint8_t type, uint32_t error)
{
    struct snmp_state *state = out->state;
    bool asks = is_request(type);
    uint32_t code = type;

    if (type == PDU_RESPONSE && state->asked)
        code = state->asked - 1u;
    if (asks)
        state->asked = (uint8_t)(type + 1);
    out->direction = asks ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &snmp_protocol,
                         asks    ? MESSAGE_REQUEST
                         : error ? MESSAGE_REFUSAL
                                 : MESSAGE_RESPONSE,
                         code, SUB_NONE);
}

static bool read_pdu(struct cursor *c, struct dissection *out)
{
    uint32_t tag;
    struct cursor pdu = ber_value(c, &tag);
    uint8_t type = tag & 0x1f;

    if (!cursor_ok(c) || tag < TAG_PDU || type > PDU_REPORT)
        return false;
    if (type == PDU_TRAP) { /* version 1 has a layout of its own, with nothing that we keep */
        count(out, type, 0);
        return true;
    }
    (void)ber_integer(&pdu); /* request */
    uint32_t error = ber_integer(&pdu);
    (void)ber_integer(&pdu); /* error index */
    struct cursor bindings = ber_tagged(&pdu, BER_SEQUENCE);
    if (!cursor_ok(&pdu))
        return false;
    count(out, type, type == PDU_RESPONSE ? error : 0);
    /* A refusal repeats what was asked for: somebody's wish, not the device's word. */
    while (type == PDU_RESPONSE && error == 0 && cursor_ok(&bindings) && bindings.left > 0)
        read_binding(ber_tagged(&bindings, BER_SEQUENCE), out);
    return true;
}

static bool read_community_message(struct cursor *message, struct dissection *out)
{
    struct cursor community = ber_tagged(message, BER_OCTETS);

    if (!cursor_ok(message) || !read_pdu(message, out))
        return false;
    /* Who sends a trap names the community of the manager that receives it: it counts alike. */
    if (out->direction == DIRECTION_FROM_CLIENT)
        dissection_state(out, &out->receiver, FIELD_community,
                         text_from_wire(community, out->arena), "snmp community",
                         CONFIDENCE_BEHAVIOUR);
    return true;
}

static bool read_version_3(struct cursor *message, struct dissection *out)
{
    struct cursor head = ber_tagged(message, BER_SEQUENCE);

    (void)ber_integer(&head); /* message */
    (void)ber_integer(&head); /* largest size */
    struct cursor flags = ber_tagged(&head, BER_OCTETS);
    (void)ber_tagged(message, BER_OCTETS); /* security parameters */
    if (!cursor_ok(&head) || !cursor_ok(message))
        return false;
    if (cursor_u8(&flags) & FLAG_PRIVACY) {
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
