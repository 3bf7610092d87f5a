/*
 * ws_discovery.c - how cameras (ONVIF), printers and Windows hosts find each other
 * by SOAP over UDP.
 *
 * Source: OASIS WS-Discovery 1.1, 4 to 6 (messages); ONVIF Core Specification,
 * 7.3.2.2 (scopes).
 */
#include "base/attributes.h"
#include "proto/markup.h"

/* The last word of the action's address; the codes are ours. */
enum action { HELLO = 1, BYE, PROBE, PROBE_MATCHES, RESOLVE, RESOLVE_MATCHES };

static const struct operation operations[] = {
    { HELLO, SUB_NONE, "hello", CLASS_discover },
    { BYE, SUB_NONE, "bye", CLASS_discover },
    { PROBE, SUB_NONE, "probe", CLASS_discover },
    { RESOLVE, SUB_NONE, "resolve", CLASS_discover },
    { 0 },
};

static const struct {
    const char *word;
    enum action action;
} actions[] = {
    { "/discovery/Hello<", HELLO },
    { "/discovery/Bye<", BYE },
    { "/discovery/Probe<", PROBE },
    { "/discovery/ProbeMatches<", PROBE_MATCHES },
    { "/discovery/Resolve<", RESOLVE },
    { "/discovery/ResolveMatches<", RESOLVE_MATCHES },
    /* OASIS put its version between. */
    { "/ws-dd/ns/discovery/2009/01/Hello<", HELLO },
    { "/ws-dd/ns/discovery/2009/01/Bye<", BYE },
    { "/ws-dd/ns/discovery/2009/01/Probe<", PROBE },
    { "/ws-dd/ns/discovery/2009/01/ProbeMatches<", PROBE_MATCHES },
    { "/ws-dd/ns/discovery/2009/01/Resolve<", RESOLVE },
    { "/ws-dd/ns/discovery/2009/01/ResolveMatches<", RESOLVE_MATCHES },
};

static uint8_t action_of(struct cursor message)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        struct cursor c = message;
        if (markup_find(&c, actions[i].word))
            return (uint8_t)actions[i].action;
    }
    return 0;
}

static enum match ws_discovery_probe(struct cursor payload)
{
    bool is_xml = line_starts(payload, "<?xml") || line_starts(payload, "<");

    return is_xml && markup_find(&payload, "Envelope") && action_of(payload) ? MATCH_YES : MATCH_NO;
}

/* ---- what a device says of itself ---- */

static bool is_end(uint8_t byte)
{
    return byte <= ' ' || byte == '<';
}

static struct cursor word(struct cursor c)
{
    struct cursor ahead = c;
    size_t length = 0;

    while (ahead.left > 0 && !is_end(cursor_u8(&ahead)))
        length++;
    return cursor_split(&c, length);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* "AXIS%20P1375" is "AXIS P1375".  Source: RFC 3986, 2.1. */
static struct text decoded(struct cursor c, struct arena *into)
{
    uint8_t plain[128];
    size_t length = 0;

    while (c.left > 0 && length < sizeof plain) {
        uint8_t byte = cursor_u8(&c);
        struct cursor ahead = c;
        int high = hex_digit((char)cursor_u8(&ahead)), low = hex_digit((char)cursor_u8(&ahead));
        if (byte == '%' && cursor_ok(&ahead) && high >= 0 && low >= 0) {
            byte = (uint8_t)(high << 4 | low);
            c = ahead;
        }
        plain[length++] = byte;
    }
    return text_from_wire(cursor_over(plain, length), into);
}

static const struct {
    const char *before;
    enum field field;
    const char *source;
} facts[] = {
    { "onvif://www.onvif.org/name/", FIELD_name, "onvif scope name" },
    { "onvif://www.onvif.org/hardware/", FIELD_model, "onvif scope hardware" },
    { "onvif://www.onvif.org/location/", FIELD_location, "onvif scope location" },
    { "XAddrs>", FIELD_url, "ws-discovery address" },
};

static void read_device(struct cursor message, struct dissection *out)
{
    struct cursor c = message;

    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        c = message;
        if (markup_find(&c, facts[i].before))
            dissection_state(out, &out->sender, facts[i].field, decoded(word(c), out->arena),
                             facts[i].source, CONFIDENCE_ASKED);
    }
    c = message;
    if (markup_find(&c, "NetworkVideoTransmitter"))
        dissection_state(out, &out->sender, FIELD_device_type, TEXT("network camera"),
                         "onvif device type", CONFIDENCE_BANNER);
}

static enum verdict ws_discovery_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t action = ws_discovery_probe(*payload) == MATCH_NO ? 0 : action_of(*payload);
    bool is_answer = action == PROBE_MATCHES || action == RESOLVE_MATCHES;

    if (!action)
        return VERDICT_MALFORMED;
    out->direction = is_answer ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    /* An answer is counted on what it answers: the action before it. */
    dissection_operation(out, &ws_discovery_protocol,
                         is_answer ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         is_answer ? action - 1u : action, SUB_NONE);
    if (is_answer || action == HELLO)
        read_device(*payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ws_discovery_protocol = {
    .name = "ws-discovery",
    .title = "WS-Discovery",
    .specification = "OASIS WS-Discovery 1.1",
    .carriers = CARRIER_UDP,
    .ports = { 3702 },
    .operations = operations,
    .probe = ws_discovery_probe,
    .dissect = ws_discovery_dissect,
};
