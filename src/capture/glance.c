/*
 * glance.c - the ordinary packet.
 *
 * Every header is asked for once, as a whole: its fields are then read without
 * further checks.  What is refused here is judged by decode.c, which knows why.
 *
 * Source: IEEE 802.3, 3.2.6; IEEE 802.1Q, 9.6; RFC 791, 3.1; RFC 9293, 3.1; RFC 768.
 */
#include "capture/glance.h"

#include "base/hash.h"
#include "capture/link.h"

enum {
    MACS = 12,
    TYPE_LEAST = 1501, /* smaller values are the length of an LLC frame */
    ETHER_VLAN = 0x8100,
    IPV4_HEADER = 20,
    VERSION_4_LENGTH_5 = 0x45,
    FRAGMENT_BITS = 0x3fff, /* more follow, or it is not the first */
    IP_TCP = 6,
    IP_UDP = 17,
    TCP_HEADER = 20,
    UDP_HEADER = 8,
    KEY_MAC_SHIFT = 16,
    KEY_PORTS_SHIFT = 8,
};

/* Above any MAC, and above any ports and protocol. */
static const uint64_t frame_mark = UINT64_C(1) << 63;

static bool glance_tcp(struct cursor rest, struct glance *g)
{
    if (rest.left < TCP_HEADER)
        return false;
    struct cursor header = cursor_split(&rest, TCP_HEADER);
    uint64_t ports = cursor_u32be(&header);
    g->tcp_sequence = cursor_u32be(&header);
    g->tcp_acknowledged = cursor_u32be(&header);
    uint16_t offset_and_flags = cursor_u16be(&header);
    size_t options = (offset_and_flags >> 12) * 4u - TCP_HEADER;

    if (options > rest.left || offset_and_flags & TCP_SYN)
        return false;
    cursor_skip(&rest, options);
    g->tcp_flags = (uint8_t)offset_and_flags;
    g->key.words[1] = ports << KEY_PORTS_SHIFT | IP_TCP;
    g->payload = rest;
    g->outcome = DECODE_TCP;
    return true;
}

static bool glance_udp(struct cursor rest, struct glance *g)
{
    if (rest.left < UDP_HEADER)
        return false;
    struct cursor header = cursor_split(&rest, UDP_HEADER);
    uint64_t ports = cursor_u32be(&header);
    size_t length = cursor_u16be(&header);

    if (length < UDP_HEADER || length - UDP_HEADER > rest.left)
        return false;
    g->key.words[1] = ports << KEY_PORTS_SHIFT | IP_UDP;
    g->payload = cursor_split(&rest, length - UDP_HEADER);
    g->outcome = DECODE_UDP;
    return true;
}

static bool glance_ipv4(struct cursor rest, struct glance *g)
{
    g->network = rest;
    if (rest.left < IPV4_HEADER)
        return false;
    struct cursor header = cursor_split(&rest, IPV4_HEADER);
    uint8_t version_and_length = cursor_u8(&header);
    cursor_skip(&header, 1); /* type of service */
    size_t length = cursor_u16be(&header);
    cursor_skip(&header, 2); /* identification */
    uint16_t fragment = cursor_u16be(&header);
    cursor_skip(&header, 1); /* time to live */
    uint8_t protocol = cursor_u8(&header);
    cursor_skip(&header, 2); /* checksum */
    uint64_t source = cursor_u32be(&header), target = cursor_u32be(&header);

    /* A sender without an address is known by its MAC: decode() finds it. */
    if (source == 0 || version_and_length != VERSION_4_LENGTH_5 || fragment & FRAGMENT_BITS ||
        length < IPV4_HEADER || length - IPV4_HEADER > rest.left)
        return false;
    rest = cursor_split(&rest, length - IPV4_HEADER);
    g->key.words[0] = source << 32 | target;
    return protocol == IP_TCP ? glance_tcp(rest, g) : protocol == IP_UDP && glance_udp(rest, g);
}

static uint64_t mac_word(struct cursor *c)
{
    uint64_t upper = cursor_u16be(c);

    return upper << 32 | cursor_u32be(c);
}

static bool glance_frame(struct cursor rest, uint16_t type, struct glance *g)
{
    struct cursor macs = g->macs;

    g->key.words[0] = mac_word(&macs) << KEY_MAC_SHIFT | type;
    g->key.words[1] = frame_mark | mac_word(&macs);
    g->network = cursor_over(NULL, 0);
    g->payload = rest;
    g->outcome = DECODE_ETHERNET;
    return type >= TYPE_LEAST && type != ETHER_IPV6 && !link_is_tag(type);
}

bool glance_at(const struct packet *p, struct glance *g)
{
    struct cursor rest = cursor_over(p->bytes, p->captured);

    if (p->link != LINK_ETHERNET || p->captured != p->length || rest.left < MACS + 6)
        return false;
    struct cursor header = cursor_split(&rest, MACS + 2);
    g->macs = cursor_split(&header, MACS);
    uint16_t type = cursor_u16be(&header);
    if (type == ETHER_VLAN) {
        cursor_skip(&rest, 2); /* priority and identifier: they tell no flows apart */
        type = cursor_u16be(&rest);
    }
    g->tcp_sequence = g->tcp_acknowledged = g->tcp_flags = 0;
    return type == ETHER_IPV4 ? glance_ipv4(rest, g) : glance_frame(rest, type, g);
}

void glance_decode(const struct glance *g, struct decoded *d)
{
    struct cursor macs = g->macs;
    const uint8_t *target = cursor_take(&macs, 6);
    const uint8_t *source = cursor_take(&macs, 6);

    *d = (struct decoded){ .outcome = g->outcome,
                           .target_mac = address_mac(target),
                           .source_mac = address_mac(source),
                           .tcp_flags = g->tcp_flags,
                           .tcp_sequence = g->tcp_sequence,
                           .tcp_acknowledged = g->tcp_acknowledged,
                           .network = g->network,
                           .payload = g->payload };
}

static uint64_t word_of(const struct address *a, size_t length)
{
    struct cursor bytes = cursor_over(a->bytes, length);

    return length == 4 ? cursor_u32be(&bytes) : mac_word(&bytes);
}

static uint64_t pair_of(uint64_t a, uint64_t b)
{
    return hash_mix(a ^ b, a + b);
}

uint64_t glance_pair(const struct glance_key *key)
{
    if (key->words[1] & frame_mark)
        return pair_of(key->words[0] >> KEY_MAC_SHIFT, key->words[1] & ~frame_mark);
    return pair_of(key->words[0] >> 32, key->words[0] & UINT32_MAX);
}

static uint64_t end_number(const struct address *a)
{
    if (a->kind == ADDRESS_IPV6)
        return address_hash(a);
    return word_of(a, a->kind == ADDRESS_IPV4 ? 4 : 6);
}

uint64_t glance_pair_of(const struct flow_key *flow)
{
    return pair_of(end_number(&flow->ends[0]), end_number(&flow->ends[1]));
}

bool glance_key_of(const struct flow_key *flow, int from, struct glance_key *key)
{
    const struct address *source = &flow->ends[from], *target = &flow->ends[!from];
    bool is_frame = flow->transport == TRANSPORT_ETHERNET;
    uint8_t kind = is_frame ? ADDRESS_MAC : ADDRESS_IPV4;

    if (source->kind != kind || target->kind != kind || flow->transport == TRANSPORT_IP)
        return false;
    if (is_frame) {
        key->words[0] = word_of(target, 6) << KEY_MAC_SHIFT | flow->ports[0];
        key->words[1] = frame_mark | word_of(source, 6);
        return flow->ip_protocol == 0; /* else LLC */
    }
    uint64_t ports = (uint64_t)flow->ports[from] << 16 | flow->ports[!from];
    key->words[0] = word_of(source, 4) << 32 | word_of(target, 4);
    key->words[1] = ports << KEY_PORTS_SHIFT | flow->ip_protocol;
    return true;
}
