#include "api/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/guard.h"
#include "api/plant_view.h"
#include "api/request.h"
#include "api/rights.h"
#include "api/route.h"
#include "api/ui.h"

enum {
    THREADS = 4,
    CONNECTIONS_MOST = 256,
    HEADERS_MOST = 32 << 10,
    IDLE_SECONDS = 30,
    DISCARD_MOST = 4 << 20, /* of the body of a request that is refused */
};

#define UI_POLICY                                                                                  \
    "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; "                 \
    "frame-ancestors 'none'"

struct http {
    struct MHD_Daemon *daemon;
    struct http_options options;
};

/* One request on its way. */
struct call {
    const struct http *http;
    struct request request;
    const struct route *route; /* NULL: refused, or for the web UI */
    struct buffer body;
    size_t body_most, discarded;
    bool begun, refused;
};

static const struct {
    const char *name, *value;
} fixed_headers[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
};

static const char *header(struct MHD_Connection *c, const char *name)
{
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

static bool has_tls(const struct http *http)
{
    return http->options.certificate.length != 0;
}

static void refuse(struct call *call, unsigned status, const char *sentence)
{
    reply_refuse(&call->request.reply, status, sentence);
    call->refused = true;
}

/* The request exists from its first line on. */
static void *begin_call(void *owner, const char *uri, struct MHD_Connection *connection)
{
    const struct http *http = owner;
    struct call *call = calloc(1, sizeof *call);
    struct problem why = { 0 };
    (void)connection;

    if (!call)
        return NULL;
    call->http = http;
    call->body = BUFFER_KEPT;
    request_init(&call->request, http->options.live);
    if (target_parse(text_of(uri), &call->request.arena, &call->request.target, &why) < 0) {
        struct text sentence = text_format(&call->request.arena, "%s.", why.what);
        refuse(call, 400, sentence.at);
    }
    return call;
}

static void end_call(void *owner, struct MHD_Connection *connection, void **context,
                     enum MHD_RequestTerminationCode how)
{
    struct call *call = *context;
    (void)owner, (void)connection, (void)how;

    if (!call)
        return;
    buffer_free(&call->body);
    request_finish(&call->request);
    free(call);
    *context = NULL;
}

static bool host_is_allowed(const struct call *call, struct MHD_Connection *c)
{
    return !call->http->options.loopback || host_is_loopback(text_of(header(c, "Host")));
}

/* The address, without the port, tells clients apart. */
static struct text peer_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;

    if (address && address->sa_family == AF_INET)
        return (struct text){
            (const char *)&((const struct sockaddr_in *)(const void *)address)->sin_addr,
            sizeof(struct in_addr)
        };
    if (address && address->sa_family == AF_INET6)
        return (struct text){
            (const char *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
            sizeof(struct in6_addr)
        };
    return TEXT("?");
}

/* Ports share their cookies, so a server's own has its port in its name. */
static const char *cookie_name(struct call *call, struct MHD_Connection *c)
{
    struct text host = text_of(header(c, "Host"));
    uint64_t port = 0;

    while (host.length && host.at[host.length - 1] >= '0' && host.at[host.length - 1] <= '9')
        host.length--;
    (void)text_unsigned(text_of(host.length ? host.at + host.length : ""), UINT16_MAX, &port);
    return text_format(&call->request.arena, "bulkhead-%u", (unsigned)port).at;
}

static void note_caller(struct call *call, struct MHD_Connection *c)
{
    struct caller *caller = &call->request.caller;

    caller->login = call->http->options.login;
    caller->peer = peer_of(c);
    caller->tls = has_tls(call->http);
    caller->on_loopback = call->http->options.loopback;
    caller->cookie = cookie_name(call, c);
    caller->token = text_of(MHD_lookup_connection_value(c, MHD_COOKIE_KIND, caller->cookie));
}

/* Who asks; in a plant without users, on this machine, everybody is its owner. */
static enum login_answer identify(struct call *call, struct MHD_Connection *c,
                                  const struct users *users)
{
    struct request *r = &call->request;
    struct text authorization = text_of(header(c, "Authorization"));
    const struct user *user = session_user(r->caller.login, users, r->caller.token, moment_now());
    enum login_answer answer = LOGIN_WELCOME;

    if (users->rows.count == 0 && r->caller.on_loopback) {
        r->who = TEXT("local");
        r->role = ROLE_owner;
        return LOGIN_WELCOME;
    }
    if (!user)
        answer =
            login_check(r->caller.login, users, authorization, r->caller.peer, moment_now(), &user);
    if (answer == LOGIN_WELCOME) {
        r->who = text_copy(user->name, &r->arena);
        r->role = user->role;
    }
    return answer;
}

static bool is_session(const struct target *t)
{
    return t->segment_count == 3 && text_is(t->segments[1], "v1") &&
           text_is(t->segments[2], "session");
}

/* A page asks for itself and shows its own log-in; whoever else asks is told how. */
static bool is_asked_by_a_page(struct MHD_Connection *c)
{
    const char *mode = header(c, "Sec-Fetch-Mode");

    return mode && strcmp(mode, "navigate") != 0;
}

/* The pages themselves hold nothing of the plant: they are there to log in with. */
static void check_login(struct call *call, struct MHD_Connection *c)
{
    struct request *r = &call->request;

    note_caller(call, c);
    if (!route_is_api(&r->target))
        return;
    struct plant_view *view = live_view(call->http->options.live);
    enum login_answer answer = identify(call, c, plant_view_users(view));
    plant_view_release(view);
    if (answer == LOGIN_WELCOME || is_session(&r->target))
        return;
    if (answer == LOGIN_TOO_MANY) {
        refuse(call, 429, "Too many wrong passwords from this address; wait a minute.");
        return;
    }
    refuse(call, 401, "Log in with a name and password that 'bulkhead user add' made.");
    if (!is_asked_by_a_page(c))
        r->reply.challenge = "Basic realm=\"Bulkhead\", charset=\"UTF-8\"";
}

static void check_rights(struct call *call)
{
    struct request *r = &call->request;
    struct problem why = { 0 };

    if (is_session(&r->target) || rights_of_route(r, call->route, &why) == 0)
        return;
    refuse(call, 403, text_format(&r->arena, "%s.", why.what).at);
}

static void check_write(struct call *call, struct MHD_Connection *c)
{
    const char *origin = header(c, "Origin"), *host = header(c, "Host");
    const char *wanted = route_content_type(call->route);

    if (!wanted)
        return;
    if (origin && (!host || !origin_is_own(text_of(origin), host, has_tls(call->http)))) {
        refuse(call, 403, "Origin: a write must come from the pages of this very server.");
    } else if (!content_type_is(text_of(header(c, "Content-Type")), wanted)) {
        struct text sentence =
            text_format(&call->request.arena, "Content-Type: must be %s for this write.", wanted);
        refuse(call, 415, sentence.at);
    }
}

static void find_route(struct call *call)
{
    struct request *r = &call->request;

    if (!route_is_api(&r->target)) {
        if (r->method != METHOD_GET)
            refuse(call, 405, "Method: the pages of the web UI are only read.");
        return;
    }
    call->route = route_find(r);
    call->refused = !call->route;
    if (call->route)
        r->through = text_format(&r->arena, "%s %s", method_name(r->method), call->route->path);
}

static void refuse_length(struct call *call)
{
    struct text sentence =
        text_format(&call->request.arena, "Body: must be of at most %zu bytes at this address.",
                    call->body_most);

    refuse(call, 413, sentence.at);
}

static uint64_t declared_length(struct MHD_Connection *c)
{
    const char *length = header(c, "Content-Length");
    uint64_t declared = 0;

    return length && !text_unsigned(text_of(length), INT64_MAX, &declared) ? INT64_MAX : declared;
}

/* Everything that the headers tell; the first objection is the answer. */
static void judge(struct call *call, struct MHD_Connection *c, const char *method)
{
    call->request.method = method_parse(method);
    if (!call->refused && !host_is_allowed(call, c))
        refuse(call, 421, "Host: must be localhost, 127.0.0.1 or [::1] on this server.");
    if (!call->refused)
        check_login(call, c);
    if (!call->refused)
        find_route(call);
    if (!call->refused && call->route)
        check_rights(call);
    if (!call->refused && call->route)
        check_write(call, c);
    call->body_most = call->route ? route_body_most(call->route) : 0;
    if (!call->refused && declared_length(c) > call->body_most)
        refuse_length(call);
}

/* "W/" is ignored: what is compared is whether the bytes are the same. */
static bool etag_is_listed(const char *listed, const char *etag)
{
    struct text rest = text_of(listed);

    while (rest.length && etag[0]) {
        struct text one = text_trim(text_cut(&rest, ','));
        if (text_starts(one, "W/"))
            text_cut(&one, '/');
        if (text_is(one, etag) || text_is(one, "*"))
            return true;
    }
    return false;
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value && value[0])
        (void)MHD_add_response_header(response, name, value);
}

static void add_headers(struct MHD_Response *response, const struct reply *reply)
{
    const char *keep = reply->lasting   ? "private, max-age=31536000, immutable"
                       : reply->etag[0] ? "private, no-cache"
                                        : "no-store";

    for (size_t i = 0; i < COUNT_OF(fixed_headers); i++)
        add(response, fixed_headers[i].name, fixed_headers[i].value);
    add(response, "Content-Security-Policy", reply->policy ? reply->policy : UI_POLICY);
    add(response, "Content-Type", reply->status == 204 ? NULL : reply->type);
    add(response, "Cache-Control", keep);
    add(response, "ETag", reply->etag);
    add(response, "Allow", reply->allow);
    add(response, "WWW-Authenticate", reply->challenge);
    add(response, "Content-Disposition", reply->download);
    add(response, "Set-Cookie", reply->cookie);
}

static void *unconst(const char *at)
{
    return (void *)(uintptr_t)at; /* the daemon's interface is older than const; it only reads */
}

static struct MHD_Response *response_of(struct reply *reply)
{
    if (reply->lent.length)
        return MHD_create_response_from_buffer(reply->lent.length, unconst(reply->lent.at),
                                               MHD_RESPMEM_PERSISTENT);
    if (reply->body.length == 0)
        return MHD_create_response_from_buffer(0, unconst(""), MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.length, reply->body.at, MHD_RESPMEM_MUST_FREE);
    if (response)
        reply->body = BUFFER_KEPT; /* given away */
    return response;
}

static enum MHD_Result send_reply(struct call *call, struct MHD_Connection *c)
{
    struct reply *reply = &call->request.reply;
    const char *known = header(c, "If-None-Match");
    struct MHD_Response *response;

    if (known && reply->status == 200 && etag_is_listed(known, reply->etag)) {
        reply->status = 304;
        reply->lent = (struct text){ 0 };
    }
    if (reply->kind == REPLY_EVENTS)
        response = events_open(call->http->options.events, c, reply);
    else
        response = response_of(reply);
    if (!response)
        return MHD_NO;
    add_headers(response, reply);
    enum MHD_Result sent = MHD_queue_response(c, reply->status, response);
    MHD_destroy_response(response);
    return sent;
}

/* MHD_NO ends a connection that goes on sending after it was refused. */
static enum MHD_Result take_body(struct call *call, const char *bytes, size_t count)
{
    if (!call->refused && count > call->body_most - call->body.length)
        refuse_length(call);
    if (!call->refused) {
        buffer_bytes(&call->body, bytes, count);
        return MHD_YES;
    }
    call->discarded += count;
    return call->discarded > DISCARD_MOST ? MHD_NO : MHD_YES;
}

static enum MHD_Result answer_call(struct call *call, struct MHD_Connection *c)
{
    struct request *r = &call->request;

    if (call->refused)
        return send_reply(call, c);
    if (!call->route) {
        ui_answer(r);
        return send_reply(call, c);
    }
    r->body = buffer_view(&call->body);
    r->view = live_view(r->live);
    route_answer(call->route, r);
    return send_reply(call, c);
}

/* Called once with the headers, then with each part of the body, then at its end. */
static enum MHD_Result handle(void *owner, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *count, void **context)
{
    struct call *call = *context;
    (void)owner, (void)url, (void)version;

    if (!call)
        return MHD_NO;
    if (!call->begun) {
        call->begun = true;
        judge(call, c, method);
        return call->refused && declared_length(c) > DISCARD_MOST ? send_reply(call, c) : MHD_YES;
    }
    if (*count == 0)
        return answer_call(call, c);
    size_t taken = *count;
    *count = 0;
    return take_body(call, bytes, taken);
}

/* Damaged requests and lost connections are everyday; nothing is printed for them. */
static void ignore_log(void *owner, const char *format, va_list arguments)
{
    (void)owner, (void)format, (void)arguments;
}

static const char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

static struct MHD_Daemon *start_daemon(struct http *http)
{
    bool tls = has_tls(http);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (tls ? (unsigned)MHD_USE_TLS : 0);
    struct MHD_OptionItem tls_options[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, unconst(http->options.certificate.at) },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, unconst(http->options.key.at) },
        { MHD_OPTION_HTTPS_PRIORITIES, 0, unconst(priorities) },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        flags, 0, NULL, NULL, handle, http, MHD_OPTION_EXTERNAL_LOGGER, ignore_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, http->options.socket, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MOST,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MOST, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        begin_call, http, MHD_OPTION_NOTIFY_COMPLETED, end_call, NULL, MHD_OPTION_ARRAY,
        tls ? tls_options : &tls_options[COUNT_OF(tls_options) - 1], MHD_OPTION_END);
}

int http_start(struct http **http, const struct http_options *options, struct problem *why)
{
    struct http *made = calloc(1, sizeof *made);

    if (!made)
        return problem_set(why, -ENOMEM, "server: out of memory");
    made->options = *options;
    made->daemon = start_daemon(made);
    if (!made->daemon) {
        free(made);
        return problem_set(why, -EIO, "server: cannot be started%s",
                           options->certificate.length
                               ? "; certificate and key must be PEM and belong together"
                               : "");
    }
    *http = made;
    return 0;
}

void http_stop(struct http *http)
{
    if (!http)
        return;
    MHD_stop_daemon(http->daemon);
    free(http);
}
