/*
 * vrrp.c - a router that answers for an address which it shares with others.
 *
 * The shared address belongs to a group of routers and is no device: it is kept
 * as a part of the router that holds it now.
 *
 * Source: RFC 3768, 5.1 (version 2); RFC 9568, 5.1 (version 3).
 */
#include "proto/protocol.h"

enum { ADVERTISEMENT = 1, HEADER_BYTES = 8, PASSWORD_BYTES = 8, ADDRESSES_MOST = 20 };

/* The code is the type. */
static const struct operation operations[] = {
    { ADVERTISEMENT, SUB_NONE, "advertisement", CLASS_discover },
    { 0 },
};

struct vrrp_header {
    uint8_t version, type, group, count, authentication;
};

static struct vrrp_header read_header(struct cursor *c)
{
    uint8_t first = cursor_u8(c);
    struct vrrp_header h = { .version = first >> 4, .type = first & 15, .group = cursor_u8(c) };

    cursor_skip(c, 1); /* priority */
    h.count = cursor_u8(c);
    h.authentication = cursor_u8(c);
    cursor_skip(c, 1 + 2); /* interval, checksum */
    return h;
}

/* CARP has the same protocol number and another length. */
static bool fits(const struct vrrp_header *h, size_t left)
{
    size_t addresses = (size_t)h->count * 4;

    if (h->type != ADVERTISEMENT || h->count == 0 || h->count > ADDRESSES_MOST)
        return false;
    return h->version == 2 ? left == addresses + PASSWORD_BYTES
                           : h->version == 3 && (left == addresses || left == addresses * 4);
}

static enum match vrrp_probe(struct cursor payload)
{
    struct vrrp_header h = read_header(&payload);

    return cursor_ok(&payload) && fits(&h, payload.left) ? MATCH_YES : MATCH_NO;
}

static void state_addresses(struct cursor c, const struct vrrp_header *h, struct dissection *out)
{
    bool is_ipv6 = h->version == 3 && c.left == (size_t)h->count * 16;
    struct text part = text_format(out->arena, "virtual router %u", (unsigned)h->group);
    char shown[ADDRESS_TEXT];

    for (unsigned i = 0; i < h->count; i++) {
        const uint8_t *bytes = cursor_take(&c, is_ipv6 ? 16 : 4);
        if (!bytes)
            return;
        struct address shared = is_ipv6 ? address_ipv6(bytes) : address_ipv4(bytes);
        address_format(&shared, shown);
        dissection_state_part(out, &out->sender, part, FIELD_station,
                              text_copy(text_of(shown), out->arena), "vrrp", CONFIDENCE_ANNOUNCED);
    }
}

static enum verdict vrrp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct vrrp_header h = read_header(&c);

    if (vrrp_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &vrrp_protocol, MESSAGE_REQUEST, h.type, SUB_NONE);
    dissection_state(out, &out->sender, FIELD_capability, TEXT("router"), "vrrp",
                     CONFIDENCE_ANNOUNCED);
    if (h.version == 2 && h.authentication == 1) /* Source: RFC 2338, 5.3.6 */
        dissection_state(out, &out->sender, FIELD_security, TEXT("VRRP password in clear text"),
                         "vrrp", CONFIDENCE_SELF);
    state_addresses(c, &h, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol vrrp_protocol = {
    .name = "vrrp",
    .title = "VRRP",
    .specification = "RFC 9568",
    .carriers = CARRIER_IP,
    .ports = { 112 },
    .operations = operations,
    .probe = vrrp_probe,
    .dissect = vrrp_dissect,
};
