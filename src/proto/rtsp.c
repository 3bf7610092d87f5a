/*
 * rtsp.c - how video is asked for, and what the camera calls itself.
 *
 * Source: RFC 2326, 6 to 10 (messages, methods, interleaved data); RFC 7826, 13.
 */
#include "base/attributes.h"
#include "proto/http_head.h"
#include "proto/requests.h"

enum { HEAD_MOST = 8192, STATUS_FINAL = 200, STATUS_REFUSED = 400 };

/* RTSP has words and no numbers; the codes are ours. */
enum method {
    OPTIONS = 1, DESCRIBE, ANNOUNCE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER,
    REDIRECT, RECORD,
};

static const struct operation operations[] = {
    { OPTIONS, SUB_NONE, "options", CLASS_ident },
    { DESCRIBE, SUB_NONE, "describe", CLASS_ident },
    { ANNOUNCE, SUB_NONE, "announce", CLASS_config },
    { SETUP, SUB_NONE, "set up", CLASS_read },
    { PLAY, SUB_NONE, "play", CLASS_read },
    { PAUSE, SUB_NONE, "pause", CLASS_read },
    { TEARDOWN, SUB_NONE, "tear down", CLASS_read },
    { GET_PARAMETER, SUB_NONE, "get parameter", CLASS_read },
    { SET_PARAMETER, SUB_NONE, "set parameter", CLASS_config },
    { REDIRECT, SUB_NONE, "redirect", CLASS_config },
    { RECORD, SUB_NONE, "record", CLASS_write },
    { 0 },
};

static const char *const methods[] = {
    [OPTIONS] = "OPTIONS ",
    [DESCRIBE] = "DESCRIBE ",
    [ANNOUNCE] = "ANNOUNCE ",
    [SETUP] = "SETUP ",
    [PLAY] = "PLAY ",
    [PAUSE] = "PAUSE ",
    [TEARDOWN] = "TEARDOWN ",
    [GET_PARAMETER] = "GET_PARAMETER ",
    [SET_PARAMETER] = "SET_PARAMETER ",
    [REDIRECT] = "REDIRECT ",
    [RECORD] = "RECORD ",
};

struct rtsp_state {
    struct skipping body;
    struct requests asked[2]; /* by who answers: both sides may ask */
};

static const struct head_fact facts[] = {
    { "Server:", FIELD_server_software, CONFIDENCE_BANNER, "rtsp server" },
    { "User-Agent:", FIELD_client_software, CONFIDENCE_BANNER, "rtsp user-agent" },
};

/* A method stands before an address of this kind, or "*" for the server itself. */
static uint8_t method_of(struct cursor line)
{
    for (uint8_t m = OPTIONS; m < COUNT_OF(methods); m++) {
        struct cursor target = line;
        if (!line_starts(line, methods[m]))
            continue;
        cursor_skip(&target, text_of(methods[m]).length);
        return line_starts(target, "rtsp") || line_starts(target, "* RTSP/") ? m : 0;
    }
    return 0;
}

static enum match rtsp_probe(struct cursor payload)
{
    return line_starts(payload, "RTSP/") || method_of(payload) ? MATCH_YES : MATCH_NO;
}

struct head {
    uint32_t sequence;
    uint64_t length; /* of the body */
};

static uint64_t number_in(struct cursor value, struct arena *scratch)
{
    uint64_t number;

    return text_unsigned(text_from_wire(value, scratch), UINT32_MAX, &number) ? number : 0;
}

static struct head read_headers(struct cursor *payload, struct dissection *out)
{
    struct head h = { 0 };
    struct cursor line, value;

    while (head_next(payload, &line)) {
        head_state(out, line, facts, COUNT_OF(facts));
        if (head_value(line, "CSeq:", &value))
            h.sequence = (uint32_t)number_in(value, out->arena);
        if (head_value(line, "Content-Length:", &value))
            h.length = number_in(value, out->arena);
        if (head_value(line, "Authorization: Basic", &value))
            dissection_state(out, &out->receiver, FIELD_security,
                             TEXT("takes passwords in clear text"), "rtsp basic authentication",
                             CONFIDENCE_SELF);
    }
    return h;
}

static void count_request(struct dissection *out, uint8_t method, uint32_t sequence)
{
    struct rtsp_state *state = out->state;

    requests_add(&state->asked[out->direction != DIRECTION_FROM_SERVER],
                 (struct request){ .key = sequence, .code = method });
    dissection_operation(out, &rtsp_protocol, MESSAGE_REQUEST, method, SUB_NONE);
}

static void count_answer(struct dissection *out, unsigned status, uint32_t sequence)
{
    struct rtsp_state *state = out->state;
    struct request asked;

    if (status >= STATUS_FINAL &&
        requests_take(&state->asked[out->direction == DIRECTION_FROM_SERVER], sequence, &asked))
        dissection_operation(out, &rtsp_protocol,
                             status >= STATUS_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             asked.code, SUB_NONE);
}

/* A camera may ask its viewer something: who is the client does not change by it. */
static enum verdict read_message(struct cursor *payload, struct dissection *out)
{
    struct rtsp_state *state = out->state;
    struct cursor line = { 0 };

    if (!head_is_whole(*payload))
        return payload->left < HEAD_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    (void)line_next(payload, &line);
    uint8_t method = method_of(line);
    if (out->direction == DIRECTION_UNKNOWN)
        out->direction = method ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    cursor_skip(&line, 9); /* "RTSP/1.0 " */
    struct head h = read_headers(payload, out);
    if (method)
        count_request(out, method, h.sequence);
    else
        count_answer(out, line_code(line), h.sequence);
    state->body.left[out->direction == DIRECTION_FROM_SERVER] = h.length;
    return VERDICT_OK;
}

/* "$", a channel, a length, and that much of the video.  Source: RFC 2326, 10.12. */
static enum verdict skip_interleaved(struct cursor *payload, struct dissection *out)
{
    struct rtsp_state *state = out->state;
    struct cursor c = *payload;

    cursor_skip(&c, 1 + 1);
    uint16_t length = cursor_u16be(&c);
    if (!cursor_ok(&c))
        return VERDICT_MORE;
    state->body.left[out->direction == DIRECTION_FROM_SERVER] = length;
    *payload = c;
    return VERDICT_OK;
}

static enum verdict rtsp_dissect(struct cursor *payload, struct dissection *out)
{
    struct rtsp_state *state = out->state;

    if (skipping_takes(&state->body, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (line_starts(*payload, "$"))
        return skip_interleaved(payload, out);
    if (rtsp_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    return read_message(payload, out);
}

const struct protocol rtsp_protocol = {
    .name = "rtsp",
    .title = "RTSP",
    .specification = "RFC 2326, RFC 7826",
    .carriers = CARRIER_TCP,
    .ports = { 554, 8554 },
    .state_bytes = sizeof(struct rtsp_state),
    .message_most = HEAD_MOST,
    .operations = operations,
    .probe = rtsp_probe,
    .dissect = rtsp_dissect,
};
