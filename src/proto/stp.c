/*
 * stp.c - Spanning Tree (STP, RSTP, MSTP, and Cisco's tree per VLAN): which
 * bridges there are, which one is the root, and that the topology changes.
 *
 * Source: IEEE 802.1D-2004, 9 (BPDUs); IEEE 802.1Q-2018, 14 (MST BPDUs); IEEE
 * 802.2, 5.4 (the control field in front).
 */
#include "proto/protocol.h"

enum bpdu_type { BPDU_CONFIGURATION = 0x00, BPDU_RAPID = 0x02, BPDU_CHANGE = 0x80 };

enum {
    CONTROL_UNNUMBERED = 3,
    FLAG_CHANGE = 0x01,
    WITH_CHANGE = 1, /* our sub-code: the flag is set */
    VERSION_MOST = 4,
};

static const struct operation operations[] = {
    { BPDU_CONFIGURATION, SUB_NONE, "configuration", CLASS_discover },
    { BPDU_CONFIGURATION, WITH_CHANGE, "configuration, topology changes", CLASS_discover },
    { BPDU_RAPID, SUB_NONE, "rapid configuration", CLASS_discover },
    { BPDU_RAPID, WITH_CHANGE, "rapid configuration, topology changes", CLASS_discover },
    { BPDU_CHANGE, SUB_NONE, "topology change notification", CLASS_diag },
    { 0 },
};

struct bpdu {
    uint8_t version, type;
    struct cursor rest;
};

/* Behind SNAP, where Cisco's are, no control field comes first. */
static bool bpdu_read(struct cursor c, struct bpdu *b)
{
    struct cursor first = c;

    if (cursor_u8(&first) == CONTROL_UNNUMBERED)
        c = first;
    uint16_t protocol = cursor_u16be(&c);
    b->version = cursor_u8(&c);
    b->type = cursor_u8(&c);
    b->rest = c;
    return cursor_ok(&c) && protocol == 0 && b->version <= VERSION_MOST &&
           (b->type == BPDU_CONFIGURATION || b->type == BPDU_RAPID || b->type == BPDU_CHANGE);
}

static enum match stp_probe(struct cursor payload)
{
    struct bpdu b;

    return bpdu_read(payload, &b) ? MATCH_MAYBE : MATCH_NO;
}

struct bridge {
    unsigned priority; /* without the number of the tree in its low bits */
    struct address mac;
};

static struct bridge bridge_read(struct cursor *c)
{
    struct bridge b = { .priority = cursor_u16be(c) & 0xf000 };
    const uint8_t *bytes = cursor_take(c, 6);

    if (bytes)
        b.mac = address_mac(bytes);
    return b;
}

static void tell_bridges(const struct bridge *root, const struct bridge *bridge,
                         struct dissection *out)
{
    dissection_state(out, &out->sender_mac, FIELD_capability, TEXT("bridge"), "spanning tree",
                     CONFIDENCE_ANNOUNCED);
    if (!address_is_void(&bridge->mac) && !address_equal(&bridge->mac, &out->sender_mac))
        dissection_tie(out, out->sender_mac, bridge->mac, BINDING_announced);
    if (!address_is_void(&root->mac) && !address_is_group(&root->mac))
        dissection_state(
            out, &root->mac, FIELD_state,
            text_format(out->arena, "root of the spanning tree, priority %u", root->priority),
            "spanning tree", CONFIDENCE_ANNOUNCED);
}

static bool configuration(struct bpdu *b, struct dissection *out)
{
    uint8_t flags = cursor_u8(&b->rest);
    struct bridge root = bridge_read(&b->rest);

    cursor_skip(&b->rest, 4); /* cost of the path to the root */
    struct bridge bridge = bridge_read(&b->rest);
    cursor_skip(&b->rest, 2 + 4 * 2); /* port, and four times */
    if (!cursor_ok(&b->rest))
        return false;
    dissection_operation(out, &stp_protocol, MESSAGE_REQUEST, b->type,
                         flags & FLAG_CHANGE ? WITH_CHANGE : SUB_NONE);
    tell_bridges(&root, &bridge, out);
    return true;
}

static enum verdict stp_dissect(struct cursor *payload, struct dissection *out)
{
    struct bpdu b;

    if (!bpdu_read(*payload, &b))
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    if (b.type == BPDU_CHANGE)
        dissection_operation(out, &stp_protocol, MESSAGE_REQUEST, b.type, SUB_NONE);
    else if (!configuration(&b, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

/* Access points 0x42, or Cisco's SNAP number. */
const struct protocol stp_protocol = {
    .name = "stp",
    .title = "Spanning Tree",
    .specification = "IEEE 802.1D-2004; IEEE 802.1Q-2018",
    .carriers = CARRIER_ETHERNET,
    .ports = { 0x4242, 0x010b },
    .operations = operations,
    .probe = stp_probe,
    .dissect = stp_dissect,
};
