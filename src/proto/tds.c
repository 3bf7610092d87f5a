/*
 * tds.c - TDS, as SQL Server speaks it: which version answers, whether the session is
 * encrypted, and who logs in with which program.
 *
 * Statements and their results are never read, nor are passwords.  The handshake of TLS
 * travels in TDS packets first, its records by themselves afterwards.
 *
 * Source: [MS-TDS] 2.2.3.1 (packet header), 2.2.6.4 (login), 2.2.6.5 (pre-login), 2.2.7.10
 * (ERROR), 3.2.5 (TLS in packets).
 */
#include <assert.h>
#include <stdalign.h>

#include "base/attributes.h"
#include "proto/gss.h"
#include "proto/tls.h"
#include "proto/wide.h"

enum packet_type {
    STATEMENT = 0x01,
    OLD_LOGIN = 0x02,
    PROCEDURE = 0x03,
    RESULT = 0x04,
    ATTENTION = 0x06,
    BULK = 0x07,
    TRANSACTION = 0x0e,
    LOGIN = 0x10,
    TOKEN = 0x11,
    PRE_LOGIN = 0x12,
};

enum {
    HEADER_BYTES = 8,
    PACKET_MOST = 32767,
    READ_MOST = 8192,
    OPTIONS_MOST = 16,
    OPTION_VERSION = 0,
    OPTION_ENCRYPTION = 1,
    OPTION_INSTANCE = 2,
    OPTIONS_END = 0xff,
    ENCRYPTION_OFF = 0, /* only the log-in is encrypted */
    ENCRYPTION_NOT_SUPPORTED = 2,
    TOKEN_ERROR = 0xaa,
};

/* The code is the type of the packet that asks. */
static const struct operation operations[] = {
    { PRE_LOGIN, SUB_NONE, "ask for the version", CLASS_ident },
    { LOGIN, SUB_NONE, "log in", CLASS_auth },
    { OLD_LOGIN, SUB_NONE, "log in, the old way", CLASS_auth },
    { TOKEN, SUB_NONE, "log in, next word", CLASS_auth },
    { STATEMENT, SUB_NONE, "SQL statements", CLASS_unknown },
    { PROCEDURE, SUB_NONE, "call a procedure", CLASS_unknown },
    { BULK, SUB_NONE, "load in bulk", CLASS_write },
    { TRANSACTION, SUB_NONE, "manage a transaction", CLASS_diag },
    { ATTENTION, SUB_NONE, "cancel", CLASS_diag },
    { 0 },
};

struct tds_state {
    alignas(16) struct tls_state tls;
    struct skipping rest;
    uint8_t asked;   /* enum packet_type */
    bool goes_on[2]; /* by direction: a packet that was not the last of its message */
};

static_assert(sizeof(struct tds_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

struct packet {
    uint8_t type;
    bool is_last;
    uint16_t length;
};

static bool is_known(uint8_t type)
{
    return type == RESULT || operation_find(&tds_protocol, type, SUB_NONE)->name;
}

static bool read_header(struct cursor *c, struct packet *p)
{
    p->type = cursor_u8(c);
    uint8_t status = cursor_u8(c);
    p->is_last = status & 1;
    p->length = cursor_u16be(c);
    cursor_skip(c, 2 + 1); /* session, number */
    uint8_t window = cursor_u8(c);
    return cursor_ok(c) && window == 0 && status <= 0x1f && p->length >= HEADER_BYTES &&
           p->length <= PACKET_MOST && is_known(p->type);
}

/* A table of options, each with a place behind it: the first is the version. */
static bool is_pre_login(struct cursor body)
{
    return cursor_u8(&body) == OPTION_VERSION && cursor_u8(&body) == 0 && cursor_u8(&body) > 5 &&
           cursor_u16be(&body) == 6 && cursor_ok(&body);
}

static bool is_record(struct cursor c)
{
    uint8_t type = cursor_u8(&c);

    return type >= 0x14 && type <= 0x17 && (c.left == 0 || cursor_u8(&c) == 3);
}

static enum match tds_probe(struct cursor payload)
{
    struct packet p;

    if (payload.left < HEADER_BYTES)
        return is_known(cursor_u8(&payload)) ? MATCH_MAYBE : MATCH_NO;
    if (!read_header(&payload, &p))
        return MATCH_NO;
    return p.type == PRE_LOGIN && is_pre_login(payload) ? MATCH_YES : MATCH_MAYBE;
}

/* ---- pre-login ---- */

static struct cursor option_of(struct cursor body, uint8_t wanted)
{
    struct cursor table = body;

    for (unsigned i = 0; i < OPTIONS_MOST; i++) {
        uint8_t option = cursor_u8(&table);
        uint16_t offset = cursor_u16be(&table), length = cursor_u16be(&table);
        if (option == OPTIONS_END || !cursor_ok(&table))
            break;
        if (option != wanted)
            continue;
        cursor_skip(&body, offset);
        return cursor_split(&body, length);
    }
    return cursor_over(NULL, 0);
}

static void state_server(struct cursor body, struct dissection *out)
{
    static const char source[] = "tds pre-login";
    struct cursor version = option_of(body, OPTION_VERSION);
    struct cursor encryption = option_of(body, OPTION_ENCRYPTION);
    uint8_t major = cursor_u8(&version), minor = cursor_u8(&version);
    uint16_t build = cursor_u16be(&version);

    if (cursor_ok(&version))
        dissection_state(out, &out->sender, FIELD_server_software,
                         text_format(out->arena, "SQL Server %u.%u.%u", major, minor, build),
                         source, CONFIDENCE_SELF);
    uint8_t mode = cursor_u8(&encryption);
    if (cursor_ok(&encryption) && (mode == ENCRYPTION_OFF || mode == ENCRYPTION_NOT_SUPPORTED))
        dissection_state(out, &out->sender, FIELD_security,
                         mode == ENCRYPTION_OFF ? TEXT("SQL Server encrypts only the log-in")
                                                : TEXT("SQL Server without encryption"),
                         source, CONFIDENCE_SELF);
}

static void state_instance(struct cursor body, struct dissection *out)
{
    dissection_state(out, &out->receiver, FIELD_application,
                     text_from_wire(option_of(body, OPTION_INSTANCE), out->arena), "tds pre-login",
                     CONFIDENCE_ASKED);
}

/* ---- log-in ---- */

/* Places of texts in a log-in, in the order of its table; the length counts characters. */
static const struct {
    enum field field;
    bool is_of_server;
} texts[] = {
    { FIELD_name, false },            /* the client's host */
    { FIELD_user, false },            /* the user */
    { FIELD_none, false },            /* the password */
    { FIELD_client_software, false }, /* the application */
    { FIELD_name, true },             /* what the client calls the server */
};

static void read_login(struct cursor body, struct dissection *out)
{
    static const char source[] = "tds log-in";
    struct cursor table = body;

    cursor_skip(&table, 36); /* length, versions, sizes, flags, time zone, language */
    for (size_t i = 0; i < COUNT_OF(texts) && cursor_ok(&table); i++) {
        struct cursor place = body;
        cursor_skip(&place, cursor_u16le(&table));
        struct cursor value = cursor_split(&place, 2 * (size_t)cursor_u16le(&table));
        if (texts[i].field != FIELD_none && cursor_ok(&value))
            dissection_state(out, texts[i].is_of_server ? &out->receiver : &out->sender,
                             texts[i].field, wide_text(value, WIDE_LITTLE, out->arena), source,
                             texts[i].is_of_server ? CONFIDENCE_BEHAVIOUR : CONFIDENCE_ASKED);
        if (i == 2 && value.left > 0)
            dissection_state(out, &out->receiver, FIELD_security,
                             TEXT("takes passwords in clear text"), source, CONFIDENCE_SELF);
    }
    cursor_skip(&table, 4 * 4 + 6); /* extension, library, language, database; the network card */
    struct cursor place = body;
    cursor_skip(&place, cursor_u16le(&table));
    gss_state(out, cursor_split(&place, cursor_u16le(&table)), source);
}

/* ---- packets ---- */

static void read_request(const struct packet *p, struct cursor body, struct dissection *out)
{
    struct tds_state *state = out->state;

    out->direction = DIRECTION_FROM_CLIENT;
    state->asked = p->type;
    dissection_operation(out, &tds_protocol, MESSAGE_REQUEST, p->type, SUB_NONE);
    if (p->type == PRE_LOGIN)
        state_instance(body, out);
    else if (p->type == LOGIN)
        read_login(body, out);
    else if (p->type == TOKEN)
        gss_state(out, body, "tds log-in");
}

static void read_answer(struct cursor body, struct dissection *out)
{
    struct tds_state *state = out->state;
    uint8_t asked = state->asked;
    struct cursor first = body;

    out->direction = DIRECTION_FROM_SERVER;
    state->asked = 0;
    if (!asked)
        return;
    dissection_operation(out, &tds_protocol,
                         asked != PRE_LOGIN && cursor_u8(&first) == TOKEN_ERROR ? MESSAGE_REFUSAL
                                                                                : MESSAGE_RESPONSE,
                         asked, SUB_NONE);
    if (asked == PRE_LOGIN && is_pre_login(body))
        state_server(body, out);
}

static enum verdict read_tls(struct cursor *payload, struct dissection *out)
{
    struct tds_state *state = out->state;

    out->state = &state->tls;
    enum verdict verdict = tls_protocol.dissect(payload, out);
    out->state = state;
    return verdict;
}

/* A handshake that is cut by a packet is not put together: the packets after it are skipped. */
static void read_handshake(struct cursor body, struct dissection *out)
{
    struct tds_state *state = out->state;

    while (body.left > 0 && read_tls(&body, out) == VERDICT_OK)
        continue;
    state->tls.rest = (struct skipping){ 0 };
}

static void read_packet(const struct packet *p, struct cursor body, struct dissection *out)
{
    struct tds_state *state = out->state;
    bool from_server = p->type == RESULT;
    bool goes_on = state->goes_on[from_server];

    state->goes_on[from_server] = !p->is_last;
    if (p->type == PRE_LOGIN && !is_pre_login(body))
        read_handshake(body, out);
    else if (goes_on)
        return;
    else if (from_server)
        read_answer(body, out);
    else
        read_request(p, body, out);
}

static enum verdict tds_dissect(struct cursor *payload, struct dissection *out)
{
    struct tds_state *state = out->state;
    struct cursor ahead = *payload;
    struct packet p;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (skipping_takes(&state->rest, from_server, payload))
        return VERDICT_OK;
    if (state->tls.rest.left[from_server] || is_record(*payload))
        return read_tls(payload, out);
    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!read_header(&ahead, &p))
        return VERDICT_MALFORMED;
    size_t length = p.length - (size_t)HEADER_BYTES,
           wanted = length < READ_MOST ? length : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    read_packet(&p, cursor_split(&ahead, wanted), out);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = length - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol tds_protocol = {
    .name = "tds",
    .title = "TDS (SQL Server)",
    .specification = "[MS-TDS]",
    .carriers = CARRIER_TCP,
    .ports = { 1433 },
    .state_bytes = sizeof(struct tds_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = tds_probe,
    .dissect = tds_dissect,
};
