/*
 * mdns.c - multicast DNS and DNS-SD: a device tells the link its name, its
 * services, and in their TXT records what it is.
 *
 * What is said is said of the address that the message itself gives its host:
 * a gateway that passes such messages on to another network is not their author.
 *
 * Source: RFC 6762, 5, 6 and 18 (messages); RFC 6763, 4 and 6 (instances, TXT).
 */
#include "base/attributes.h"
#include "proto/dns_message.h"

enum { PORT = 5353 };

/* mDNS knows questions and answers; an answer to everyone is an announcement, whoever asked. */
enum { QUERY = 0, ANNOUNCEMENT = 1 };

static const struct operation operations[] = {
    { QUERY, SUB_NONE, "query", CLASS_discover },
    { ANNOUNCEMENT, SUB_NONE, "announcement", CLASS_discover },
    { 0 },
};

static enum match mdns_probe(struct cursor payload)
{
    return dns_match(payload) == MATCH_NO ? MATCH_NO : MATCH_MAYBE; /* DNS looks the same */
}

static bool is_said(const struct dns_record *r)
{
    return r->section != DNS_QUESTION && r->seconds > 0; /* 0 takes it back */
}

/* The sender, or who the message speaks for: the first address in it, when none is the sender's. */
static struct address author(const struct dns_message *m, const struct dissection *out)
{
    struct dns_message c = *m;
    struct dns_record r;
    struct address first = out->sender;
    bool found = false;

    while (dns_next(&c, &r)) {
        struct address at = is_said(&r) ? dns_record_address(&r) : (struct address){ 0 };
        if (address_equal(&at, &out->sender))
            return at;
        if (!found && address_is_private(&at)) {
            first = at;
            found = true;
        }
    }
    return first;
}

/* "hmi-7" of "hmi-7.local". */
static struct text host_of(struct text name)
{
    const size_t local = sizeof ".local" - 1;

    if (name.length > local && dns_is_below(name, "local"))
        name.length -= local;
    return name;
}

static void read_address(struct dissection *out, const struct address *speaker,
                         const struct dns_record *r)
{
    struct address about = dns_record_address(r);
    struct text name = host_of(dns_name_text(&r->name, out->arena));

    (void)speaker; /* a host may speak for its other addresses */
    /* Some give an address to their service itself, and that is no host name. */
    if (address_is_private(&about) && !text_contains(name, "._"))
        dissection_state(out, &about, FIELD_name, name, "mdns address", CONFIDENCE_ASKED);
}

/* "Press 4._http._tcp" of "Press 4._http._tcp.local": an instance and what it is. */
static void read_instance(struct dissection *out, const struct address *about,
                          const struct dns_record *r)
{
    dissection_state(out, about, FIELD_application, host_of(dns_name_text(&r->name, out->arena)),
                     "mdns service", CONFIDENCE_ASKED);
}

/* Two strings: processor and operating system.  Source: RFC 1035, 3.3.2. */
static void read_host_information(struct dissection *out, const struct address *about,
                                  const struct dns_record *r)
{
    struct cursor data = r->data, hardware = cursor_split(&data, cursor_u8(&data)),
                  system = cursor_split(&data, cursor_u8(&data));

    if (!cursor_ok(&data))
        return;
    dissection_state(out, about, FIELD_hardware, text_from_wire(hardware, out->arena),
                     "mdns host information", CONFIDENCE_ASKED);
    dissection_state(out, about, FIELD_os, text_from_wire(system, out->arena),
                     "mdns host information", CONFIDENCE_ASKED);
}

/* Keys by which devices say the same thing; the services that define them agree on these. */
static const struct {
    const char *key; /* with the sign behind it */
    enum field field;
    uint8_t confidence;
    const char *source;
} keys[] = {
    { "model=", FIELD_model, CONFIDENCE_CERTIFIED, "mdns txt model" },
    { "md=", FIELD_model, CONFIDENCE_CERTIFIED, "mdns txt md" },
    { "ty=", FIELD_model, CONFIDENCE_CERTIFIED, "mdns txt ty" },
    { "fn=", FIELD_name, CONFIDENCE_ASKED, "mdns txt fn" },
    { "usb_MFG=", FIELD_vendor, CONFIDENCE_CERTIFIED, "mdns txt usb_MFG" },
    { "manufacturer=", FIELD_vendor, CONFIDENCE_CERTIFIED, "mdns txt manufacturer" },
    { "serial=", FIELD_serial, CONFIDENCE_CERTIFIED, "mdns txt serial" },
    { "serialNumber=", FIELD_serial, CONFIDENCE_CERTIFIED, "mdns txt serialNumber" },
    { "note=", FIELD_location, CONFIDENCE_ASKED, "mdns txt note" },
    { "adminurl=", FIELD_url, CONFIDENCE_CERTIFIED, "mdns txt adminurl" },
    { "fw=", FIELD_firmware, CONFIDENCE_CERTIFIED, "mdns txt fw" },
    { "fwVersion=", FIELD_firmware, CONFIDENCE_CERTIFIED, "mdns txt fwVersion" },
    { "osxvers=", FIELD_os, CONFIDENCE_CERTIFIED, "mdns txt osxvers" },
};

static void read_attribute(struct dissection *out, const struct address *about, struct text pair)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (!text_starts(pair, keys[i].key))
            continue;
        (void)text_cut(&pair, '=');
        dissection_state(out, about, keys[i].field, text_trim(pair), keys[i].source,
                         keys[i].confidence);
        return;
    }
}

static void read_attributes(struct dissection *out, const struct address *about,
                            const struct dns_record *r)
{
    struct cursor data = r->data;

    while (data.left > 0) {
        struct cursor pair = cursor_split(&data, cursor_u8(&data));
        if (cursor_ok(&pair))
            read_attribute(out, about, text_from_wire(pair, out->arena));
    }
}

static void read_record(struct dissection *out, const struct address *about,
                        const struct dns_record *r)
{
    static const struct {
        uint16_t type;
        void (*read)(struct dissection *out, const struct address *about,
                     const struct dns_record *r);
    } readers[] = {
        { DNS_A, read_address },
        { DNS_AAAA, read_address },
        { DNS_SRV, read_instance },
        { DNS_TXT, read_attributes },
        { DNS_HINFO, read_host_information },
    };

    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (readers[i].type == r->type)
            readers[i].read(out, about, r);
}

static bool is_whole(struct dns_message m)
{
    struct dns_record record;

    while (dns_next(&m, &record))
        continue;
    return dns_is_whole(&m);
}

/* Answers to everyone are announced; one to a single asker answers it. */
static void count(struct dissection *out, const struct dns_message *m)
{
    bool is_response = dns_is_response(m), to_one = !address_is_group(&out->receiver);

    if (is_response && to_one && out->receiver_port != PORT) {
        out->direction = DIRECTION_FROM_SERVER;
        dissection_operation(out, &mdns_protocol, MESSAGE_RESPONSE, QUERY, SUB_NONE);
        return;
    }
    if (!is_response)
        out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &mdns_protocol, MESSAGE_REQUEST, is_response ? ANNOUNCEMENT : QUERY,
                         SUB_NONE);
}

static enum verdict mdns_dissect(struct cursor *payload, struct dissection *out)
{
    struct dns_message message;
    struct dns_record record;

    if (!dns_open(*payload, &message) || !is_whole(message))
        return VERDICT_MALFORMED;
    count(out, &message);
    struct address about = author(&message, out);
    /* A query lists what its sender knows of others: nobody's own word. */
    while (dns_is_response(&message) && dns_next(&message, &record))
        if (is_said(&record))
            read_record(out, &about, &record);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol mdns_protocol = {
    .name = "mdns",
    .title = "Multicast DNS",
    .specification = "RFC 6762, RFC 6763",
    .carriers = CARRIER_UDP,
    .ports = { PORT },
    .operations = operations,
    .probe = mdns_probe,
    .dissect = mdns_dissect,
};
