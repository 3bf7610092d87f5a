/*
 * ff_hse.c - FOUNDATION Fieldbus High Speed Ethernet.
 *
 * The header says of every message whether it asks, answers or refuses.
 *
 * Source: FF-588-1.3 (header, sessions), FF-589-1.3 (system management); IEC
 * 61158-6-5 (fieldbus message specification).
 */
#include "proto/protocol.h"

enum {
    VERSION = 1,
    HEADER_BYTES = 12,
    MESSAGE_MOST = 16384,
    TYPE_MASK = 3, /* in the protocol byte */
    CONFIRMED = 0x80,
    SYSTEM_MANAGEMENT = 2,
    FIELDBUS_MESSAGES = 3,
    SM_ANNUNCIATION = 0x10,
    SM_IDENTIFY = 0x83,
    FMS_IDENTIFY = 0x81,
    NAME_BYTES = 32,
};

enum type { TYPE_REQUEST = 0, TYPE_RESPONSE = 1, TYPE_ERROR = 2 };

static const struct operation operations[] = {
#define CODE(protocol, service, class, name) { protocol, service, name, CLASS_##class },
#include "proto/ff_hse_codes.def"
#undef CODE
    { 0 },
};

struct head {
    uint8_t protocol, type, service;
    uint32_t length;
};

static bool read_head(struct cursor *c, struct head *h)
{
    uint8_t version = cursor_u8(c);
    cursor_skip(c, 1); /* options: which fields stand in the trailer */
    uint8_t protocol = cursor_u8(c);

    h->protocol = protocol >> 2;
    h->type = protocol & TYPE_MASK;
    h->service = cursor_u8(c);
    cursor_skip(c, 4); /* address of an application */
    h->length = cursor_u32be(c);
    return version == VERSION && h->type <= TYPE_ERROR && h->length >= HEADER_BYTES &&
           h->length <= MESSAGE_MOST && (h->type == TYPE_REQUEST || h->service & CONFIRMED) &&
           operation_find(&ff_hse_protocol, h->protocol, h->service)->name;
}

static enum match ff_hse_probe(struct cursor payload)
{
    struct head h;
    bool valid = read_head(&payload, &h);

    if (!valid || !cursor_ok(&payload))
        return MATCH_NO;
    return payload.left == h.length - HEADER_BYTES ? MATCH_YES : MATCH_MAYBE;
}

/* ---- identity ---- */

static void say(struct dissection *out, enum field field, struct cursor *c, size_t bytes,
                const char *source)
{
    struct cursor value = cursor_split(c, bytes);

    if (cursor_ok(&value))
        dissection_state(out, &out->sender, field, text_from_wire(value, out->arena), source,
                         CONFIDENCE_SELF);
}

/* Answers to identify and annunciations begin alike. */
static void tell_device(struct cursor c, const char *source, struct dissection *out)
{
    cursor_skip(&c, 4 + 2 + 2 + 16); /* states, indexes, IPv6 address */
    say(out, FIELD_serial, &c, NAME_BYTES, source);
    say(out, FIELD_name, &c, NAME_BYTES, source);
}

static void tell_vendor(struct cursor c, const char *source, struct dissection *out)
{
    enum { REVISION_BYTES = 32 };

    say(out, FIELD_vendor, &c, NAME_BYTES, source);
    say(out, FIELD_model, &c, NAME_BYTES, source);
    say(out, FIELD_software, &c, REVISION_BYTES, source);
}

static const struct teller {
    uint8_t protocol, type, service;
    const char *source;
    void (*tell)(struct cursor c, const char *source, struct dissection *out);
} tellers[] = {
    { SYSTEM_MANAGEMENT, TYPE_RESPONSE, SM_IDENTIFY, "hse SM identify", tell_device },
    { SYSTEM_MANAGEMENT, TYPE_REQUEST, SM_ANNUNCIATION, "hse device annunciation", tell_device },
    { FIELDBUS_MESSAGES, TYPE_RESPONSE, FMS_IDENTIFY, "hse FMS identify", tell_vendor },
};

static void tell(const struct head *h, struct cursor body, struct dissection *out)
{
    for (const struct teller *t = tellers; t < tellers + COUNT_OF(tellers); t++)
        if (t->protocol == h->protocol && t->type == h->type && t->service == h->service)
            t->tell(body, t->source, out);
}

static enum verdict ff_hse_dissect(struct cursor *payload, struct dissection *out)
{
    static const enum message_kind kinds[] = { MESSAGE_REQUEST, MESSAGE_RESPONSE, MESSAGE_REFUSAL };
    struct cursor ahead = *payload; /* do not consume half a message */
    struct head h;
    bool valid = read_head(&ahead, &h);

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!valid)
        return VERDICT_MALFORMED;
    struct cursor body = cursor_split(&ahead, h.length - HEADER_BYTES);
    if (!cursor_ok(&body))
        return VERDICT_MORE;
    if (h.type != TYPE_REQUEST)
        out->direction = DIRECTION_FROM_SERVER;
    else if (h.service & CONFIRMED)
        out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &ff_hse_protocol, kinds[h.type], h.protocol, h.service);
    tell(&h, body, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol ff_hse_protocol = {
    .name = "ff-hse",
    .title = "FOUNDATION Fieldbus HSE",
    .specification = "FF-588, FF-589",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 1089, 1090, 1091, 3622 },
    .is_industrial = true,
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = ff_hse_probe,
    .dissect = ff_hse_dissect,
};
