/*
 * rdp.c - Remote Desktop: who connects, how the session is protected, and of a session in
 * RDP's own security the name and build of the client.
 *
 * The connection begins with ISO transport and goes on with what both agree on: TLS, or
 * RDP's own encryption, of which nothing is read.
 *
 * Source: [MS-RDPBCGR] 2.2.1.1 (connection request), 2.2.1.2 (confirm), 2.2.1.3 (connect
 * initial), 2.2.1.3.2 (client core data), 4.1.1 to 4.1.3 (examples); RFC 1006, 6 (TPKT).
 */
#include <assert.h>
#include <stdalign.h>

#include "proto/line.h"
#include "proto/tls.h"
#include "proto/wide.h"

enum {
    TPKT_VERSION = 3,
    TPKT_BYTES = 4,
    TRANSPORT_LEAST = 7, /* length, type, two references, class */
    TYPE_REQUEST = 0xe0,
    TYPE_CONFIRM = 0xd0,
    TYPE_DATA = 0xf0,
    NEGOTIATION_BYTES = 8,
    NEGOTIATION_REQUEST = 1,
    NEGOTIATION_RESPONSE = 2,
    NEGOTIATION_FAILURE = 3,
    CLIENT_CORE = 0xc001,
    CLIENT_NAME_BYTES = 32,
    BLOCKS_MOST = 16,
};

static const struct operation operations[] = {
    { TYPE_REQUEST, SUB_NONE, "connect", CLASS_config },
    { 0 },
};

struct rdp_state {
    alignas(16) struct tls_state tls;
    bool is_tls;    /* agreed on: TLS comes next */
    bool is_closed; /* nothing more is read */
};

static_assert(sizeof(struct rdp_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

/* How both protect the session.  Source: [MS-RDPBCGR] 2.2.1.2.1. */
static const struct {
    uint32_t number;
    const char *name, *said; /* said: what is weak about it */
} protections[] = {
    { 0, "RDP security", "RDP without TLS" },
    { 1, "TLS", "RDP without network level authentication" },
    { 2, "CredSSP", NULL },
    { 4, "RDSTLS", NULL },
    { 8, "CredSSP with early authorization", NULL },
};

struct unit {
    uint8_t type;
    struct cursor body; /* behind the class, or the end mark */
};

static enum verdict read_unit(struct cursor *payload, struct unit *unit)
{
    struct cursor ahead = *payload;

    if (payload->left < TPKT_BYTES)
        return VERDICT_MORE;
    uint8_t version = cursor_u8(&ahead), reserved = cursor_u8(&ahead);
    uint16_t length = cursor_u16be(&ahead);
    if (version != TPKT_VERSION || reserved != 0 || length < TPKT_BYTES + 3)
        return VERDICT_MALFORMED;
    if (ahead.left < (size_t)length - TPKT_BYTES)
        return VERDICT_MORE;
    struct cursor body = cursor_split(&ahead, (size_t)length - TPKT_BYTES);
    uint8_t header = cursor_u8(&body);
    unit->type = cursor_u8(&body) & 0xf0;
    cursor_skip(&body, unit->type == TYPE_DATA ? 1 : TRANSPORT_LEAST - 2);
    unit->body = body;
    if (!cursor_ok(&body) || header < 2)
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

struct negotiation {
    uint8_t type; /* 0: none */
    uint32_t value;
};

/* The last eight bytes, where there are so many and they say their own length. */
static struct negotiation read_negotiation(struct cursor body)
{
    struct negotiation n;

    if (body.left < NEGOTIATION_BYTES)
        return (struct negotiation){ 0 };
    cursor_skip(&body, body.left - NEGOTIATION_BYTES);
    n.type = cursor_u8(&body);
    cursor_skip(&body, 1); /* flags */
    uint16_t length = cursor_u16le(&body);
    n.value = cursor_u32le(&body);
    return length == NEGOTIATION_BYTES && n.type >= NEGOTIATION_REQUEST &&
                   n.type <= NEGOTIATION_FAILURE
               ? n
               : (struct negotiation){ 0 };
}

/* The start of a unit whose rest is in other segments: is it one that opens a connection? */
static bool may_open(struct cursor payload)
{
    uint8_t version = cursor_u8(&payload), reserved = cursor_u8(&payload);

    cursor_skip(&payload, 2 + 1); /* lengths */
    uint8_t type = cursor_u8(&payload);
    return version == TPKT_VERSION && reserved == 0 &&
           (!cursor_ok(&payload) || type == TYPE_REQUEST || type == TYPE_CONFIRM);
}

static enum match rdp_probe(struct cursor payload)
{
    struct cursor start = payload;
    struct unit unit;
    enum verdict verdict = read_unit(&payload, &unit);

    if (verdict == VERDICT_MORE)
        return may_open(start) ? MATCH_MAYBE : MATCH_NO;
    if (verdict != VERDICT_OK || (unit.type != TYPE_REQUEST && unit.type != TYPE_CONFIRM))
        return MATCH_NO;
    uint8_t type = read_negotiation(unit.body).type;
    bool fits =
        unit.type == TYPE_REQUEST ? type == NEGOTIATION_REQUEST : type > NEGOTIATION_REQUEST;
    return fits || line_starts(unit.body, "Cookie: mstshash=") ? MATCH_YES : MATCH_MAYBE;
}

static void read_request(const struct unit *unit, struct dissection *out)
{
    static const char cookie[] = "Cookie: mstshash=";
    struct cursor body = unit->body, line;

    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &rdp_protocol, MESSAGE_REQUEST, TYPE_REQUEST, SUB_NONE);
    if (line_next(&body, &line) && line_starts(line, cookie))
        dissection_state(out, &out->sender, FIELD_user,
                         line_text(line, sizeof cookie - 1, out->arena), "rdp cookie",
                         CONFIDENCE_ASKED);
}

static void state_protection(struct dissection *out, uint32_t number)
{
    static const char source[] = "rdp negotiation";

    for (size_t i = 0; i < COUNT_OF(protections); i++) {
        if (protections[i].number != number)
            continue;
        dissection_state(out, &out->sender, FIELD_profile, text_of(protections[i].name), source,
                         CONFIDENCE_BANNER);
        dissection_state(out, &out->sender, FIELD_security, text_of(protections[i].said), source,
                         CONFIDENCE_BANNER);
    }
}

/* A server without a word on it knows only RDP's own security. */
static void read_confirm(const struct unit *unit, struct dissection *out)
{
    struct rdp_state *state = out->state;
    struct negotiation n = read_negotiation(unit->body);
    bool is_refused = n.type == NEGOTIATION_FAILURE;

    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &rdp_protocol, is_refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         TYPE_REQUEST, SUB_NONE);
    if (is_refused)
        return;
    uint32_t chosen = n.type == NEGOTIATION_RESPONSE ? n.value : 0;
    state_protection(out, chosen);
    state->is_tls = chosen != 0;
}

static void read_core(struct cursor block, struct dissection *out)
{
    cursor_skip(&block, 4 + 2 + 2 + 2 + 2 + 4); /* version, size, colours, keyboard */
    uint32_t build = cursor_u32le(&block);
    struct cursor name = cursor_split(&block, CLIENT_NAME_BYTES);

    if (!cursor_ok(&block))
        return;
    dissection_state(out, &out->sender, FIELD_name, wide_text(name, WIDE_LITTLE, out->arena),
                     "rdp client core", CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_client_software,
                     text_format(out->arena, "RDP client build %u", build), "rdp client core",
                     CONFIDENCE_BANNER);
}

/* The blocks stand behind the mark of the protocol and their length, in one byte or two. */
static void read_connect_initial(struct cursor body, struct dissection *out)
{
    while (body.left > 0 && !line_starts(body, "Duca"))
        cursor_skip(&body, 1);
    cursor_skip(&body, 4);
    if (cursor_u8(&body) & 0x80)
        cursor_skip(&body, 1);
    for (unsigned i = 0; i < BLOCKS_MOST && body.left >= 4; i++) {
        uint16_t type = cursor_u16le(&body), length = cursor_u16le(&body);
        struct cursor block = cursor_split(&body, length < 4 ? SIZE_MAX : length - (size_t)4);
        if (type == CLIENT_CORE)
            read_core(block, out);
    }
}

static void read_data(const struct unit *unit, struct dissection *out)
{
    struct rdp_state *state = out->state;

    if (out->direction == DIRECTION_FROM_SERVER)
        return;
    read_connect_initial(unit->body, out);
    state->is_closed = true; /* what follows is encrypted, or of another form */
}

static enum verdict read_tls(struct cursor *payload, struct dissection *out)
{
    struct rdp_state *state = out->state;

    out->state = &state->tls;
    enum verdict verdict = tls_protocol.dissect(payload, out);
    out->state = state;
    return verdict;
}

static enum verdict rdp_dissect(struct cursor *payload, struct dissection *out)
{
    struct rdp_state *state = out->state;
    struct unit unit;

    if (state->is_tls)
        return read_tls(payload, out);
    if (state->is_closed) {
        cursor_skip(payload, payload->left);
        return VERDICT_OK;
    }
    enum verdict verdict = read_unit(payload, &unit);
    if (verdict != VERDICT_OK)
        return verdict;
    if (unit.type == TYPE_REQUEST)
        read_request(&unit, out);
    else if (unit.type == TYPE_CONFIRM)
        read_confirm(&unit, out);
    else if (unit.type == TYPE_DATA)
        read_data(&unit, out);
    return VERDICT_OK;
}

const struct protocol rdp_protocol = {
    .name = "rdp",
    .title = "Remote Desktop",
    .specification = "[MS-RDPBCGR]",
    .carriers = CARRIER_TCP,
    .ports = { 3389 },
    .state_bytes = sizeof(struct rdp_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = rdp_probe,
    .dissect = rdp_dissect,
};
