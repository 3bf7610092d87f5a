#include "capture/decode.h"

#include "capture/fragment.h"
#include "capture/link.h"

enum {
    IP_PROTOCOL_TCP = 6,
    IP_PROTOCOL_UDP = 17,
    IPV4_HEADER_LEAST = 20,
    TCP_HEADER_LEAST = 20,
    UDP_HEADER = 8,
    MORE_FRAGMENTS = 0x2000,
    FRAGMENT_OFFSET = 0x1fff, /* in units of 8 bytes */
    EXTENSIONS_MOST = 8,
};

/* Options that the capture cut off leave an empty payload; headers that cannot fit are refused. */
static bool pass_header(struct frame *f, size_t length, const char *too_long)
{
    size_t there = f->rest.left;

    if (length <= there) {
        cursor_skip(&f->rest, length);
        return true;
    }
    if (length > there + f->missing)
        return frame_malformed(f, too_long);
    cursor_skip(&f->rest, there);
    f->missing -= (uint32_t)(length - there);
    return true;
}

static void decode_tcp(struct frame *f)
{
    struct decoded *out = f->out;
    struct cursor header = f->rest;

    uint16_t source_port = cursor_u16be(&header);
    uint16_t target_port = cursor_u16be(&header);
    uint32_t sequence = cursor_u32be(&header);
    uint32_t acknowledged = cursor_u32be(&header);
    size_t header_bytes = (size_t)(cursor_u8(&header) >> 4) * 4;
    uint8_t flags = cursor_u8(&header);
    cursor_skip(&header, 6); /* window, checksum, urgent pointer */
    if (!cursor_ok(&header)) {
        frame_short(f, "ends inside its TCP header");
        return;
    }
    if (header_bytes < TCP_HEADER_LEAST) {
        frame_malformed(f, "TCP header length below 20 bytes");
        return;
    }
    if (!pass_header(f, header_bytes, "TCP header longer than the packet"))
        return;
    out->outcome = DECODE_TCP;
    out->source_port = source_port;
    out->target_port = target_port;
    out->tcp_sequence = sequence;
    out->tcp_acknowledged = acknowledged;
    out->tcp_flags = flags;
}

/* Length 0 belongs to jumbograms and to datagrams that a network card was to cut up. */
static void decode_udp(struct frame *f)
{
    struct cursor header = f->rest;
    size_t whole = f->rest.left + f->missing;

    uint16_t source_port = cursor_u16be(&header);
    uint16_t target_port = cursor_u16be(&header);
    size_t length = cursor_u16be(&header);
    cursor_skip(&header, 2); /* checksum */
    if (!cursor_ok(&header)) {
        frame_short(f, "ends inside its UDP header");
        return;
    }
    if (length == 0)
        length = whole;
    if (length < UDP_HEADER || length > whole) {
        frame_malformed(f, length < UDP_HEADER ? "UDP length below 8 bytes"
                                               : "UDP length beyond the packet");
        return;
    }
    f->rest = header;
    frame_trim(f, length - UDP_HEADER);
    f->out->outcome = DECODE_UDP;
    f->out->source_port = source_port;
    f->out->target_port = target_port;
}

static void decode_transport(struct frame *f)
{
    if (f->out->ip_protocol == IP_PROTOCOL_TCP)
        decode_tcp(f);
    else if (f->out->ip_protocol == IP_PROTOCOL_UDP)
        decode_udp(f);
    else
        f->out->outcome = DECODE_IP;
}

/* True when the datagram is whole, and then f->rest is all of it. */
static bool reassemble(struct frame *f, uint32_t identification, uint32_t offset, bool more)
{
    struct fragment_key key = { f->out->source, f->out->target, identification,
                                f->out->ip_protocol };
    struct cursor whole;

    f->out->outcome = DECODE_FRAGMENT;
    if (!f->fragments || f->missing > 0 ||
        !fragments_add(f->fragments, &key, offset, more, f->rest, f->at_ns, &whole))
        return false;
    f->rest = whole;
    return true;
}

/* Checksums are left alone: network cards fill them in after the capture saw the packet. */
static void decode_ipv4(struct frame *f)
{
    struct decoded *out = f->out;
    struct cursor header = f->rest;

    uint8_t version = cursor_u8(&header);
    cursor_skip(&header, 1); /* type of service */
    size_t length = cursor_u16be(&header);
    uint16_t identification = cursor_u16be(&header);
    uint16_t fragment = cursor_u16be(&header);
    uint8_t ttl = cursor_u8(&header);
    uint8_t protocol = cursor_u8(&header);
    cursor_skip(&header, 2); /* checksum */
    const uint8_t *source = cursor_take(&header, 4);
    const uint8_t *target = cursor_take(&header, 4);
    if (!cursor_ok(&header)) {
        frame_short(f, "ends inside its IPv4 header");
        return;
    }
    size_t header_bytes = (version & 15u) * 4;
    if (version >> 4 != 4 || header_bytes < IPV4_HEADER_LEAST) {
        frame_malformed(f, version >> 4 != 4 ? "announced as IPv4 but of another version"
                                             : "IPv4 header length below 20 bytes");
        return;
    }
    out->ttl = ttl;
    out->ip_protocol = protocol;
    out->source = address_ipv4(source);
    out->target = address_ipv4(target);
    if (length > 0) /* else left for a network card to fill in: all that was captured */
        frame_trim(f, length);
    if (!pass_header(f, header_bytes, "IPv4 header longer than the packet"))
        return;
    uint32_t offset = (fragment & FRAGMENT_OFFSET) * 8u;
    bool more = fragment & MORE_FRAGMENTS;
    if ((offset == 0 && !more) || reassemble(f, identification, offset, more))
        decode_transport(f);
}

/* The shape of most extension headers: next, length in units of 8 bytes behind the first 8. */
static bool pass_options(struct frame *f)
{
    struct cursor header = f->rest;
    uint8_t next = cursor_u8(&header);
    size_t units = cursor_u8(&header);

    if (!cursor_ok(&header))
        return frame_short(f, "ends inside an IPv6 extension header");
    f->out->ip_protocol = next;
    return pass_header(f, (units + 1) * 8, "IPv6 extension header longer than the packet");
}

/* Source: RFC 4302, 2.2: here the unit is 4 bytes, and 2 are taken off. */
static bool pass_authentication(struct frame *f)
{
    struct cursor header = f->rest;
    uint8_t next = cursor_u8(&header);
    size_t units = cursor_u8(&header);

    if (!cursor_ok(&header))
        return frame_short(f, "ends inside an IPv6 authentication header");
    f->out->ip_protocol = next;
    return pass_header(f, (units + 2) * 4, "IPv6 extension header longer than the packet");
}

/* A fragment that is the whole datagram needs no company. Source: RFC 6946, 4. */
static bool pass_fragment(struct frame *f)
{
    uint8_t next = cursor_u8(&f->rest);
    cursor_skip(&f->rest, 1);
    uint16_t offset_and_more = cursor_u16be(&f->rest);
    uint32_t identification = cursor_u32be(&f->rest);

    if (!cursor_ok(&f->rest))
        return frame_short(f, "ends inside its IPv6 fragment header");
    f->out->ip_protocol = next;
    uint32_t offset = offset_and_more & 0xfff8u;
    bool more = offset_and_more & 1;
    return (offset == 0 && !more) || reassemble(f, identification, offset, more);
}

static const struct {
    uint8_t protocol;
    bool (*pass)(struct frame *f);
} extensions[] = {
    { 0, pass_options },  /* hop-by-hop */
    { 43, pass_options }, /* routing */
    { 44, pass_fragment }, { 51, pass_authentication },
    { 60, pass_options }, /* destination options */
};

/* Whether one was there; `*going` says whether there is more to read. */
static bool pass_extension(struct frame *f, bool *going)
{
    for (size_t i = 0; i < COUNT_OF(extensions); i++)
        if (extensions[i].protocol == f->out->ip_protocol) {
            *going = extensions[i].pass(f);
            return true;
        }
    return false;
}

static void decode_extensions(struct frame *f)
{
    bool going = true;

    for (unsigned i = 0; i < EXTENSIONS_MOST; i++) {
        if (!pass_extension(f, &going)) {
            decode_transport(f);
            return;
        }
        if (!going)
            return;
    }
    frame_malformed(f, "8 or more IPv6 extension headers");
}

static void decode_ipv6(struct frame *f)
{
    struct decoded *out = f->out;
    struct cursor header = f->rest;

    uint32_t version = cursor_u32be(&header) >> 28;
    uint16_t length = cursor_u16be(&header);
    uint8_t next = cursor_u8(&header);
    uint8_t hops = cursor_u8(&header);
    const uint8_t *source = cursor_take(&header, 16);
    const uint8_t *target = cursor_take(&header, 16);
    if (!cursor_ok(&header)) {
        frame_short(f, "ends inside its IPv6 header");
        return;
    }
    if (version != 6) {
        frame_malformed(f, "announced as IPv6 but of another version");
        return;
    }
    out->ttl = hops;
    out->ip_protocol = next;
    out->source = address_ipv6(source);
    out->target = address_ipv6(target);
    f->rest = header;
    if (length > 0) /* else a jumbogram, or left for a network card to fill in */
        frame_trim(f, length);
    decode_extensions(f);
}

static void decode_network(struct frame *f)
{
    uint16_t type = f->out->ether_type;

    if (f->out->llc || f->vendor_type || (type != ETHER_IPV4 && type != ETHER_IPV6))
        return;
    f->out->network = f->rest;
    if (type == ETHER_IPV4)
        decode_ipv4(f);
    else
        decode_ipv6(f);
}

void decode(const struct packet *p, struct fragments *fragments, struct decoded *out)
{
    struct frame f = { .rest = cursor_over(p->bytes, p->captured),
                       .missing = p->length - p->captured,
                       .at_ns = p->at_ns,
                       .fragments = fragments,
                       .out = out };

    *out = (struct decoded){ 0 };
    if (!link_unwrap(&f, p->link))
        return;
    decode_network(&f);
    if (out->outcome == DECODE_SKIPPED || out->outcome == DECODE_FRAGMENT)
        return;
    out->payload = f.rest;
    out->missing = f.missing;
}
