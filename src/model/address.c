#include "model/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

struct address address_ipv6(const uint8_t bytes[16])
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

    if (memcmp(bytes, mapped, sizeof mapped) == 0)
        return address_ipv4(bytes + 12);
    struct address a = { .kind = ADDRESS_IPV6 };
    memcpy(a.bytes, bytes, 16);
    return a;
}

int address_compare(const struct address *a, const struct address *b)
{
    return memcmp(a, b, sizeof *a);
}

uint64_t address_hash(const struct address *a)
{
    return hash_bytes(a, sizeof *a);
}

bool address_is_group(const struct address *a)
{
    switch (a->kind) {
    case ADDRESS_MAC:
        return a->bytes[0] & 1;
    case ADDRESS_IPV4:
        return a->bytes[0] >= 224 || address_is_void(a);
    case ADDRESS_IPV6:
        return a->bytes[0] == 0xff || address_is_void(a);
    default:
        return true;
    }
}

bool address_is_link_local(const struct address *a)
{
    if (a->kind == ADDRESS_IPV6)
        return a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80;
    return a->kind == ADDRESS_IPV4 && a->bytes[0] == 169 && a->bytes[1] == 254;
}

bool address_is_private(const struct address *a)
{
    const uint8_t *b = a->bytes;

    if (address_is_link_local(a))
        return true;
    if (a->kind == ADDRESS_IPV6)
        return (b[0] & 0xfe) == 0xfc;
    return a->kind == ADDRESS_IPV4 && (b[0] == 10 || (b[0] == 172 && (b[1] & 0xf0) == 16) ||
                                       (b[0] == 192 && b[1] == 168));
}

bool address_is_locally_administered(const struct address *a)
{
    return a->kind == ADDRESS_MAC && (a->bytes[0] & 2);
}

void address_format(const struct address *a, char out[ADDRESS_TEXT])
{
    const uint8_t *b = a->bytes;

    switch (a->kind) {
    case ADDRESS_MAC:
        snprintf(out, ADDRESS_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4],
                 b[5]);
        break;
    case ADDRESS_IPV4:
        inet_ntop(AF_INET, b, out, ADDRESS_TEXT);
        break;
    case ADDRESS_IPV6:
        inet_ntop(AF_INET6, b, out, ADDRESS_TEXT);
        break;
    default:
        snprintf(out, ADDRESS_TEXT, "-");
    }
}

static bool parse_mac(const char *s, struct address *a)
{
    unsigned b[6];
    int used = 0;

    if (sscanf(s, "%2x:%2x:%2x:%2x:%2x:%2x%n", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5], &used) != 6 ||
        used != 17 || s[used])
        return false;
    *a = (struct address){ .kind = ADDRESS_MAC };
    for (int i = 0; i < 6; i++)
        a->bytes[i] = (uint8_t)b[i];
    return true;
}

bool address_parse(struct text t, struct address *a)
{
    char s[ADDRESS_TEXT];
    uint8_t bytes[16];

    if (t.length == 0 || t.length >= sizeof s || memchr(t.at, 0, t.length))
        return false;
    memcpy(s, t.at, t.length);
    s[t.length] = 0;
    if (inet_pton(AF_INET, s, bytes) == 1)
        return *a = address_ipv4(bytes), true;
    if (inet_pton(AF_INET6, s, bytes) == 1)
        return *a = address_ipv6(bytes), true;
    return parse_mac(s, a);
}

struct address address_network(struct address a, unsigned bits)
{
    for (unsigned i = 0; i < sizeof a.bytes; i++) {
        unsigned kept = bits >= 8 ? 8 : bits;
        a.bytes[i] &= (uint8_t)(0xff00 >> kept);
        bits -= kept;
    }
    return a;
}

static unsigned width(const struct address *a)
{
    return a->kind == ADDRESS_IPV4 ? 32 : a->kind == ADDRESS_IPV6 ? 128 : 48;
}

bool prefix_parse(struct text t, struct prefix *p)
{
    struct text base = text_cut(&t, '/');
    struct address a;
    uint64_t bits;

    if (!address_parse(base, &a))
        return false;
    bits = width(&a);
    if (t.at && t.length && !text_unsigned(t, width(&a), &bits))
        return false;
    struct address kept = address_network(a, (unsigned)bits);
    if (!address_equal(&kept, &a))
        return false;
    *p = (struct prefix){ a, (uint8_t)bits };
    return true;
}

bool prefix_contains(const struct prefix *p, const struct address *a)
{
    if (a->kind != p->base.kind)
        return false;
    struct address kept = address_network(*a, p->bits);
    return address_equal(&kept, &p->base);
}

static struct prefix prefix_around(const struct address *a, unsigned bits)
{
    return (struct prefix){ address_network(*a, bits), (uint8_t)bits };
}

static uint32_t ipv4_number(const uint8_t bytes[4])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static unsigned leading_ones(uint32_t number)
{
    unsigned count = 0;

    for (; number & 0x80000000U; number <<= 1)
        count++;
    return count;
}

struct prefix prefix_of_mask(const struct address *a, const uint8_t mask[4])
{
    uint32_t number = ipv4_number(mask);
    unsigned bits = leading_ones(number);
    bool has_holes = bits < 32 && number << bits != 0;

    return a->kind == ADDRESS_IPV4 && !has_holes ? prefix_around(a, bits) : (struct prefix){ 0 };
}

static unsigned trailing_ones(uint32_t number)
{
    unsigned count = 0;

    for (; number & 1; number >>= 1)
        count++;
    return count;
}

struct prefix prefix_of_broadcast(const struct address *broadcast, const struct address *sender)
{
    enum { BITS = 32, USUAL = 24, BYTE = 8, HOST_BITS_LEAST = 2 };
    uint32_t all = ipv4_number(broadcast->bytes), one = ipv4_number(sender->bytes);
    unsigned trailing = trailing_ones(all);
    unsigned widest = BITS - trailing, narrowest = leading_ones(~(all ^ one));

    if (broadcast->kind != ADDRESS_IPV4 || sender->kind != ADDRESS_IPV4 || widest > narrowest ||
        trailing < HOST_BITS_LEAST)
        return (struct prefix){ 0 };
    for (unsigned bits = USUAL; bits > 0; bits -= BYTE)
        if (widest <= bits && bits <= narrowest)
            return prefix_around(broadcast, bits);
    return prefix_around(broadcast, widest);
}

bool prefix_is_broadcast(const struct prefix *p, const struct address *a)
{
    uint32_t host = p->bits < 32 ? UINT32_MAX >> p->bits : 0;

    return a->kind == ADDRESS_IPV4 && prefix_contains(p, a) &&
           (ipv4_number(a->bytes) & host) == host && host > 1;
}

void prefix_format(const struct prefix *p, char out[PREFIX_TEXT])
{
    char base[ADDRESS_TEXT];

    address_format(&p->base, base);
    snprintf(out, PREFIX_TEXT, "%s/%u", base, (unsigned)p->bits);
}

struct text prefix_text(const struct prefix *p, struct arena *into)
{
    char shown[PREFIX_TEXT];

    prefix_format(p, shown);
    return text_copy(text_of(shown), into);
}
