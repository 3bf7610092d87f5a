/*
 * hsrp.c - routers that share an address, the way of Cisco's.
 *
 * The shared address belongs to the group and is no device: it is kept as a part
 * of the router that speaks for it.
 *
 * Source: RFC 2281, 5.1 (version 1).
 */
#include "proto/protocol.h"

enum { OPCODE_MOST = 2, WORD_BYTES = 8, MESSAGE_BYTES = 20 };

/* The code is the opcode. */
static const struct operation operations[] = {
    { 0, SUB_NONE, "hello", CLASS_discover },
    { 1, SUB_NONE, "coup", CLASS_config },
    { 2, SUB_NONE, "resign", CLASS_config },
    { 0 },
};

/* Source: RFC 2281, 5.1, State: these and no others. */
static bool is_state(uint8_t state)
{
    return state <= 16 && (state == 0 || (state & (state - 1)) == 0);
}

static enum match hsrp_probe(struct cursor payload)
{
    size_t length = payload.left;
    uint8_t version = cursor_u8(&payload), opcode = cursor_u8(&payload),
            state = cursor_u8(&payload);

    return length == MESSAGE_BYTES && version == 0 && opcode <= OPCODE_MOST && is_state(state)
               ? MATCH_MAYBE
               : MATCH_NO;
}

static void state_group(struct cursor c, struct dissection *out)
{
    unsigned group = cursor_u8(&c);
    char shown[ADDRESS_TEXT];

    cursor_skip(&c, 1); /* reserved */
    struct text word = text_from_wire(cursor_split(&c, WORD_BYTES), out->arena);
    const uint8_t *bytes = cursor_take(&c, 4);
    if (!bytes)
        return;
    struct address shared = address_ipv4(bytes);
    address_format(&shared, shown);
    if (!address_is_group(&shared))
        dissection_state_part(out, &out->sender,
                              text_format(out->arena, "standby group %u", group), FIELD_station,
                              text_copy(text_of(shown), out->arena), "hsrp", CONFIDENCE_ANNOUNCED);
    dissection_state(out, &out->sender, FIELD_security,
                     text_is(word, "cisco") ? TEXT("HSRP with its default password")
                                            : TEXT("HSRP password in clear text"),
                     "hsrp", CONFIDENCE_SELF);
}

static enum verdict hsrp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;

    if (hsrp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    cursor_skip(&c, 1);
    uint8_t opcode = cursor_u8(&c);
    cursor_skip(&c, 4); /* state, times, priority */
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &hsrp_protocol, MESSAGE_REQUEST, opcode, SUB_NONE);
    dissection_state(out, &out->sender, FIELD_capability, TEXT("router"), "hsrp",
                     CONFIDENCE_ANNOUNCED);
    state_group(c, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol hsrp_protocol = {
    .name = "hsrp",
    .title = "HSRP",
    .specification = "RFC 2281",
    .carriers = CARRIER_UDP,
    .ports = { 1985 },
    .operations = operations,
    .probe = hsrp_probe,
    .dissect = hsrp_dissect,
};
