/*
 * ntp.c - Network Time Protocol: who gives the time to whom.
 *
 * Source: RFC 5905, 7.3 (header, figure 10 modes); RFC 9327 (control messages).
 */
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 48,
    CONTROL_BYTES = 12,
    PRIVATE_BYTES = 8,
    MODE_ACTIVE = 1,
    MODE_PASSIVE = 2,
    MODE_CLIENT = 3,
    MODE_SERVER = 4,
    MODE_BROADCAST = 5,
    MODE_CONTROL = 6,
    MODE_PRIVATE = 7,
    STRATUM_MOST = 15,
};

/* The code is the mode; a server's answer is counted on the client mode that asked. */
static const struct operation operations[] = {
    { MODE_ACTIVE, SUB_NONE, "symmetric", CLASS_time },
    { MODE_CLIENT, SUB_NONE, "ask the time", CLASS_time },
    { MODE_BROADCAST, SUB_NONE, "broadcast the time", CLASS_time },
    { MODE_CONTROL, SUB_NONE, "control message", CLASS_diag },
    { MODE_PRIVATE, SUB_NONE, "private message", CLASS_diag },
    { 0 },
};

static enum match ntp_probe(struct cursor payload)
{
    size_t length = payload.left;
    uint8_t first = cursor_u8(&payload);
    unsigned version = first >> 3 & 7, mode = first & 7;

    if (version < 1 || version > 4 || mode == 0)
        return MATCH_NO;
    size_t least = mode == MODE_CONTROL   ? CONTROL_BYTES
                   : mode == MODE_PRIVATE ? PRIVATE_BYTES
                                          : HEADER_BYTES;
    return length >= least ? MATCH_MAYBE : MATCH_NO;
}

static void state_server(struct dissection *out, uint8_t stratum)
{
    if (stratum >= 1 && stratum <= STRATUM_MOST)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("time server"), "ntp",
                         CONFIDENCE_BEHAVIOUR);
}

static enum verdict ntp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;

    if (ntp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    uint8_t first = cursor_u8(&c), mode = first & 7, second = cursor_u8(&c);
    bool is_reply = mode == MODE_SERVER || mode == MODE_PASSIVE ||
                    (mode == MODE_CONTROL && second & 0x80) ||
                    (mode == MODE_PRIVATE && first & 0x80);
    uint8_t asked = mode == MODE_SERVER ? MODE_CLIENT : mode == MODE_PASSIVE ? MODE_ACTIVE : mode;

    /* Two symmetric peers are client and server by who spoke first. */
    if (mode != MODE_ACTIVE)
        out->direction = is_reply ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &ntp_protocol, is_reply ? MESSAGE_RESPONSE : MESSAGE_REQUEST, asked,
                         SUB_NONE);
    if (mode == MODE_SERVER || mode == MODE_BROADCAST)
        state_server(out, second);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ntp_protocol = {
    .name = "ntp",
    .title = "NTP",
    .specification = "RFC 5905",
    .carriers = CARRIER_UDP,
    .ports = { 123 },
    .operations = operations,
    .probe = ntp_probe,
    .dissect = ntp_dissect,
};
