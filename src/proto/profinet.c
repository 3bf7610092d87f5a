/*
 * profinet.c - PROFINET frames: which kind a FrameID names, and cyclic data.
 *
 * Both sides of a connection send cyclic data, and nothing in it says which one
 * is the controller; alarms and DCP do.  What a provider says of itself with
 * every cycle is told when it changes.
 *
 * Source: IEC 61158-6-10, 4.2.2 (FrameID), 4.7.2 (APDU status).
 */
#include "proto/profinet.h"

enum {
    APDU_STATUS_BYTES = 4,
    STATUS_RUN = 0x10,
    STATUS_NO_PROBLEM = 0x20,
};

/* By the two bits of the data status. */
static const char *const provider_states[] = {
    "provider stopped, reports a problem",
    "provider running, reports a problem",
    "provider stopped",
    "provider running",
};

struct profinet_end *profinet_end_of(const struct dissection *out)
{
    struct profinet_state *state = out->state;

    return &state->ends[address_precedes(&out->sender, &out->receiver)];
}

static void tell_provider(uint8_t data_status, struct dissection *out)
{
    struct profinet_end *end = profinet_end_of(out);
    uint8_t status = data_status >> 4 & (STATUS_RUN | STATUS_NO_PROBLEM) >> 4;

    if (end->status == status + 1)
        return;
    end->status = (uint8_t)(status + 1);
    dissection_state(out, &out->sender, FIELD_state, text_of(provider_states[status]),
                     "profinet data status", CONFIDENCE_SELF);
}

/* The status stands at the end of the frame, behind the data and its padding. */
static enum verdict cyclic(struct profinet_message *m, struct dissection *out)
{
    if (m->rest.left < APDU_STATUS_BYTES)
        return VERDICT_MALFORMED;
    cursor_skip(&m->rest, m->rest.left - APDU_STATUS_BYTES + 2); /* and the cycle counter */
    uint8_t data_status = cursor_u8(&m->rest), transfer_status = cursor_u8(&m->rest);

    dissection_operation(out, &profinet_protocol, MESSAGE_REQUEST, m->code, SUB_NONE);
    if (transfer_status == 0)
        tell_provider(data_status, out);
    return VERDICT_OK;
}

static enum verdict only_counted(struct profinet_message *m, struct dissection *out)
{
    dissection_operation(out, &profinet_protocol, MESSAGE_REQUEST, m->code, SUB_NONE);
    return VERDICT_OK;
}

/* Everything between these is reserved.  The code is the first one. */
static const struct {
    uint16_t first, last;
    enum verdict (*read)(struct profinet_message *m, struct dissection *out);
} kinds[] = {
    { PROFINET_SYNC_FOLLOWED, 0x0021, profinet_ptcp_read },
    { PROFINET_SYNC, 0x0081, profinet_ptcp_read },
    { PROFINET_CYCLIC_3, 0x06ff, cyclic },
    { PROFINET_CYCLIC_3_REDUNDANT, 0x0fff, cyclic },
    { PROFINET_CYCLIC_2, 0xbbff, cyclic },
    { PROFINET_CYCLIC_2_GROUP, 0xbfff, cyclic },
    { PROFINET_CYCLIC_1, 0xf7ff, cyclic },
    { PROFINET_CYCLIC_1_GROUP, 0xfbff, cyclic },
    { PROFINET_ALARM_HIGH, PROFINET_ALARM_HIGH, profinet_alarm_read },
    { PROFINET_ALARM_LOW, PROFINET_ALARM_LOW, profinet_alarm_read },
    { PROFINET_REMOTE_SERVICE, PROFINET_REMOTE_SERVICE, only_counted },
    { PROFINET_DCP_HELLO, PROFINET_DCP_IDENTIFY_ANSWER, profinet_dcp_read },
    { PROFINET_ANNOUNCE, 0xff01, profinet_ptcp_read },
    { PROFINET_FOLLOW_UP, 0xff21, profinet_ptcp_read },
    { PROFINET_DELAY, PROFINET_DELAY_LAST, profinet_ptcp_read },
    { PROFINET_FRAGMENT, 0xff8f, only_counted },
};

/* The row of a FrameID; COUNT_OF(kinds) when it is reserved. */
static size_t kind_of(uint16_t frame_id)
{
    size_t row = 0;

    while (row < COUNT_OF(kinds) && (frame_id < kinds[row].first || frame_id > kinds[row].last))
        row++;
    return row;
}

/* Sixteen bits are no proof: it has its EtherType, and the same number as its UDP port. */
static enum match profinet_probe(struct cursor payload)
{
    uint16_t frame_id = cursor_u16be(&payload);

    return cursor_ok(&payload) && kind_of(frame_id) < COUNT_OF(kinds) ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict profinet_dissect(struct cursor *payload, struct dissection *out)
{
    struct profinet_message m = { .rest = *payload };

    m.frame_id = cursor_u16be(&m.rest);
    size_t row = kind_of(m.frame_id);
    if (!cursor_ok(&m.rest) || row == COUNT_OF(kinds))
        return VERDICT_MALFORMED;
    m.code = kinds[row].first;
    enum verdict verdict = kinds[row].read(&m, out);
    if (verdict == VERDICT_OK)
        cursor_skip(payload, payload->left);
    return verdict;
}

const struct protocol profinet_protocol = {
    .name = "profinet",
    .title = "PROFINET (DCP, cyclic data, alarms, PTCP)",
    .specification = "IEC 61158-6-10",
    .carriers = CARRIER_ETHERNET | CARRIER_UDP,
    .ports = { 0x8892 },
    .is_industrial = true,
    .state_bytes = sizeof(struct profinet_state),
    .operations = profinet_operations,
    .probe = profinet_probe,
    .dissect = profinet_dissect,
};
