/*
 * http.c - HTTP/1: what is asked for, by which software, with which credentials,
 * and who is a proxy.
 *
 * Heads are read; of bodies, titles, device descriptions, names of files sent, and
 * what others carry in them (http_body.c).  Basic credentials are counted and never kept.
 *
 * Source: RFC 9112, 2 to 6 (messages); RFC 9110, 7.6.3 (Via), 9 (methods); RFC 4918,
 * 9 (WebDAV).
 */
#include "proto/http.h"

#include <stdalign.h>

#include "base/attributes.h"

enum {
    PIPELINE_MOST = 16,
    HEAD_MOST = 16384,
    STATUS_REFUSED = 400,
    STATUS_SWITCHING = 101,
    STATUS_FINAL = 200
};

const struct operation http_operations[] = {
    { HTTP_GET, SUB_NONE, "get", CLASS_read },
    { HTTP_HEAD, SUB_NONE, "head", CLASS_read },
    { HTTP_POST, SUB_NONE, "post", CLASS_write },
    { HTTP_PUT, SUB_NONE, "put", CLASS_write },
    { HTTP_DELETE, SUB_NONE, "delete", CLASS_delete },
    { HTTP_OPTIONS, SUB_NONE, "options", CLASS_ident },
    { HTTP_PATCH, SUB_NONE, "patch", CLASS_write },
    { HTTP_CONNECT, SUB_NONE, "connect", CLASS_unknown },
    { HTTP_TRACE, SUB_NONE, "trace", CLASS_diag },
    { HTTP_CREDENTIALS, SUB_NONE, "clear-text credentials", CLASS_auth },
    { HTTP_PROPFIND, SUB_NONE, "propfind", CLASS_file },
    { HTTP_PROPPATCH, SUB_NONE, "proppatch", CLASS_file },
    { HTTP_MKCOL, SUB_NONE, "make collection", CLASS_file },
    { HTTP_COPY, SUB_NONE, "copy", CLASS_file },
    { HTTP_MOVE, SUB_NONE, "move", CLASS_file },
    { HTTP_LOCK, SUB_NONE, "lock", CLASS_file },
    { HTTP_UNLOCK, SUB_NONE, "unlock", CLASS_file },
    { HTTP_FILE, SUB_NONE, "file sent", CLASS_file },
    { HTTP_FIRMWARE, SUB_NONE, "file sent that is named as firmware", CLASS_firmware },
    { HTTP_CONFIGURATION, SUB_NONE, "file sent that is named as configuration", CLASS_config },
    { HTTP_LOGIN, 1, "log-in by digest", CLASS_auth },
    { HTTP_LOGIN, 2, "log-in by NTLM", CLASS_auth },
    { HTTP_LOGIN, 3, "log-in by Negotiate", CLASS_auth },
    { HTTP_LOGIN, 4, "log-in by Kerberos", CLASS_auth },
    { HTTP_LOGIN, 5, "log-in by CredSSP", CLASS_auth },
    { HTTP_LOGIN, 6, "log-in by bearer token", CLASS_auth },
    { 0 },
};

static const struct {
    const char *word;
    enum http_operation method;
} methods[] = {
    { "GET ", HTTP_GET },           { "HEAD ", HTTP_HEAD },           { "POST ", HTTP_POST },
    { "PUT ", HTTP_PUT },           { "DELETE ", HTTP_DELETE },       { "OPTIONS ", HTTP_OPTIONS },
    { "PATCH ", HTTP_PATCH },       { "CONNECT ", HTTP_CONNECT },     { "TRACE ", HTTP_TRACE },
    { "PROPFIND ", HTTP_PROPFIND }, { "PROPPATCH ", HTTP_PROPPATCH }, { "MKCOL ", HTTP_MKCOL },
    { "COPY ", HTTP_COPY },         { "MOVE ", HTTP_MOVE },           { "LOCK ", HTTP_LOCK },
    { "UNLOCK ", HTTP_UNLOCK },
};

struct http_state {
    struct skipping body;
    uint8_t
        asked[PIPELINE_MOST]; /* enum http_operation that wait for their answers, oldest first */
    uint8_t asked_count;
    uint8_t answered;  /* by the head that was read last; 0: none that was seen */
    bool by_proxy;     /* it was asked as one asks a proxy */
    uint8_t bodies[2]; /* enum http_body of what comes, by direction */
    alignas(8) uint8_t passenger[HTTP_PASSENGER_BYTES];
};

/* What may stand behind a method: RTSP and SIP have methods of the same name. */
static bool is_target(struct cursor target, uint8_t method)
{
    return method == HTTP_CONNECT || line_starts(target, "/") || line_starts(target, "http") ||
           line_starts(target, "* HTTP/");
}

static uint8_t method_of(struct cursor line, struct cursor *target)
{
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        if (!line_starts(line, methods[i].word))
            continue;
        *target = line;
        cursor_skip(target, text_of(methods[i].word).length);
        return is_target(*target, (uint8_t)methods[i].method) ? (uint8_t)methods[i].method : 0;
    }
    return 0;
}

static enum match http_probe(struct cursor payload)
{
    struct cursor target;

    return line_starts(payload, "HTTP/1.") || method_of(payload, &target) ? MATCH_YES : MATCH_NO;
}

/* ---- headers ---- */

static const struct head_fact facts[] = {
    { "Server:", FIELD_server_software, CONFIDENCE_BANNER, "http server" },
    { "User-Agent:", FIELD_client_software, CONFIDENCE_BANNER, "http user-agent" },
    { "X-Powered-By:", FIELD_software, CONFIDENCE_BANNER, "http x-powered-by" },
};

/* The address or name in front of a port. */
static struct text without_port(struct text host)
{
    return text_cut(&host, ':');
}

/* What a client calls the server that it asks; an address is no name. */
static void read_host(struct cursor value, struct dissection *out)
{
    struct http_state *state = out->state;
    struct text name = without_port(text_from_wire(value, out->arena));
    struct address address;

    if (!state->by_proxy && address_is_private(&out->receiver) && !address_parse(name, &address) &&
        !text_contains(name, "[") && !text_is(name, "localhost"))
        dissection_state(out, &out->receiver, FIELD_name, name, "http host", CONFIDENCE_BEHAVIOUR);
}

static void read_length(struct cursor value, struct dissection *out)
{
    struct http_state *state = out->state;
    uint64_t length;

    if (text_unsigned(text_from_wire(value, out->arena), UINT32_MAX, &length))
        state->body.left[out->direction == DIRECTION_FROM_SERVER] = length;
}

static void read_type(struct cursor value, struct dissection *out)
{
    struct http_state *state = out->state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    enum http_body kind = http_body_kind(value);

    /* A form is the client's, messages are of both, the others are the server's. */
    bool fits = kind == HTTP_BODY_MESSAGE || (kind == HTTP_BODY_FORM) != from_server;
    state->bodies[from_server] = fits ? (uint8_t)kind : HTTP_BODY_SKIPPED;
}

static void state_proxy(struct dissection *out, const struct address *about, const char *source)
{
    dissection_state(out, about, FIELD_capability, TEXT("proxy"), source, CONFIDENCE_ANNOUNCED);
}

/* Only who passes a message on adds its name.  Source: RFC 9110, 7.6.3. */
static void read_via(struct cursor value, struct dissection *out)
{
    (void)value;
    state_proxy(out, &out->sender, "http via");
}

/* Those for whom it asks.  Source: RFC 7239, 1 (the form that everybody uses). */
static void read_forwarded(struct cursor value, struct dissection *out)
{
    enum { NAMED_MOST = 8 };
    struct text rest = text_from_wire(value, out->arena);

    state_proxy(out, &out->sender, "http x-forwarded-for");
    for (unsigned i = 0; rest.length > 0 && i < NAMED_MOST; i++)
        dissection_state(out, &out->sender, FIELD_neighbour, text_trim(text_cut(&rest, ',')),
                         "http x-forwarded-for", CONFIDENCE_ASKED);
}

static const struct {
    const char *header;
    void (*read)(struct cursor value, struct dissection *out);
} headers[] = {
    { "Host:", read_host },
    { "Content-Length:", read_length },
    { "Content-Type:", read_type },
    { "Authorization:", http_authorization_read },
    { "Proxy-Authorization:", http_authorization_read },
    { "WWW-Authenticate:", http_challenge_read },
    { "Proxy-Authenticate:", http_challenge_read },
    { "Via:", read_via },
    { "X-Forwarded-For:", read_forwarded },
};

static void read_header(struct cursor line, struct dissection *out)
{
    struct cursor value;

    head_state(out, line, facts, COUNT_OF(facts));
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        if (head_value(line, headers[i].header, &value))
            headers[i].read(value, out);
}

/* ---- messages ---- */

static void remember(struct http_state *state, uint8_t method)
{
    if (state->asked_count == PIPELINE_MOST) /* the answers were not seen: only the newest count */
        state->asked_count = 0;
    state->asked[state->asked_count++] = method;
}

/* The oldest request is answered first.  Source: RFC 9112, 9.3.2. */
static uint8_t recall(struct http_state *state)
{
    uint8_t method = state->asked_count ? state->asked[0] : 0;

    for (unsigned i = 1; i < state->asked_count; i++)
        state->asked[i - 1] = state->asked[i];
    if (state->asked_count)
        state->asked_count--;
    return method;
}

static void read_request(uint8_t method, struct cursor target, struct dissection *out)
{
    struct http_state *state = out->state;

    remember(state, method);
    state->by_proxy = method == HTTP_CONNECT || line_starts(target, "http://");
    dissection_operation(out, &http_protocol, MESSAGE_REQUEST, method, SUB_NONE);
    if (method == HTTP_PUT) {
        struct text path = text_from_wire(target, out->arena);
        http_count_file(text_cut(&path, ' '), out);
    }
}

static void read_answer(struct cursor line, struct dissection *out)
{
    struct http_state *state = out->state;

    cursor_skip(&line, 9); /* "HTTP/1.1 " */
    unsigned status = line_code(line);
    if (status < STATUS_FINAL && status != STATUS_SWITCHING)
        return; /* the answer itself is still to come */
    state->answered = recall(state);
    if (!state->answered)
        return;
    bool is_refused = status >= STATUS_REFUSED;
    dissection_operation(out, &http_protocol, is_refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         state->answered, SUB_NONE);
    if (state->by_proxy && !is_refused)
        state_proxy(out, &out->sender, "http answer to a proxy's client");
}

static void read_start(struct cursor line, struct dissection *out)
{
    struct http_state *state = out->state;
    struct cursor target;
    uint8_t method = method_of(line, &target);

    out->direction = method ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    state->bodies[!method] = HTTP_BODY_SKIPPED;
    if (method)
        read_request(method, target, out);
    else
        read_answer(line, out);
}

/* The answer to HEAD tells the length of a body that does not follow. */
static void settle_body(struct dissection *out)
{
    struct http_state *state = out->state;

    if (out->direction == DIRECTION_FROM_SERVER && state->answered == HTTP_HEAD)
        state->body.left[true] = 0;
}

/* A body that is worth a look is waited for, unless it is too long: then its start must do. */
static enum verdict read_body(struct cursor *payload, struct dissection *out)
{
    struct http_state *state = out->state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    uint64_t left = state->body.left[from_server];
    enum http_body kind = state->bodies[from_server];

    if (kind != HTTP_BODY_SKIPPED && left <= HTTP_BODY_MOST && payload->left < left)
        return VERDICT_MORE;
    state->bodies[from_server] = HTTP_BODY_SKIPPED;
    struct cursor body = *payload;
    out->state = state->passenger;
    http_body_read(kind, left && left < body.left ? cursor_split(&body, (size_t)left) : body, out);
    out->state = state;
    if (left)
        (void)skipping_takes(&state->body, from_server, payload);
    else
        cursor_skip(payload, payload->left); /* without a length: chunked, or to the end */
    return VERDICT_OK;
}

static enum verdict http_dissect(struct cursor *payload, struct dissection *out)
{
    struct http_state *state = out->state;
    struct cursor line;

    if (state->body.left[out->direction == DIRECTION_FROM_SERVER] ||
        http_probe(*payload) == MATCH_NO)
        return read_body(payload, out);
    if (!head_is_whole(*payload))
        return payload->left < HEAD_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    if (line_next(payload, &line))
        read_start(line, out);
    while (head_next(payload, &line))
        read_header(line, out);
    settle_body(out);
    return VERDICT_OK;
}

const struct protocol http_protocol = {
    .name = "http",
    .title = "HTTP",
    .specification = "RFC 9112",
    .carriers = CARRIER_TCP,
    .ports = { 80, 8080, 5985 },
    .state_bytes = sizeof(struct http_state),
    .message_most = HEAD_MOST,
    .operations = http_operations,
    .probe = http_probe,
    .dissect = http_dissect,
};
