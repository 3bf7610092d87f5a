/*
 * moxa.c - how Moxa's tools find and ask its serial device servers.
 *
 * The highest bit of the first byte tells an answer from a request.  All but the
 * search name the device they mean: a number of its firmware, its model and its MAC.
 *
 * Source: Moxa publishes no specification.  Header, searches and texts as the public
 * notes on an NPort 5110A describe them (M. Davidsaver, 2023); the mark of a password
 * as Greenbone's detection of the protocol reads it.
 */
#include "proto/protocol.h"

enum {
    ANSWER = 0x80,
    HEADER_BYTES = 8,
    DEVICE_BYTES = 12,
    DATAGRAM_MOST = 1472,
    NAME_BYTES = 40,
};

enum request {
    REQUEST_SEARCH = 0x01,
    REQUEST_NAME = 0x10,
    REQUEST_SERIAL = 0x16,
    REQUEST_ADDRESS = 0x21,
    REQUEST_MASK = 0x22,
    REQUEST_GATEWAY = 0x23,
};

static const struct operation operations[] = {
    { REQUEST_SEARCH, SUB_NONE, "search", CLASS_discover },
    { REQUEST_NAME, SUB_NONE, "read name", CLASS_ident },
    { REQUEST_SERIAL, SUB_NONE, "read serial number", CLASS_ident },
    { REQUEST_ADDRESS, SUB_NONE, "read address", CLASS_ident },
    { REQUEST_MASK, SUB_NONE, "read network mask", CLASS_ident },
    { REQUEST_GATEWAY, SUB_NONE, "read gateway", CLASS_ident },
    { 0 },
};

struct header {
    uint8_t request;
    bool answers, refused;
};

/* The search names no device; an answer to what is not understood need not either. */
static bool header_read(struct cursor *c, struct header *h)
{
    size_t present = c->left;
    uint8_t first = cursor_u8(c), status = cursor_u8(c);
    uint16_t length = cursor_u16be(c);

    cursor_skip(c, 4); /* number of the exchange */
    h->request = first & (uint8_t)~ANSWER;
    h->answers = first & ANSWER;
    h->refused = h->answers && status != 0;
    bool searches = h->request == REQUEST_SEARCH && !h->answers;
    return cursor_ok(c) && h->request != 0 && length == present && length <= DATAGRAM_MOST &&
           (searches ? length == HEADER_BYTES : h->refused || c->left >= DEVICE_BYTES);
}

static enum match moxa_probe(struct cursor payload)
{
    struct header h;

    return header_read(&payload, &h) ? MATCH_MAYBE : MATCH_NO;
}

/* ---- what a device says of itself ---- */

static void say(struct dissection *out, enum field field, struct text value)
{
    dissection_state(out, &out->sender, field, value, "moxa management", CONFIDENCE_SELF);
}

static void tell_device(struct cursor *c, struct dissection *out)
{
    cursor_skip(c, 4);
    uint16_t model = cursor_u16le(c);
    const uint8_t *mac = cursor_take(c, 6);

    if (!mac)
        return;
    say(out, FIELD_vendor, TEXT("Moxa"));
    say(out, FIELD_device_type, text_format(out->arena, "Moxa device 0x%04x", (unsigned)model));
    dissection_tie(out, address_mac(mac), out->sender, BINDING_announced);
}

static void tell_name(struct cursor c, struct dissection *out)
{
    say(out, FIELD_name,
        text_from_wire(cursor_split(&c, c.left < NAME_BYTES ? c.left : NAME_BYTES), out->arena));
}

static void tell_serial(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 8);
    uint16_t serial = cursor_u16le(&c);
    cursor_skip(&c, 2);
    uint8_t password = cursor_u8(&c);

    if (!cursor_ok(&c))
        return;
    say(out, FIELD_serial, text_format(out->arena, "%u", (unsigned)serial));
    if (password <= 1)
        say(out, FIELD_security,
            password ? TEXT("Moxa management asks for a password")
                     : TEXT("Moxa management without a password"));
}

static void tell_gateway(struct cursor c, struct dissection *out)
{
    const uint8_t *bytes = cursor_take(&c, 4);
    struct address gateway = bytes ? address_ipv4(bytes) : (struct address){ 0 };
    char shown[ADDRESS_TEXT];

    if (address_is_void(&gateway))
        return;
    address_format(&gateway, shown);
    say(out, FIELD_gateway, text_copy(text_of(shown), out->arena));
}

static const struct {
    uint8_t request;
    void (*tell)(struct cursor c, struct dissection *out);
} answers[] = {
    { REQUEST_NAME, tell_name },
    { REQUEST_SERIAL, tell_serial },
    { REQUEST_GATEWAY, tell_gateway },
};

static void tell(const struct header *h, struct cursor c, struct dissection *out)
{
    tell_device(&c, out);
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].request == h->request)
            answers[i].tell(c, out);
}

static enum verdict moxa_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct header h;

    if (!header_read(&c, &h))
        return VERDICT_MALFORMED;
    out->direction = h.answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &moxa_protocol,
                         h.refused   ? MESSAGE_REFUSAL
                         : h.answers ? MESSAGE_RESPONSE
                                     : MESSAGE_REQUEST,
                         h.request, SUB_NONE);
    if (h.answers && !h.refused)
        tell(&h, c, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol moxa_protocol = {
    .name = "moxa",
    .title = "Moxa device management",
    .specification = "Moxa device management, as observed",
    .carriers = CARRIER_UDP,
    .ports = { 4800 },
    .is_industrial = true,
    .operations = operations,
    .probe = moxa_probe,
    .dissect = moxa_dissect,
};
