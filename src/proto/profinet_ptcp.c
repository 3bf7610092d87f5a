/*
 * profinet_ptcp.c - PTCP: who gives the time to a PROFINET line.
 *
 * Source: IEC 61158-6-10, 4.4.1 (PTCP PDUs), 4.4.2 (PTCP TLVs).
 */
#include "proto/profinet.h"

enum {
    HEADER_BYTES = 20,
    TLV_END = 0,
    TLV_SUBDOMAIN = 1, /* begins with the MAC of the one that gives the time */
};

static bool is_well_formed(struct cursor c)
{
    unsigned type;

    do {
        uint16_t head = cursor_u16be(&c);
        type = head >> 9;
        cursor_skip(&c, head & 0x1ff);
    } while (type != TLV_END && cursor_ok(&c));
    return cursor_ok(&c);
}

static void tell_master(struct cursor subdomain, struct dissection *out)
{
    const uint8_t *bytes = cursor_take(&subdomain, 6);
    struct address master = bytes ? address_mac(bytes) : (struct address){ 0 };

    if (!address_is_void(&master) && !address_is_group(&master))
        dissection_state(out, &master, FIELD_capability, TEXT("time server"), "profinet ptcp",
                         CONFIDENCE_BEHAVIOUR);
}

static void read_blocks(struct cursor c, struct dissection *out)
{
    unsigned type;

    do {
        uint16_t head = cursor_u16be(&c);
        type = head >> 9;
        struct cursor value = cursor_split(&c, head & 0x1ff);
        if (type == TLV_SUBDOMAIN)
            tell_master(value, out);
    } while (type != TLV_END && cursor_ok(&c));
}

enum verdict profinet_ptcp_read(struct profinet_message *m, struct dissection *out)
{
    cursor_skip(&m->rest, HEADER_BYTES);
    if (!is_well_formed(m->rest))
        return VERDICT_MALFORMED;
    bool is_answer = m->frame_id > PROFINET_DELAY && m->frame_id <= PROFINET_DELAY_LAST;
    out->direction = DIRECTION_FROM_CLIENT; /* all of it is announced to a group */
    dissection_operation(out, &profinet_protocol, is_answer ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         m->code, SUB_NONE);
    read_blocks(m->rest, out);
    return VERDICT_OK;
}
