/*
 * ssdp.c - how UPnP devices announce themselves and are looked for.
 *
 * Source: UPnP Device Architecture 2.0, 1.2 (advertisement), 1.3 (search).
 */
#include "base/attributes.h"
#include "proto/http_head.h"

/* SSDP has words and no numbers; the codes are ours. */
enum operation_code { SEARCH = 1, ALIVE, GOODBYE, UPDATE };

static const struct operation operations[] = {
    { SEARCH, SUB_NONE, "search", CLASS_discover },
    { ALIVE, SUB_NONE, "announcement", CLASS_discover },
    { GOODBYE, SUB_NONE, "goodbye", CLASS_discover },
    { UPDATE, SUB_NONE, "update", CLASS_discover },
    { 0 },
};

static enum match ssdp_probe(struct cursor payload)
{
    if (line_starts(payload, "M-SEARCH * HTTP/1.") || line_starts(payload, "NOTIFY * HTTP/1."))
        return MATCH_YES;
    return line_starts(payload, "HTTP/1.1 200 OK") ? MATCH_MAYBE : MATCH_NO;
}

static const struct head_fact facts[] = {
    { "SERVER:", FIELD_server_software, CONFIDENCE_BANNER, "ssdp server" },
    { "USER-AGENT:", FIELD_client_software, CONFIDENCE_BANNER, "ssdp user agent" },
    { "LOCATION:", FIELD_url, CONFIDENCE_BANNER, "ssdp location" },
    { "CPFN.UPNP.ORG:", FIELD_name, CONFIDENCE_ASKED, "ssdp control point" },
};

/* "MediaServer" of "urn:schemas-upnp-org:device:MediaServer:1". */
static void read_type(struct cursor value, struct dissection *out)
{
    struct text rest = text_from_wire(value, out->arena);

    if (!text_starts(rest, "urn:") || !text_contains(rest, ":device:"))
        return;
    for (int part = 0; part < 3; part++)
        (void)text_cut(&rest, ':');
    dissection_state(out, &out->sender, FIELD_device_type, text_cut(&rest, ':'), "ssdp device type",
                     CONFIDENCE_BANNER);
}

static uint32_t announced(struct cursor head)
{
    struct cursor line, value;

    while (head_next(&head, &line)) {
        if (!head_value(line, "NTS:", &value))
            continue;
        while (line_starts(value, " "))
            cursor_skip(&value, 1);
        return line_starts(value, "ssdp:byebye")   ? GOODBYE
               : line_starts(value, "ssdp:update") ? UPDATE
                                                   : ALIVE;
    }
    return ALIVE;
}

static void read_headers(struct cursor head, bool is_search, struct dissection *out)
{
    struct cursor line, value;

    while (head_next(&head, &line)) {
        head_state(out, line, facts, COUNT_OF(facts));
        /* A search names the type of those that it looks for. */
        if (!is_search && (head_value(line, "NT:", &value) || head_value(line, "ST:", &value)))
            read_type(value, out);
    }
}

static enum verdict ssdp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor head = *payload, start;

    if (ssdp_probe(head) == MATCH_NO || !line_next(&head, &start))
        return VERDICT_MALFORMED;
    bool is_search = line_starts(start, "M-"), is_answer = line_starts(start, "HTTP");
    uint32_t code = is_search || is_answer ? SEARCH : announced(head);

    out->direction = is_answer ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &ssdp_protocol, is_answer ? MESSAGE_RESPONSE : MESSAGE_REQUEST, code,
                         SUB_NONE);
    if (code != GOODBYE)
        read_headers(head, is_search, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ssdp_protocol = {
    .name = "ssdp",
    .title = "SSDP",
    .specification = "UPnP Device Architecture 2.0",
    .carriers = CARRIER_UDP,
    .ports = { 1900 },
    .operations = operations,
    .probe = ssdp_probe,
    .dissect = ssdp_dissect,
};
