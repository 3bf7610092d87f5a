/*
 * link.c - one function per link layer and per tag, and the tables that choose.
 *
 * Source: the tcpdump group's registry of LINKTYPE_ values and its pages on
 * LINUX_SLL, LINUX_SLL2, NULL and LOOP; IEEE 802.3, 3.2.6; IEEE 802, 9.2 (SNAP);
 * IEEE 802.1Q, 9.6; RFC 2516, 4 (PPPoE); RFC 3032, 2.1 (MPLS).
 */
#include "capture/link.h"

enum {
    LENGTH_MOST = 1500, /* above it the field is a type */
    SAP_SNAP = 0xaaaa,
    LLC_UNNUMBERED = 3,
    ORGANISATION_ETHERTYPE = 0x000000,
    ORGANISATION_BRIDGED = 0x0000f8, /* EtherTypes too, for bridges. Source: IEEE 802.1H */
    TAGS_MOST = 8,
};

bool frame_malformed(struct frame *f, const char *reason)
{
    f->out->outcome = DECODE_SKIPPED;
    f->out->reason = reason;
    f->out->malformed = true;
    return false;
}

bool frame_foreign(struct frame *f, const char *reason)
{
    f->out->outcome = DECODE_SKIPPED;
    f->out->reason = reason;
    return false;
}

bool frame_short(struct frame *f, const char *reason)
{
    if (f->missing > 0)
        return frame_foreign(f, "cut short by the capture inside its headers");
    return frame_malformed(f, reason);
}

static bool llc(struct frame *f)
{
    uint16_t access_points = cursor_u16be(&f->rest);
    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its LLC header");

    struct cursor snap = f->rest;
    uint8_t control = cursor_u8(&snap);
    uint32_t organisation = (uint32_t)cursor_u16be(&snap) << 8;
    organisation |= cursor_u8(&snap);
    uint16_t type = cursor_u16be(&snap);
    if (access_points == SAP_SNAP && control == LLC_UNNUMBERED && cursor_ok(&snap)) {
        f->rest = snap;
        f->out->ether_type = type;
        f->vendor_type =
            organisation != ORGANISATION_ETHERTYPE && organisation != ORGANISATION_BRIDGED;
        return true;
    }
    f->out->ether_type = access_points;
    f->out->llc = true;
    return true;
}

/* The field behind the addresses and behind every VLAN tag: a type, or the length of an LLC frame.
 */
static bool type_or_length(struct frame *f, uint16_t value)
{
    if (value > LENGTH_MOST) {
        f->out->ether_type = value;
        return true;
    }
    frame_trim(f, value);
    return llc(f);
}

static bool ethernet(struct frame *f)
{
    const uint8_t *target = cursor_take(&f->rest, 6);
    const uint8_t *source = cursor_take(&f->rest, 6);
    uint16_t type = cursor_u16be(&f->rest);

    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its Ethernet header");
    f->out->target_mac = address_mac(target);
    f->out->source_mac = address_mac(source);
    return type_or_length(f, type);
}

static bool raw_ip(struct frame *f)
{
    struct cursor start = f->rest;
    uint8_t version = cursor_u8(&start) >> 4;

    if (!cursor_ok(&start))
        return frame_short(f, "ends inside its IP header");
    if (version != 4 && version != 6)
        return frame_malformed(f, "raw IP packet of neither version 4 nor 6");
    f->out->ether_type = version == 4 ? ETHER_IPV4 : ETHER_IPV6;
    return true;
}

static bool raw_ipv4(struct frame *f)
{
    f->out->ether_type = ETHER_IPV4;
    return true;
}

static bool raw_ipv6(struct frame *f)
{
    f->out->ether_type = ETHER_IPV6;
    return true;
}

static const struct {
    uint32_t family; /* AF_ numbers differ: 24 NetBSD and OpenBSD, 28 FreeBSD, 30 macOS, 10 Linux */
    uint16_t ether_type;
} families[] = {
    { 2, ETHER_IPV4 },  { 24, ETHER_IPV6 }, { 28, ETHER_IPV6 },
    { 30, ETHER_IPV6 }, { 10, ETHER_IPV6 }, { 23, ETHER_IPV6 }, /* Windows */
};

/* In the byte order of the machine that captured, which the file need not share. */
static bool loopback(struct frame *f)
{
    struct cursor again = f->rest;
    uint32_t little = cursor_u32le(&f->rest);
    uint32_t big = cursor_u32be(&again);

    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its loopback header");
    for (size_t i = 0; i < COUNT_OF(families); i++)
        if (families[i].family == little || families[i].family == big) {
            f->out->ether_type = families[i].ether_type;
            return true;
        }
    return frame_foreign(f, "loopback packet of an address family that is not IP");
}

/* Where a cooked header has no EtherType it has one of Linux's own numbers. */
static bool cooked_protocol(struct frame *f, uint16_t protocol)
{
    enum { COOKED_LLC = 4 };

    if (protocol == COOKED_LLC)
        return llc(f);
    if (protocol <= LENGTH_MOST)
        return frame_foreign(f, "Linux cooked packet without an EtherType");
    f->out->ether_type = protocol;
    return true;
}

static void cooked_source(struct frame *f, size_t length, const uint8_t *address)
{
    if (address && length == 6)
        f->out->source_mac = address_mac(address);
}

static bool cooked(struct frame *f)
{
    cursor_skip(&f->rest, 4); /* direction, hardware type */
    uint16_t address_length = cursor_u16be(&f->rest);
    const uint8_t *address = cursor_take(&f->rest, 8);
    uint16_t protocol = cursor_u16be(&f->rest);

    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its Linux cooked header");
    cooked_source(f, address_length, address);
    return cooked_protocol(f, protocol);
}

static bool cooked2(struct frame *f)
{
    uint16_t protocol = cursor_u16be(&f->rest);
    cursor_skip(&f->rest, 9); /* reserved, interface, hardware type, direction */
    uint8_t address_length = cursor_u8(&f->rest);
    const uint8_t *address = cursor_take(&f->rest, 8);

    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its Linux cooked header");
    cooked_source(f, address_length, address);
    return cooked_protocol(f, protocol);
}

static const struct {
    uint16_t link;
    bool (*unwrap)(struct frame *f);
    const char *foreign; /* why there is no function */
} links[] = {
    { LINK_ETHERNET, ethernet, NULL },
    { LINK_COOKED, cooked, NULL },
    { LINK_COOKED2, cooked2, NULL },
    { LINK_NULL, loopback, NULL },
    { LINK_LOOP, loopback, NULL },
    { LINK_RAW, raw_ip, NULL },
    { LINK_RAW_BSD, raw_ip, NULL },
    { LINK_IPV4, raw_ipv4, NULL },
    { LINK_IPV6, raw_ipv6, NULL },
    { 105, NULL, "link type 105 (802.11 wireless) is not decoded" },
    { 127, NULL, "link type 127 (802.11 wireless with radiotap) is not decoded" },
    { 163, NULL, "link type 163 (802.11 wireless with AVS) is not decoded" },
    { 187, NULL, "link type 187 (Bluetooth) is not decoded" },
    { 189, NULL, "link type 189 (USB) is not decoded" },
    { 190, NULL, "link type 190 (CAN) is not decoded" },
    { 195, NULL, "link type 195 (802.15.4) is not decoded" },
    { 201, NULL, "link type 201 (Bluetooth) is not decoded" },
    { 215, NULL, "link type 215 (802.15.4) is not decoded" },
    { 220, NULL, "link type 220 (USB) is not decoded" },
    { 227, NULL, "link type 227 (CAN) is not decoded" },
    { 230, NULL, "link type 230 (802.15.4) is not decoded" },
    { 249, NULL, "link type 249 (USB) is not decoded" },
    { 9, NULL, "link type 9 (PPP) is not decoded" },
    { 50, NULL, "link type 50 (PPP) is not decoded" },
};

static bool unwrap_link(struct frame *f, uint16_t link)
{
    for (size_t i = 0; i < COUNT_OF(links); i++)
        if (links[i].link == link)
            return links[i].unwrap ? links[i].unwrap(f) : frame_foreign(f, links[i].foreign);
    return frame_foreign(f, "of a link type that is not known");
}

enum tag_outcome { TAG_REMOVED, TAG_KEPT, TAG_SKIPPED };

static enum tag_outcome outcome_of(bool understood)
{
    return understood ? TAG_REMOVED : TAG_SKIPPED;
}

/* Identifier 0 only carries a priority: it does not hide the tag around it. */
static enum tag_outcome vlan_tag(struct frame *f)
{
    uint16_t control = cursor_u16be(&f->rest);
    uint16_t type = cursor_u16be(&f->rest);

    if (!cursor_ok(&f->rest))
        return outcome_of(frame_short(f, "ends inside its VLAN tag"));
    if (control & 0xfff)
        f->out->vlan = control & 0xfff;
    return outcome_of(type_or_length(f, type));
}

/* IP inside a session goes on; its control protocols stay frames of PPPoE. */
static enum tag_outcome pppoe_session(struct frame *f)
{
    enum { PPP_IPV4 = 0x21, PPP_IPV6 = 0x57 };
    struct cursor ahead = f->rest;

    cursor_skip(&ahead, 4); /* version, code, session */
    uint16_t length = cursor_u16be(&ahead);
    uint16_t protocol = cursor_u16be(&ahead);
    if (!cursor_ok(&ahead))
        return outcome_of(frame_short(f, "ends inside its PPPoE header"));
    if ((protocol != PPP_IPV4 && protocol != PPP_IPV6) || length < 2)
        return TAG_KEPT;
    f->rest = ahead;
    frame_trim(f, length - 2u);
    f->out->ether_type = protocol == PPP_IPV4 ? ETHER_IPV4 : ETHER_IPV6;
    return TAG_REMOVED;
}

/* The last label says nothing of what follows; the version of IP does. */
static enum tag_outcome mpls_labels(struct frame *f)
{
    enum { BOTTOM_OF_STACK = 0x100 };
    struct cursor ahead = f->rest;
    uint32_t label;

    do
        label = cursor_u32be(&ahead);
    while (!(label & BOTTOM_OF_STACK) && cursor_ok(&ahead));
    struct cursor start = ahead;
    uint8_t version = cursor_u8(&start) >> 4;
    if (!cursor_ok(&start))
        return outcome_of(frame_short(f, "ends inside its MPLS labels"));
    if (version != 4 && version != 6)
        return TAG_KEPT;
    f->rest = ahead;
    f->out->ether_type = version == 4 ? ETHER_IPV4 : ETHER_IPV6;
    return TAG_REMOVED;
}

static const struct {
    uint16_t ether_type;
    enum tag_outcome (*remove)(struct frame *f);
} tags[] = {
    { 0x8100, vlan_tag },      { 0x88a8, vlan_tag },    { 0x9100, vlan_tag },
    { 0x8864, pppoe_session }, { 0x8847, mpls_labels }, { 0x8848, mpls_labels },
};

bool link_is_tag(uint16_t ether_type)
{
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (tags[i].ether_type == ether_type)
            return true;
    return false;
}

static enum tag_outcome remove_tag(struct frame *f)
{
    if (f->out->llc || f->vendor_type)
        return TAG_KEPT;
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (tags[i].ether_type == f->out->ether_type)
            return tags[i].remove(f);
    return TAG_KEPT;
}

bool link_unwrap(struct frame *f, uint16_t link)
{
    if (!unwrap_link(f, link))
        return false;
    for (unsigned depth = 0; depth < TAGS_MOST; depth++) {
        enum tag_outcome outcome = remove_tag(f);
        if (outcome != TAG_REMOVED)
            return outcome == TAG_KEPT;
    }
    return frame_malformed(f, "more than 7 tags in front of the packet");
}
