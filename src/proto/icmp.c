/*
 * icmp.c - ICMP for IPv4: who asks whether somebody is there, and who is refused.
 *
 * Source: RFC 792; types and codes as assigned by IANA.
 */
#include "proto/protocol.h"

enum { HEADER_BYTES = 4, MASK_REPLY = 18 };

static const struct operation operations[] = {
    { 3, SUB_NONE, "destination unreachable", CLASS_diag },
    { 4, SUB_NONE, "source quench", CLASS_diag },
    { 5, SUB_NONE, "redirect", CLASS_config },
    { 8, SUB_NONE, "echo", CLASS_discover },
    { 9, SUB_NONE, "router advertisement", CLASS_config },
    { 10, SUB_NONE, "router solicitation", CLASS_discover },
    { 11, SUB_NONE, "time exceeded", CLASS_diag },
    { 12, SUB_NONE, "parameter problem", CLASS_diag },
    { 13, SUB_NONE, "timestamp", CLASS_time },
    { 17, SUB_NONE, "address mask", CLASS_discover },
    { 0 },
};

/* A reply counts on the row of what asked for it. */
static const struct {
    uint8_t reply, request;
} answers[] = { { 0, 8 }, { 14, 13 }, { MASK_REPLY, 17 } };

static enum match icmp_probe(struct cursor payload)
{
    return payload.left >= HEADER_BYTES ? MATCH_YES : MATCH_NO;
}

/* Of the network that the answer is sent in.  Source: RFC 950, appendix I. */
static void read_mask(struct cursor body, struct dissection *out)
{
    cursor_skip(&body, 4); /* identifier, sequence number */
    const uint8_t *mask = cursor_take(&body, 4);
    struct prefix p = mask ? prefix_of_mask(&out->sender, mask) : (struct prefix){ 0 };

    if (p.bits)
        dissection_state(out, &out->sender, FIELD_subnet, prefix_text(&p, out->arena),
                         "icmp address mask", CONFIDENCE_ANNOUNCED);
}

static enum verdict icmp_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type = cursor_u8(payload);
    enum message_kind kind = MESSAGE_REQUEST;

    cursor_skip(payload, HEADER_BYTES - 1);
    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    if (type == MASK_REPLY)
        read_mask(*payload, out);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        if (answers[i].reply == type) {
            type = answers[i].request;
            kind = MESSAGE_RESPONSE;
            out->direction = DIRECTION_FROM_SERVER;
            break;
        }
    }
    dissection_operation(out, &icmp_protocol, kind, type, SUB_NONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol icmp_protocol = {
    .name = "icmp",
    .title = "ICMP",
    .specification = "RFC 792",
    .carriers = CARRIER_IP,
    .ports = { 1 },
    .operations = operations,
    .probe = icmp_probe,
    .dissect = icmp_dissect,
};
