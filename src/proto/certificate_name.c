#include "proto/certificate_name.h"

#include "proto/ber.h"
#include "proto/wide.h"

enum {
    PARTS_MOST = 24,
    ALTERNATIVES_MOST = 32,
    TAG_DNS_NAME = 0x82,
    TAG_ADDRESS = 0x87,
    IPV4_BYTES = 4,
    IPV6_BYTES = 16,
};

/* Source: RFC 4514, 3; RFC 4519, 2.31 (serialNumber). */
static const struct {
    const char *id, *label;
} attributes[] = {
    { "2.5.4.3", "CN" },
    { "2.5.4.5", "serialNumber" },
    { "2.5.4.6", "C" },
    { "2.5.4.7", "L" },
    { "2.5.4.8", "ST" },
    { "2.5.4.9", "STREET" },
    { "2.5.4.10", "O" },
    { "2.5.4.11", "OU" },
    { "2.5.4.12", "title" },
    { "0.9.2342.19200300.100.1.25", "DC" },
    { "2.5.4.46", "dnQualifier" },
    { "1.2.840.113549.1.9.1", "emailAddress" },
};

struct part {
    struct text label, value;
};

static struct text label_of(struct text id)
{
    for (size_t i = 0; i < COUNT_OF(attributes); i++)
        if (text_is(id, attributes[i].id))
            return text_of(attributes[i].label);
    return id;
}

/* One attribute of a relative name; of several in one set, the first. */
static struct part read_part(struct cursor *name, struct arena *into)
{
    struct cursor set = ber_tagged(name, BER_SET);
    struct cursor pair = ber_tagged(&set, BER_SEQUENCE);
    struct text id = ber_oid_text(ber_tagged(&pair, BER_OID), into);
    uint32_t tag;
    struct cursor value = ber_value(&pair, &tag);

    return (struct part){ label_of(id), tag == BER_BMP ? wide_text(value, WIDE_BIG, into)
                                                       : text_from_wire(value, into) };
}

struct text certificate_name_text(struct cursor name, struct arena *into)
{
    struct text shown = { 0 };

    for (unsigned i = 0; i < PARTS_MOST && name.left > 0; i++) {
        struct part p = read_part(&name, into);
        if (p.value.length == 0)
            continue;
        shown = text_format(into, "%.*s%s%.*s=%.*s", (int)shown.length, shown.at ? shown.at : "",
                            shown.length ? ", " : "", (int)p.label.length, p.label.at,
                            (int)p.value.length, p.value.at);
    }
    return shown;
}

/* "plc-1.plant.example", but not "*.example" and not "Default Certificate". */
static bool is_host_name(struct text t)
{
    return t.length > 0 && !text_contains(t, "*") && !text_contains(t, " ") &&
           !text_contains(t, "/") && !text_contains(t, "?");
}

static void state_part(struct dissection *out, const struct address *about, const struct part *p,
                       const char *source)
{
    if (text_is(p->label, "CN") && is_host_name(p->value))
        dissection_state(out, about, FIELD_name, p->value, source, CONFIDENCE_CERTIFIED);
    if (text_is(p->label, "serialNumber"))
        dissection_state(out, about, FIELD_serial, p->value, source, CONFIDENCE_CERTIFIED);
}

void certificate_subject_state(struct dissection *out, const struct address *about,
                               struct cursor name, const char *source)
{
    dissection_state(out, about, FIELD_certificate, certificate_name_text(name, out->arena), source,
                     CONFIDENCE_CERTIFIED);
    for (unsigned i = 0; i < PARTS_MOST && name.left > 0; i++) {
        struct part p = read_part(&name, out->arena);
        state_part(out, about, &p, source);
    }
}

static struct text address_text(struct cursor value, struct arena *into)
{
    char shown[ADDRESS_TEXT];
    struct address address = { 0 };
    size_t length = value.left;
    const uint8_t *bytes = cursor_take(&value, length);

    if (length == IPV4_BYTES)
        address = address_ipv4(bytes);
    else if (length == IPV6_BYTES)
        address = address_ipv6(bytes);
    else
        return (struct text){ 0 };
    address_format(&address, shown);
    return text_copy(text_of(shown), into);
}

void certificate_alternatives_state(struct dissection *out, const struct address *about,
                                    struct cursor extension, const char *source)
{
    struct cursor names = ber_tagged(&extension, BER_SEQUENCE);

    for (unsigned i = 0; i < ALTERNATIVES_MOST && names.left > 0; i++) {
        uint32_t tag;
        struct cursor value = ber_value(&names, &tag);
        struct text name = { 0 };
        if (tag == TAG_DNS_NAME)
            name = text_from_wire(value, out->arena);
        else if (tag == TAG_ADDRESS)
            name = address_text(value, out->arena);
        dissection_state(out, about, FIELD_certificate_name, name, source, CONFIDENCE_CERTIFIED);
    }
}
