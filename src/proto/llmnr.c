/*
 * llmnr.c - link-local multicast name resolution: hosts ask the link for a name,
 * and the one that has it answers with its addresses.
 *
 * What an answer says is said of the address in it, not of whoever sent it.
 *
 * Source: RFC 4795, 2.1 (messages), 2.6 (conflicts).
 */
#include "proto/dns_message.h"

static const struct operation operations[] = {
    { DNS_QUERY, SUB_NONE, "query", CLASS_discover },
    { 0 },
};

static enum match llmnr_probe(struct cursor payload)
{
    return dns_match(payload) == MATCH_NO ? MATCH_NO : MATCH_MAYBE; /* DNS looks the same */
}

static enum verdict llmnr_dissect(struct cursor *payload, struct dissection *out)
{
    struct dns_message message;
    struct dns_record record;

    if (!dns_open(*payload, &message))
        return VERDICT_MALFORMED;
    bool is_response = dns_is_response(&message);
    while (dns_next(&message, &record))
        if (is_response && record.section == DNS_ANSWER)
            dns_state_name(out, &message, &record, "llmnr answer", CONFIDENCE_ASKED);
    if (!dns_is_whole(&message))
        return VERDICT_MALFORMED;
    out->direction = is_response ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &llmnr_protocol, dns_kind(&message), dns_opcode(&message), SUB_NONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol llmnr_protocol = {
    .name = "llmnr",
    .title = "LLMNR",
    .specification = "RFC 4795",
    .carriers = CARRIER_UDP,
    .ports = { 5355 },
    .operations = operations,
    .probe = llmnr_probe,
    .dissect = llmnr_dissect,
};
