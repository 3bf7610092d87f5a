/*
 * sip.c - SIP: who calls whom, registers where, and with which telephone or intercom.
 *
 * Source: RFC 3261, 7 (messages), 20.10, 20.14, 20.16, 20.20, 20.35, 20.41 (headers), 7.3.3
 * (compact form), 18.3 (framing); RFC 3262, 3265, 3311, 3428, 3515, 3903, 6086 (methods).
 */
#include "base/attributes.h"
#include "proto/http_head.h"

enum { HEAD_MOST = 16384, STATUS_FINAL = 200, STATUS_REFUSED = 400 };

/* SIP has words and no numbers; the codes are ours. */
enum method {
    REGISTER = 1,
    INVITE,
    ACK,
    CANCEL,
    BYE,
    OPTIONS,
    PRACK,
    SUBSCRIBE,
    NOTIFY,
    PUBLISH,
    INFO,
    REFER,
    MESSAGE,
    UPDATE,
};

static const struct operation operations[] = {
    { REGISTER, SUB_NONE, "register", CLASS_auth },
    { INVITE, SUB_NONE, "invite", CLASS_read },
    { ACK, SUB_NONE, "acknowledge", CLASS_diag },
    { CANCEL, SUB_NONE, "cancel", CLASS_diag },
    { BYE, SUB_NONE, "end a call", CLASS_diag },
    { OPTIONS, SUB_NONE, "options", CLASS_ident },
    { PRACK, SUB_NONE, "acknowledge provisionally", CLASS_diag },
    { SUBSCRIBE, SUB_NONE, "subscribe", CLASS_read },
    { NOTIFY, SUB_NONE, "notify", CLASS_diag },
    { PUBLISH, SUB_NONE, "publish", CLASS_write },
    { INFO, SUB_NONE, "information in a call, such as keys", CLASS_operate },
    { REFER, SUB_NONE, "refer to another", CLASS_read },
    { MESSAGE, SUB_NONE, "text message", CLASS_write },
    { UPDATE, SUB_NONE, "update a call", CLASS_read },
    { 0 },
};

static const char *const methods[] = {
    [REGISTER] = "REGISTER", [INVITE] = "INVITE",   [ACK] = "ACK",     [CANCEL] = "CANCEL",
    [BYE] = "BYE",           [OPTIONS] = "OPTIONS", [PRACK] = "PRACK", [SUBSCRIBE] = "SUBSCRIBE",
    [NOTIFY] = "NOTIFY",     [PUBLISH] = "PUBLISH", [INFO] = "INFO",   [REFER] = "REFER",
    [MESSAGE] = "MESSAGE",   [UPDATE] = "UPDATE",
};

struct sip_state {
    struct skipping body;
};

static const struct head_fact facts[] = {
    { "Server:", FIELD_server_software, CONFIDENCE_BANNER, "sip server" },
    { "User-Agent:", FIELD_client_software, CONFIDENCE_BANNER, "sip user-agent" },
};

/* The method at the front, and what stands behind its blank. */
static uint8_t method_of(struct cursor line, struct cursor *behind)
{
    for (uint8_t m = REGISTER; m < COUNT_OF(methods); m++) {
        *behind = line;
        if (!line_starts(line, methods[m]))
            continue;
        cursor_skip(behind, text_of(methods[m]).length);
        if (behind->left == 0 || cursor_u8(behind) == ' ')
            return m;
    }
    return 0;
}

static uint8_t asked_method(struct cursor line)
{
    struct cursor target;
    uint8_t method = method_of(line, &target);

    return line_starts(target, "sip:") || line_starts(target, "sips:") ||
                   line_starts(target, "tel:")
               ? method
               : 0;
}

static bool is_keepalive(struct cursor payload)
{
    return line_starts(payload, "\r\n");
}

static enum match sip_probe(struct cursor payload)
{
    if (line_starts(payload, "SIP/2.0 ") || asked_method(payload))
        return MATCH_YES;
    return is_keepalive(payload) ? MATCH_MAYBE : MATCH_NO;
}

/* ---- headers ---- */

struct head {
    uint8_t method; /* in the sequence: of the request that an answer is for */
    uint64_t length;
    struct text from;
};

/* "7 INVITE" */
static uint8_t sequence_method(struct cursor value)
{
    struct cursor behind;

    while (line_starts(value, " "))
        cursor_skip(&value, 1);
    while (value.left > 0 && cursor_u8(&value) != ' ')
        continue;
    return method_of(value, &behind);
}

/* The user in "Gate <sip:gate-1@10.41.1.40>;tag=1". */
static struct text user_of(struct cursor value, struct arena *into)
{
    struct text rest = text_from_wire(value, into);

    while (rest.length > 0 && !text_starts(rest, "sip:") && !text_starts(rest, "sips:"))
        rest = (struct text){ rest.at + 1, rest.length - 1 };
    (void)text_cut(&rest, ':');
    struct text user = text_cut(&rest, '@');
    return rest.length > 0 ? user : (struct text){ 0 };
}

static void read_header(struct cursor line, struct head *h, struct dissection *out)
{
    struct cursor value;

    head_state(out, line, facts, COUNT_OF(facts));
    if (head_value(line, "CSeq:", &value))
        h->method = sequence_method(value);
    if (head_value(line, "Content-Length:", &value) || head_value(line, "l:", &value))
        (void)text_unsigned(text_from_wire(value, out->arena), UINT32_MAX, &h->length);
    if (head_value(line, "From:", &value) || head_value(line, "f:", &value))
        h->from = user_of(value, out->arena);
}

/* ---- messages ---- */

static void count_request(uint8_t method, const struct head *h, struct dissection *out)
{
    dissection_operation(out, &sip_protocol, MESSAGE_REQUEST, method, SUB_NONE);
    if (method == REGISTER)
        dissection_state(out, &out->sender, FIELD_user, h->from, "sip register", CONFIDENCE_ASKED);
}

static void count_answer(unsigned status, const struct head *h, struct dissection *out)
{
    if (status >= STATUS_FINAL && h->method)
        dissection_operation(out, &sip_protocol,
                             status >= STATUS_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             h->method, SUB_NONE);
}

/* Both sides call: who is the client is settled by the first message. */
static enum verdict read_message(struct cursor *payload, struct dissection *out)
{
    struct sip_state *state = out->state;
    struct cursor line = { 0 };
    struct head h = { 0 };

    if (!head_is_whole(*payload))
        return payload->left < HEAD_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    (void)line_next(payload, &line);
    uint8_t method = asked_method(line);
    if (out->direction == DIRECTION_UNKNOWN)
        out->direction = method ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    cursor_skip(&line, method ? 0 : text_of("SIP/2.0 ").length);
    struct cursor header;
    while (head_next(payload, &header))
        read_header(header, &h, out);
    if (method)
        count_request(method, &h, out);
    else
        count_answer(line_code(line), &h, out);
    state->body.left[out->direction == DIRECTION_FROM_SERVER] = h.length;
    return VERDICT_OK;
}

static enum verdict sip_dissect(struct cursor *payload, struct dissection *out)
{
    struct sip_state *state = out->state;

    if (is_keepalive(*payload)) {
        cursor_skip(payload, 2);
        return VERDICT_OK;
    }
    if (sip_probe(*payload) == MATCH_YES)
        return read_message(payload, out);
    if (skipping_takes(&state->body, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    return VERDICT_MALFORMED;
}

const struct protocol sip_protocol = {
    .name = "sip",
    .title = "SIP",
    .specification = "RFC 3261",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 5060 },
    .state_bytes = sizeof(struct sip_state),
    .message_most = HEAD_MOST,
    .operations = operations,
    .probe = sip_probe,
    .dissect = sip_dissect,
};
