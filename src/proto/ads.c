/*
 * ads.c - Beckhoff ADS over AMS/TCP, and the UDP service of TwinCAT routers.
 *
 * Answers do not repeat the index group: what was asked is kept by its invoke
 * id.  Transfers may be megabytes long; only their beginning is looked at.
 *
 * Source: Beckhoff Information System, TwinCAT ADS/AMS specification: AMS/TCP
 * packet, AMS header (state flags, error code, invoke id), ADS commands.
 */
#include "proto/ads.h"

#include <assert.h>

enum {
    TCP_HEADER = 6,
    AMS_HEADER = 32,
    LOOKED_AT = 64, /* of the data: more than any identity takes */
    RESULT_BYTES = 4,
};

enum state_flag { FLAG_ANSWER = 0x0001, FLAG_ADS = 0x0004, FLAG_UDP = 0x0040 };

static const struct operation operations[] = {
#define CODE(command, sub, class, name) { command, sub, name, CLASS_##class },
#include "proto/ads_codes.def"
#undef CODE
    { 0 },
};

static_assert(sizeof(struct ads_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

static struct ams_address address_read(struct cursor *c)
{
    struct ams_address a = { .net_id = cursor_split(c, 6) };

    a.port = cursor_u16le(c);
    return a;
}

/* The header; `rest` counts the bytes of the message behind what is looked at. */
static enum verdict message_read(struct cursor *c, struct ads_message *m, uint32_t *rest)
{
    uint16_t reserved = cursor_u16le(c);
    uint32_t length = cursor_u32le(c);

    m->target = address_read(c);
    m->source = address_read(c);
    m->command = cursor_u16le(c);
    uint16_t flags = cursor_u16le(c);
    uint32_t data = cursor_u32le(c);
    m->error = cursor_u32le(c);
    m->invoke = cursor_u32le(c);
    if (!cursor_ok(c))
        return reserved == 0 ? VERDICT_MORE : VERDICT_MALFORMED;
    if (reserved != 0 || length < AMS_HEADER || data != length - AMS_HEADER || m->command == 0 ||
        m->command >= ADS_COMMANDS || (flags & ~(FLAG_ANSWER | FLAG_UDP)) != FLAG_ADS)
        return VERDICT_MALFORMED;
    m->answers = flags & FLAG_ANSWER;
    uint32_t looked = data < LOOKED_AT ? data : LOOKED_AT;
    if (c->left < looked)
        return VERDICT_MORE;
    m->data = cursor_split(c, looked);
    *rest = data - looked;
    return VERDICT_OK;
}

/* The same for both directions of a flow. */
static bool is_second_end(const struct dissection *out)
{
    if (address_equal(&out->sender, &out->receiver))
        return out->sender_port > out->receiver_port;
    return address_precedes(&out->receiver, &out->sender);
}

void ads_settle(struct dissection *out, bool by_client)
{
    struct ads_state *state = out->state;

    if (state->settled)
        return;
    state->settled = true;
    out->direction = by_client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

void ads_tell_net_id(struct dissection *out, const struct address *about, struct cursor net_id,
                     const char *source)
{
    unsigned b[6];

    for (size_t i = 0; i < COUNT_OF(b); i++)
        b[i] = cursor_u8(&net_id);
    if (cursor_ok(&net_id))
        dissection_state(
            out, about, FIELD_station,
            text_format(out->arena, "%u.%u.%u.%u.%u.%u", b[0], b[1], b[2], b[3], b[4], b[5]),
            source, CONFIDENCE_SELF);
}

/* Once of each end: what is behind an end has net ids of its own. */
static void tell_source(const struct ads_message *m, struct dissection *out)
{
    bool *told = &((struct ads_state *)out->state)->told[is_second_end(out)];

    if (!*told)
        ads_tell_net_id(out, &out->sender, m->source.net_id, "ads net id");
    *told = true;
}

/* ---- requests and answers ---- */

static uint32_t code_of(const struct ads_message *m, const struct ams_address *server)
{
    return m->command + (server->port == ADS_PORT_SYSTEM_SERVICE ? ADS_SYSTEM_SERVICE_FROM : 0u);
}

/* The index group or the state asked for, where it has a row. */
static uint32_t sub_of(const struct ads_message *m, uint32_t code)
{
    struct cursor data = m->data;
    uint32_t sub = SUB_NONE;

    if (m->command == ADS_READ || m->command == ADS_WRITE || m->command == ADS_READ_WRITE)
        sub = cursor_u32le(&data);
    else if (m->command == ADS_WRITE_CONTROL)
        sub = cursor_u16le(&data);
    if (!cursor_ok(&data) || operation_find(&ads_protocol, code, sub)->sub != sub)
        return SUB_NONE;
    return sub;
}

static void request(const struct ads_message *m, struct dissection *out)
{
    struct ads_state *state = out->state;
    const struct ams_address *server = m->command == ADS_NOTIFICATION ? &m->source : &m->target;
    uint32_t code = code_of(m, server), sub = sub_of(m, code);

    ads_settle(out, m->command != ADS_NOTIFICATION);
    if (m->command != ADS_NOTIFICATION)
        requests_add(&state->asked, (struct request){ .key = m->invoke, .code = code, .sub = sub });
    dissection_operation(out, &ads_protocol, MESSAGE_REQUEST, code, sub);
}

static void answer(const struct ads_message *m, struct dissection *out)
{
    struct ads_state *state = out->state;
    struct request asked = { .code = code_of(m, &m->source), .sub = SUB_NONE };
    struct cursor data = m->data;
    bool refused = m->error != 0 || (m->data.left >= RESULT_BYTES && cursor_u32le(&data) != 0);

    ads_settle(out, false);
    (void)requests_take(&state->asked, m->invoke, &asked);
    dissection_operation(out, &ads_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, asked.sub);
    if (!refused)
        ads_tell_answer(m, data, out);
}

static enum verdict tcp_dissect(struct cursor *payload, struct dissection *out)
{
    struct ads_state *state = out->state;
    struct cursor ahead = *payload;
    struct ads_message m = { 0 };
    bool end = is_second_end(out);
    uint32_t rest;

    if (skipping_takes(&state->rest, end, payload))
        return VERDICT_OK;
    enum verdict verdict = message_read(&ahead, &m, &rest);
    if (verdict != VERDICT_OK)
        return verdict;
    state->rest.left[end] = rest;
    if (m.answers)
        answer(&m, out);
    else
        request(&m, out);
    tell_source(&m, out);
    *payload = ahead;
    return VERDICT_OK;
}

/* ---- both carriers ---- */

static enum match ads_probe(struct cursor payload)
{
    struct ads_message m;
    uint32_t rest;
    size_t present = payload.left;

    if (ads_is_udp(payload))
        return MATCH_YES;
    switch (message_read(&payload, &m, &rest)) {
    case VERDICT_OK:
        return MATCH_YES;
    case VERDICT_MORE:
        return present >= 2 ? MATCH_MAYBE : MATCH_NO;
    default:
        return MATCH_NO;
    }
}

static enum verdict ads_dissect(struct cursor *payload, struct dissection *out)
{
    return ads_is_udp(*payload) ? ads_udp_read(payload, out) : tcp_dissect(payload, out);
}

const struct protocol ads_protocol = {
    .name = "ads",
    .title = "Beckhoff ADS",
    .specification = "Beckhoff TwinCAT ADS/AMS specification",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 48898, 48899 },
    .is_industrial = true,
    .state_bytes = sizeof(struct ads_state),
    .message_most = TCP_HEADER + AMS_HEADER + LOOKED_AT,
    .operations = operations,
    .probe = ads_probe,
    .dissect = ads_dissect,
};
