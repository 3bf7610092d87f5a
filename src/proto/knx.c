/*
 * knx.c - KNXnet/IP: building automation over IP.
 *
 * Service types of requests and answers differ, so that every message says who
 * sends it.
 *
 * Source: ISO 22510:2019, 4.4 (header), 5 (services); KNX Standard 03_08_02 to
 * 03_08_05.
 */
#include "proto/knx.h"

#include <assert.h>

enum {
    HEADER_BYTES = 6,
    VERSION = 0x10,
    MESSAGE_MOST = 1024, /* a cEMI frame of 254 bytes and a search answer are far shorter */
    ENDPOINT_BYTES = 8,
    CONNECTION_HEADER_BYTES = 4,
    NO_STATUS = 255,
};

static const struct operation operations[] = {
#define TELEGRAM(apci, class, name)                                                                \
    { KNX_TUNNELLING, apci, name, CLASS_##class }, { KNX_ROUTING, apci, name, CLASS_##class },
#include "proto/knx_codes.def"
#undef TELEGRAM
#define MANAGE(code, class, name) { KNX_CONFIGURATION, code, name, CLASS_##class },
#include "proto/knx_codes.def"
#undef MANAGE
    { KNX_TUNNELLING, KNX_SUB_HEARD, "bus telegram", CLASS_read },
    { KNX_TUNNELLING, KNX_SUB_MONITOR, "bus monitor telegram", CLASS_read },
    { KNX_TUNNELLING, KNX_SUB_CONTROL, "bus connection", CLASS_diag },
    { KNX_ROUTING, KNX_SUB_CONTROL, "bus connection", CLASS_diag },
#define SERVICE(number, class, name) { number, SUB_NONE, name, CLASS_##class },
#include "proto/knx_codes.def"
#undef SERVICE
    { 0 },
};

static const struct answer {
    uint16_t number, of;
    uint8_t status_at;
} answers[] = {
#define ANSWER(number, of, status_at) { number, of, status_at },
#include "proto/knx_codes.def"
#undef ANSWER
};

static_assert(sizeof(struct knx_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

static const struct answer *answer_find(uint16_t service)
{
    for (const struct answer *a = answers; a < answers + COUNT_OF(answers); a++)
        if (a->number == service)
            return a;
    return NULL;
}

static bool read_head(struct cursor *c, uint16_t *service, uint16_t *length)
{
    uint8_t size = cursor_u8(c), version = cursor_u8(c);

    *service = cursor_u16be(c);
    *length = cursor_u16be(c);
    return size == HEADER_BYTES && version == VERSION && *length >= HEADER_BYTES &&
           *length <= MESSAGE_MOST &&
           (answer_find(*service) || operation_find(&knx_protocol, *service, SUB_NONE)->name);
}

static enum match knx_probe(struct cursor payload)
{
    uint16_t service, length;

    if (payload.left < HEADER_BYTES)
        return payload.left && cursor_u8(&payload) == HEADER_BYTES ? MATCH_MAYBE : MATCH_NO;
    if (!read_head(&payload, &service, &length))
        return MATCH_NO;
    return payload.left == length - (size_t)HEADER_BYTES ? MATCH_YES : MATCH_MAYBE;
}

/* Frames of the bus and of device management are counted as what they carry. */
static bool carries_cemi(uint16_t service)
{
    return service == KNX_TUNNELLING || service == KNX_ROUTING || service == KNX_CONFIGURATION;
}

static bool read_carried(uint16_t service, struct cursor body, struct dissection *out)
{
    if (service != KNX_ROUTING)
        cursor_skip(&body, CONNECTION_HEADER_BYTES);
    return knx_cemi_read(service, body, out);
}

static void read_answer(const struct answer *a, struct cursor body, struct dissection *out)
{
    struct cursor peek = body;
    bool has_status = a->status_at != NO_STATUS;

    cursor_skip(&peek, has_status ? a->status_at : 0);
    bool refused = has_status && cursor_u8(&peek) != 0;
    if (!carries_cemi(a->of)) {
        out->direction = DIRECTION_FROM_SERVER;
        dissection_operation(out, &knx_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             a->of, SUB_NONE);
    } else if (refused) {
        dissection_operation(out, &knx_protocol, MESSAGE_REFUSAL, a->of, SUB_NONE);
    }
    if (a->number == KNX_SEARCH_ANSWER || a->number == KNX_EXTENDED_SEARCH_ANSWER)
        cursor_skip(&body, ENDPOINT_BYTES);
    if (a->number == KNX_DESCRIPTION || a->number == KNX_SEARCH_ANSWER ||
        a->number == KNX_EXTENDED_SEARCH_ANSWER)
        knx_tell_blocks(body, out);
}

/* Either end of a connection may end it or ask about it. */
static void read_request(uint16_t service, struct dissection *out)
{
    static const uint16_t either[] = { 0x0209, 0x0425, 0x0950 };
    bool is_clients = true;

    for (size_t i = 0; i < COUNT_OF(either); i++)
        is_clients &= service != either[i];
    if (is_clients)
        out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &knx_protocol, MESSAGE_REQUEST, service, SUB_NONE);
}

static enum verdict knx_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload; /* do not consume half a message */
    uint16_t service, length;
    bool valid = read_head(&ahead, &service, &length);

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!valid)
        return VERDICT_MALFORMED;
    struct cursor body = cursor_split(&ahead, length - (size_t)HEADER_BYTES);
    if (!cursor_ok(&body))
        return VERDICT_MORE;
    const struct answer *answer = answer_find(service);
    if (answer)
        read_answer(answer, body, out);
    else if (!carries_cemi(service))
        read_request(service, out);
    else if (!read_carried(service, body, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol knx_protocol = {
    .name = "knx",
    .title = "KNXnet/IP",
    .specification = "ISO 22510:2019",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 3671 },
    .is_industrial = true,
    .state_bytes = sizeof(struct knx_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = knx_probe,
    .dissect = knx_dissect,
};
