#include "api/guard.h"

#include "model/address.h"

enum { LOOPBACK_NET = 127 };

static bool is_loopback(const struct address *a)
{
    static const uint8_t one[16] = { [15] = 1 };
    const struct address ipv6_loopback = address_ipv6(one);

    return (a->kind == ADDRESS_IPV4 && a->bytes[0] == LOOPBACK_NET) ||
           address_equal(a, &ipv6_loopback);
}

static bool is_port(struct text t)
{
    uint64_t port;

    return text_unsigned(t, UINT16_MAX, &port);
}

static bool same_word(struct text t, const char *word)
{
    return text_starts(t, word) && t.length == text_of(word).length;
}

static bool ipv6_host_is_loopback(struct text host)
{
    struct address a;
    struct text rest = host;

    text_cut(&rest, '[');
    struct text name = text_cut(&rest, ']');
    bool bracketed = name.at + name.length < host.at + host.length;
    bool ends = rest.length == 0 || (text_cut(&rest, ':').length == 0 && is_port(rest));
    return bracketed && ends && address_parse(name, &a) && a.kind == ADDRESS_IPV6 &&
           is_loopback(&a);
}

bool host_is_loopback(struct text host)
{
    struct address a;

    if (text_starts(host, "["))
        return ipv6_host_is_loopback(host);
    struct text rest = host;
    struct text name = text_cut(&rest, ':');
    if (name.length < host.length && !is_port(rest))
        return false;
    return same_word(name, "localhost") ||
           (address_parse(name, &a) && a.kind == ADDRESS_IPV4 && is_loopback(&a));
}

bool origin_is_own(struct text origin, const char *host, bool tls)
{
    const char *scheme = tls ? "https://" : "http://";
    size_t skipped = text_of(scheme).length;

    if (!text_starts(origin, scheme))
        return false;
    return same_word((struct text){ origin.at + skipped, origin.length - skipped }, host);
}

bool content_type_is(struct text header, const char *type)
{
    return same_word(text_trim(text_cut(&header, ';')), type);
}

bool address_is_loopback(const char *address)
{
    struct address a;

    return address_parse(text_of(address), &a) && is_loopback(&a);
}
