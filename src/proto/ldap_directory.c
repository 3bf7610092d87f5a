/*
 * ldap_directory.c - what searches and a directory's description of itself give away.
 *
 * Source: RFC 4511, 4.5.1 (search), 4.5.2 (entries); RFC 4512, 5.1 (root DSE); RFC 3045
 * (vendor); [MS-ADTS] 3.1.1.3.2 (root DSE of Active Directory), 6.1.4.2 (levels), 6.3.1.8
 * and 6.3.1.9 (net logon answers), 6.3.3 (how a domain controller is looked for).
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/dns_message.h"
#include "proto/ldap.h"
#include "proto/line.h"
#include "proto/wide.h"

enum {
    TAG_AND = 0xa0,
    TAG_EQUAL = 0xa3,
    CONDITIONS_MOST = 16,
    ATTRIBUTES_MOST = 256,
    VALUES_MOST = 64,
    NAME_MOST = 255, /* longer text is cut, and a name that is cut is another one */
};

static bool is_word(struct cursor c, const char *word)
{
    return c.left == text_of(word).length && line_starts(c, word);
}

/* Parts of a name that say where the directory keeps something, and no domain. */
static bool is_partition(struct text label)
{
    return text_is(label, "DomainDnsZones") || text_is(label, "ForestDnsZones");
}

struct text ldap_domain(struct text name, struct arena *into)
{
    struct text domain = { 0 };

    while (name.length > 0) {
        struct text part = text_trim(text_cut(&name, ','));
        if (!text_starts(part, "dc="))
            continue;
        (void)text_cut(&part, '=');
        if (!is_partition(part))
            domain = text_format(into, "%.*s%s%.*s", (int)domain.length, domain.at ? domain.at : "",
                                 domain.length ? "." : "", (int)part.length, part.at);
    }
    return domain;
}

static void state_domain(struct dissection *out, const struct address *about, struct cursor name,
                         const char *source, uint8_t confidence)
{
    if (name.left <= NAME_MOST)
        dissection_state(out, about, FIELD_domain,
                         ldap_domain(text_from_wire(name, out->arena), out->arena), source,
                         confidence);
}

/* ---- searches ---- */

/* What the client says of itself when it looks for a domain controller. */
static const struct {
    const char *attribute;
    enum field field;
} conditions[] = {
    { "Host", FIELD_name },
    { "DnsDomain", FIELD_domain },
};

static void read_condition(struct cursor equal, struct dissection *out)
{
    struct cursor attribute = ber_tagged(&equal, BER_OCTETS),
                  value = ber_tagged(&equal, BER_OCTETS);

    for (size_t i = 0; i < COUNT_OF(conditions); i++)
        if (is_word(attribute, conditions[i].attribute))
            dissection_state(out, &out->sender, conditions[i].field,
                             text_from_wire(value, out->arena), "ldap ping", CONFIDENCE_ASKED);
}

static void read_filter(struct cursor filter, uint32_t tag, struct dissection *out)
{
    for (unsigned i = 0; tag == TAG_AND && i < CONDITIONS_MOST && filter.left > 0; i++) {
        uint32_t kind;
        struct cursor condition = ber_value(&filter, &kind);
        if (kind == TAG_EQUAL)
            read_condition(condition, out);
    }
}

static bool asks_for(struct cursor attributes, const char *name)
{
    for (unsigned i = 0; i < ATTRIBUTES_MOST && attributes.left > 0; i++)
        if (is_word(ber_tagged(&attributes, BER_OCTETS), name))
            return true;
    return false;
}

uint32_t ldap_search_read(struct cursor request, struct dissection *out)
{
    struct cursor c = request, base = ber_tagged(&c, BER_OCTETS);
    uint32_t scope = ber_number(ber_tagged(&c, BER_ENUMERATED)), tag;

    if (!cursor_ok(&c))
        return SUB_NONE;
    state_domain(out, &out->receiver, base, "ldap search", CONFIDENCE_ASKED);
    if (base.left > 0 || scope != 0)
        return SUB_NONE;
    (void)ber_tagged(&c, BER_ENUMERATED); /* aliases */
    (void)ber_integer(&c);                /* limits */
    (void)ber_integer(&c);
    (void)ber_tagged(&c, BER_BOOLEAN); /* names only */
    struct cursor filter = ber_value(&c, &tag);
    if (!asks_for(ber_tagged(&c, BER_SEQUENCE), "netlogon"))
        return LDAP_SEARCH_SERVER;
    read_filter(filter, tag, out);
    return LDAP_SEARCH_DOMAIN_CONTROLLER;
}

/* ---- what the server says of itself ---- */

struct server {
    struct text vendor, version; /* of its software */
};

static void read_name(struct cursor value, struct server *server, struct dissection *out)
{
    (void)server;
    dissection_state(out, &out->sender, FIELD_name, text_from_wire(value, out->arena), "ldap root",
                     CONFIDENCE_SELF);
}

static void read_context(struct cursor value, struct server *server, struct dissection *out)
{
    (void)server;
    state_domain(out, &out->sender, value, "ldap root", CONFIDENCE_SELF);
}

static void read_vendor(struct cursor value, struct server *server, struct dissection *out)
{
    server->vendor = text_from_wire(value, out->arena);
}

static void read_version(struct cursor value, struct server *server, struct dissection *out)
{
    server->version = text_from_wire(value, out->arena);
}

/* What the directory behaves like; others than Windows say so too. */
static void read_level(struct cursor value, struct server *server, struct dissection *out)
{
    static const char *const levels[] = {
        [0] = "2000", [2] = "2003",    [3] = "2008", [4] = "2008 R2",
        [5] = "2012", [6] = "2012 R2", [7] = "2016", [10] = "2025",
    };
    uint64_t level;

    (void)server;
    if (text_unsigned(text_from_wire(value, out->arena), COUNT_OF(levels) - 1, &level) &&
        levels[level])
        dissection_state(
            out, &out->sender, FIELD_profile,
            text_format(out->arena, "directory at the level of Windows Server %s", levels[level]),
            "ldap root", CONFIDENCE_ANNOUNCED);
}

static void read_capability(struct cursor value, struct server *server, struct dissection *out)
{
    (void)server;
    if (is_word(value, "1.2.840.113556.1.4.800"))
        dissection_state(out, &out->sender, FIELD_capability, TEXT("domain controller"),
                         "ldap root", CONFIDENCE_ANNOUNCED);
}

/* ---- answers to who looks for a domain controller ---- */

enum logon { LOGON = 19, LOGON_UNKNOWN = 21, LOGON_NEWER = 23, LOGON_NEWER_LAST = 25 };

static void state_logon(struct dissection *out, enum field field, struct text value)
{
    dissection_state(out, &out->sender, field, value, "netlogon answer", CONFIDENCE_ANNOUNCED);
}

/* Names as DNS writes them, which point back into the whole answer. */
static void read_newer_logon(struct cursor whole, struct dissection *out)
{
    static const enum field fields[] = { FIELD_none, FIELD_domain, FIELD_name,    FIELD_domain,
                                         FIELD_name, FIELD_none,   FIELD_location };
    const struct dns_message message = { .whole = whole };
    struct cursor c = whole;

    cursor_skip(&c, 2 + 2 + 4 + 16); /* code, padding, flags, the domain's GUID */
    for (size_t i = 0; i < COUNT_OF(fields) && c.left > 0; i++) {
        struct dns_name name = dns_name_read(&message, &c);
        struct text shown = dns_name_text(&name, out->arena);
        while (shown.length > 0 && shown.at[0] == '\\')
            shown = (struct text){ shown.at + 1, shown.length - 1 };
        if (cursor_ok(&c) && fields[i] != FIELD_none)
            state_logon(out, fields[i], shown);
    }
}

static void read_older_logon(struct cursor whole, struct dissection *out)
{
    cursor_skip(&whole, 2);
    struct cursor server = wide_string(&whole);
    (void)wide_string(&whole); /* the account that was asked for */
    struct cursor domain = wide_string(&whole);

    if (!cursor_ok(&whole))
        return;
    cursor_skip(&server, server.left > 4 ? 4 : 0); /* two backslashes */
    state_logon(out, FIELD_name, wide_text(server, WIDE_LITTLE, out->arena));
    state_logon(out, FIELD_domain, wide_text(domain, WIDE_LITTLE, out->arena));
}

static void read_logon(struct cursor value, struct server *server, struct dissection *out)
{
    struct cursor c = value;
    uint16_t code = cursor_u16le(&c);

    (void)server;
    if (code >= LOGON_NEWER && code <= LOGON_NEWER_LAST)
        read_newer_logon(value, out);
    else if (code >= LOGON && code <= LOGON_UNKNOWN)
        read_older_logon(value, out);
    else
        return;
    state_logon(out, FIELD_capability, TEXT("domain controller"));
}

static const struct {
    const char *attribute;
    void (*read)(struct cursor value, struct server *server, struct dissection *out);
} attributes[] = {
    { "dnsHostName", read_name },
    { "defaultNamingContext", read_context },
    { "namingContexts", read_context },
    { "vendorName", read_vendor },
    { "vendorVersion", read_version },
    { "domainControllerFunctionality", read_level },
    { "supportedCapabilities", read_capability },
    { "Netlogon", read_logon },
};

static void read_attribute(struct cursor attribute, struct server *server, struct dissection *out)
{
    struct cursor name = ber_tagged(&attribute, BER_OCTETS);
    struct cursor values = ber_tagged(&attribute, BER_SET);

    for (unsigned n = 0; n < VALUES_MOST && values.left > 0; n++) {
        struct cursor value = ber_tagged(&values, BER_OCTETS);
        for (size_t i = 0; i < COUNT_OF(attributes); i++)
            if (is_word(name, attributes[i].attribute))
                attributes[i].read(value, server, out);
    }
}

static void state_software(const struct server *server, struct dissection *out)
{
    struct text shown =
        text_format(out->arena, "%.*s %.*s", (int)server->vendor.length,
                    server->vendor.at ? server->vendor.at : "", (int)server->version.length,
                    server->version.at ? server->version.at : "");

    dissection_state(out, &out->sender, FIELD_server_software, text_trim(shown), "ldap root",
                     CONFIDENCE_SELF);
}

void ldap_entry_read(struct cursor entry, struct dissection *out)
{
    struct server server = { 0 };
    struct cursor name = ber_tagged(&entry, BER_OCTETS);
    struct cursor list = ber_tagged(&entry, BER_SEQUENCE);

    if (!cursor_ok(&entry) || name.left > 0)
        return; /* of somebody else */
    for (unsigned i = 0; i < ATTRIBUTES_MOST && list.left > 0; i++)
        read_attribute(ber_tagged(&list, BER_SEQUENCE), &server, out);
    state_software(&server, out);
}
