/*
 * http.c - HTTP/1: what is asked for, by which software, with which credentials.
 *
 * Heads are read, bodies are not.  Basic credentials are counted and never kept.
 *
 * Source: RFC 9112, 2 to 6 (messages); RFC 9110, 9 (methods); RFC 7617 (Basic).
 */
#include "proto/line.h"

enum { HEAD_MOST = 16384, STATUS_REFUSED = 400, STATUS_SWITCHING = 101, STATUS_FINAL = 200 };

/* HTTP has words and no numbers; the codes are ours. */
enum method { GET = 1, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, CONNECT, TRACE, CREDENTIALS };

static const struct operation operations[] = {
    { GET, SUB_NONE, "get", CLASS_read },
    { HEAD, SUB_NONE, "head", CLASS_read },
    { POST, SUB_NONE, "post", CLASS_write },
    { PUT, SUB_NONE, "put", CLASS_write },
    { DELETE, SUB_NONE, "delete", CLASS_delete },
    { OPTIONS, SUB_NONE, "options", CLASS_ident },
    { PATCH, SUB_NONE, "patch", CLASS_write },
    { CONNECT, SUB_NONE, "connect", CLASS_unknown },
    { TRACE, SUB_NONE, "trace", CLASS_diag },
    { CREDENTIALS, SUB_NONE, "clear-text credentials", CLASS_auth },
    { 0 },
};

static const char *const methods[] = {
    [GET] = "GET ",     [HEAD] = "HEAD ",       [POST] = "POST ",
    [PUT] = "PUT ",     [DELETE] = "DELETE ",   [OPTIONS] = "OPTIONS ",
    [PATCH] = "PATCH ", [CONNECT] = "CONNECT ", [TRACE] = "TRACE ",
};

struct http_state {
    struct skipping body;
    uint8_t asked; /* enum method that waits for its answer */
};

static uint8_t method_of(struct cursor line)
{
    for (uint8_t m = GET; m < COUNT_OF(methods); m++)
        if (line_starts(line, methods[m]))
            return m;
    return 0;
}

static enum match http_probe(struct cursor payload)
{
    return line_starts(payload, "HTTP/1.") || method_of(payload) ? MATCH_YES : MATCH_NO;
}

static bool has_whole_head(struct cursor c)
{
    struct cursor line;

    while (line_next(&c, &line))
        if (line.left == 0)
            return true;
    return false;
}

static void read_software(struct cursor line, struct dissection *out)
{
    static const struct {
        const char *header;
        enum field field;
        const char *source;
    } headers[] = {
        { "Server:", FIELD_server_software, "http server" },
        { "User-Agent:", FIELD_client_software, "http user-agent" },
    };

    for (size_t i = 0; i < COUNT_OF(headers); i++)
        if (line_starts(line, headers[i].header))
            dissection_state(out, &out->sender, headers[i].field,
                             line_text(line, text_of(headers[i].header).length, out->arena),
                             headers[i].source, CONFIDENCE_BANNER);
}

static void read_header(struct cursor line, struct dissection *out)
{
    struct http_state *state = out->state;
    uint64_t length;

    read_software(line, out);
    if (line_starts(line, "Authorization: Basic "))
        dissection_operation(out, &http_protocol, MESSAGE_REQUEST, CREDENTIALS, SUB_NONE);
    if (line_starts(line, "Content-Length:") &&
        text_unsigned(line_text(line, 15, out->arena), UINT32_MAX, &length))
        state->body.left[out->direction == DIRECTION_FROM_SERVER] = length;
}

static void read_start(struct cursor line, struct dissection *out)
{
    struct http_state *state = out->state;
    uint8_t method = method_of(line);

    out->direction = method ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    if (method) {
        state->asked = method;
        dissection_operation(out, &http_protocol, MESSAGE_REQUEST, method, SUB_NONE);
        return;
    }
    cursor_skip(&line, 9); /* "HTTP/1.1 " */
    unsigned status = line_code(line);
    if ((status < STATUS_FINAL && status != STATUS_SWITCHING) || !state->asked)
        return; /* the answer itself is still to come */
    dissection_operation(out, &http_protocol,
                         status >= STATUS_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         state->asked, SUB_NONE);
}

/* The answer to HEAD tells the length of a body that does not follow. */
static void settle_body(struct dissection *out)
{
    struct http_state *state = out->state;

    if (out->direction == DIRECTION_FROM_SERVER && state->asked == HEAD)
        state->body.left[true] = 0;
}

static enum verdict http_dissect(struct cursor *payload, struct dissection *out)
{
    struct http_state *state = out->state;
    struct cursor line;

    if (skipping_takes(&state->body, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (http_probe(*payload) == MATCH_NO) {
        cursor_skip(payload, payload->left); /* a body without a length: chunked, or to the end */
        return VERDICT_OK;
    }
    if (!has_whole_head(*payload))
        return payload->left < HEAD_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    if (line_next(payload, &line))
        read_start(line, out);
    while (line_next(payload, &line) && line.left > 0)
        read_header(line, out);
    settle_body(out);
    return VERDICT_OK;
}

const struct protocol http_protocol = {
    .name = "http",
    .title = "HTTP",
    .specification = "RFC 9112",
    .carriers = CARRIER_TCP,
    .ports = { 80, 8080 },
    .state_bytes = sizeof(struct http_state),
    .message_most = HEAD_MOST,
    .operations = operations,
    .probe = http_probe,
    .dissect = http_dissect,
};
