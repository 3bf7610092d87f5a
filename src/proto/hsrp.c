/*
 * hsrp.c - routers that share an address, the way of Cisco's.
 *
 * The shared address belongs to the group and is no device: it is kept as a part
 * of the router that speaks for it.
 *
 * Source: RFC 2281, 5.1 (version 1); version 2 has no public specification: the parts of
 * its messages as Cisco's configuration guides and other readers describe them.
 */
#include "proto/protocol.h"

enum {
    OPCODE_MOST = 2,
    WORD_BYTES = 8,
    MESSAGE_BYTES = 20,
    GROUP_STATE = 1, /* the types of version 2's parts */
    TEXT_AUTHENTICATION = 3,
    GROUP_STATE_BYTES = 40,
    VERSION_2 = 2,
    STATE_2_MOST = 6,
    PARTS_MOST = 16,
};

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

/* Only the group's state is asked for: what else there is may be of any type. */
static bool is_version_2(struct cursor c)
{
    uint8_t type = cursor_u8(&c), length = cursor_u8(&c), version = cursor_u8(&c);
    uint8_t opcode = cursor_u8(&c), state = cursor_u8(&c), ip = cursor_u8(&c);

    return type == GROUP_STATE && length == GROUP_STATE_BYTES && version == VERSION_2 &&
           opcode <= OPCODE_MOST && state <= STATE_2_MOST && (ip == 4 || ip == 6) &&
           c.left >= GROUP_STATE_BYTES - 4;
}

static enum match hsrp_probe(struct cursor payload)
{
    if (is_version_2(payload))
        return MATCH_MAYBE;
    size_t length = payload.left;
    uint8_t version = cursor_u8(&payload), opcode = cursor_u8(&payload),
            state = cursor_u8(&payload);

    return length == MESSAGE_BYTES && version == 0 && opcode <= OPCODE_MOST && is_state(state)
               ? MATCH_MAYBE
               : MATCH_NO;
}

static void state_shared(struct dissection *out, unsigned group, const struct address *shared)
{
    char shown[ADDRESS_TEXT];

    address_format(shared, shown);
    if (!address_is_group(shared))
        dissection_state_part(out, &out->sender, text_format(out->arena, "standby group %u", group),
                              FIELD_station, text_copy(text_of(shown), out->arena), "hsrp",
                              CONFIDENCE_ANNOUNCED);
}

static void state_password(struct dissection *out, struct cursor password)
{
    struct text word = text_from_wire(password, out->arena);

    dissection_state(out, &out->sender, FIELD_security,
                     text_is(word, "cisco") ? TEXT("HSRP with its default password")
                                            : TEXT("HSRP password in clear text"),
                     "hsrp", CONFIDENCE_SELF);
}

static void read_version_1(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 1);
    uint8_t opcode = cursor_u8(&c);
    cursor_skip(&c, 4); /* state, times, priority */
    unsigned group = cursor_u8(&c);
    cursor_skip(&c, 1); /* reserved */
    struct cursor word = cursor_split(&c, WORD_BYTES);
    const uint8_t *bytes = cursor_take(&c, 4);

    dissection_operation(out, &hsrp_protocol, MESSAGE_REQUEST, opcode, SUB_NONE);
    if (!bytes)
        return;
    struct address shared = address_ipv4(bytes);
    state_shared(out, group, &shared);
    state_password(out, word);
}

static void read_group(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 1); /* version */
    uint8_t opcode = cursor_u8(&c);
    cursor_skip(&c, 1); /* state */
    bool is_ipv6 = cursor_u8(&c) == 6;
    unsigned group = cursor_u16be(&c);
    cursor_skip(&c, 6 + 3 * 4); /* its network card; priority, times */
    const uint8_t *bytes = cursor_take(&c, 16);

    dissection_operation(out, &hsrp_protocol, MESSAGE_REQUEST, opcode, SUB_NONE);
    if (!bytes)
        return;
    struct address shared = is_ipv6 ? address_ipv6(bytes) : address_ipv4(bytes);
    state_shared(out, group, &shared);
}

static void read_version_2(struct cursor c, struct dissection *out)
{
    for (unsigned i = 0; i < PARTS_MOST && c.left > 0; i++) {
        uint8_t type = cursor_u8(&c);
        struct cursor part = cursor_split(&c, cursor_u8(&c));
        if (type == GROUP_STATE && part.left == GROUP_STATE_BYTES)
            read_group(part, out);
        else if (type == TEXT_AUTHENTICATION && part.left == WORD_BYTES)
            state_password(out, part);
    }
}

static enum verdict hsrp_dissect(struct cursor *payload, struct dissection *out)
{
    if (hsrp_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_state(out, &out->sender, FIELD_capability, TEXT("router"), "hsrp",
                     CONFIDENCE_ANNOUNCED);
    if (is_version_2(*payload))
        read_version_2(*payload, out);
    else
        read_version_1(*payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol hsrp_protocol = {
    .name = "hsrp",
    .title = "HSRP",
    .specification = "RFC 2281; version 2 as described",
    .carriers = CARRIER_UDP,
    .ports = { 1985, 2029 },
    .operations = operations,
    .probe = hsrp_probe,
    .dissect = hsrp_dissect,
};
