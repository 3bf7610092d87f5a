#include "api/server.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "api/events.h"
#include "api/guard.h"
#include "api/http.h"
#include "api/live.h"
#include "api/login.h"
#include "api/memory.h"
#include "base/file.h"

enum { PEM_MOST = 1 << 20, BACKLOG = 128, URL_TEXT = 80 };

struct server {
    struct live *live;
    struct events *events;
    struct login *login;
    struct http *http;
    struct arena text;
    pthread_t watch;
    bool watching;
    atomic_bool ending;
    char url[URL_TEXT];
};

/* ---- the socket ---- */

static int listen_on(const struct addrinfo *at, const char *address, uint16_t port,
                     struct problem *why)
{
    int one = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return problem_set(why, -errno, "address %s: %s", address, strerror(errno));
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (at->ai_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    problem_set(why, -errno, "address %s port %u: %s", address, port, strerror(errno));
    close(fd);
    return why->code;
}

static int open_socket(const struct server_options *o, struct problem *why)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *at = NULL;
    char service[8];

    snprintf(service, sizeof service, "%u", o->port);
    if (getaddrinfo(o->address, service, &hints, &at) != 0)
        return problem_set(why, -EINVAL, "address \"%s\": must be an IPv4 or IPv6 address",
                           o->address);
    int fd = listen_on(at, o->address, o->port, why);
    freeaddrinfo(at);
    return fd;
}

static void name_url(struct server *s, const struct server_options *o, int fd)
{
    struct sockaddr_storage bound;
    socklen_t length = sizeof bound;
    char port[8] = "";
    bool ipv6 = strchr(o->address, ':') != NULL;

    if (getsockname(fd, (struct sockaddr *)&bound, &length) == 0)
        (void)getnameinfo((struct sockaddr *)&bound, length, NULL, 0, port, sizeof port,
                          NI_NUMERICSERV);
    snprintf(s->url, sizeof s->url, "%s://%s%s%s:%s/", o->certificate ? "https" : "http",
             ipv6 ? "[" : "", o->address, ipv6 ? "]" : "", port);
}

/* ---- who may listen where ---- */

static int check_options(const struct server_options *o, struct problem *why)
{
    struct address address;

    if (!address_parse(text_of(o->address), &address) || address.kind == ADDRESS_MAC)
        return problem_set(why, -EINVAL, "address \"%s\": must be an IPv4 or IPv6 address",
                           o->address);
    if (!o->certificate != !o->key)
        return problem_set(why, -EINVAL, "a TLS certificate and its key go together");
    if (!address_is_loopback(o->address) && !o->certificate)
        return problem_set(why, -EINVAL,
                           "address %s: beyond loopback a TLS certificate and key are needed",
                           o->address);
    return 0;
}

static int need_users(struct server *s, const struct server_options *o, struct problem *why)
{
    struct plant_view *view = live_view(s->live);
    size_t users = view->users.rows.count;

    plant_view_release(view);
    if (users == 0 && !address_is_loopback(o->address))
        return problem_set(why, -EINVAL,
                           "address %s: beyond loopback the plant needs a user; bulkhead user %s "
                           "add NAME",
                           o->address, o->plant);
    return login_create(&s->login, why);
}

/* ---- changes by others ---- */

static void tell(void *owner, uint64_t version)
{
    struct server *s = owner;

    events_tell(s->events, version);
}

static void *watch_plant(void *owner)
{
    struct server *s = owner;
    const struct timespec second = { .tv_sec = 1 };
    bool failed = false;

    while (!atomic_load(&s->ending)) {
        struct problem why = { 0 };
        int rc = live_refresh(s->live, &why);
        if (rc < 0 && !failed)
            fprintf(stderr, "bulkhead serve: %s; figures stay as they were\n", why.what);
        failed = rc < 0;
        events_tick(s->events);
        nanosleep(&second, NULL);
    }
    return NULL;
}

static int start_watch(struct server *s, struct problem *why)
{
    struct plant_view *view = live_view(s->live);

    events_tell(s->events, view->version);
    plant_view_release(view);
    live_watch(s->live, tell, s);
    int failed = pthread_create(&s->watch, NULL, watch_plant, s);
    s->watching = failed == 0;
    return failed ? problem_set(why, -failed, "server: %s", strerror(failed)) : 0;
}

/* ---- start and end ---- */

static int read_pem(struct server *s, const char *path, struct text *content, struct problem *why)
{
    return path ? file_read(path, PEM_MOST, &s->text, content, why) : 0;
}

static int start_http(struct server *s, const struct server_options *o, struct problem *why)
{
    struct http_options http = { .loopback = address_is_loopback(o->address),
                                 .live = s->live,
                                 .login = s->login,
                                 .events = s->events };
    int rc = read_pem(s, o->certificate, &http.certificate, why);

    if (rc == 0)
        rc = read_pem(s, o->key, &http.key, why);
    if (rc < 0)
        return rc;
    http.socket = open_socket(o, why);
    if (http.socket < 0)
        return http.socket;
    name_url(s, o, http.socket);
    rc = http_start(&s->http, &http, why);
    if (rc < 0)
        close(http.socket);
    return rc;
}

int server_start(const struct server_options *options, struct server **server, struct problem *why)
{
    struct server *s = memory_zeroed(1, sizeof *s);

    arena_create(&s->text, ARENA_TRUSTED);
    atomic_init(&s->ending, false);
    int rc = check_options(options, why);
    if (rc == 0)
        rc = live_open(&s->live, options->plant, why);
    if (rc == 0)
        rc = need_users(s, options, why);
    if (rc == 0)
        rc = events_create(&s->events, why);
    if (rc == 0)
        rc = start_watch(s, why);
    if (rc == 0)
        rc = start_http(s, options, why);
    if (rc < 0) {
        server_stop(s);
        return rc;
    }
    *server = s;
    return 0;
}

void server_stop(struct server *s)
{
    if (!s)
        return;
    atomic_store(&s->ending, true);
    events_end(s->events);
    if (s->watching)
        pthread_join(s->watch, NULL);
    http_stop(s->http);
    live_close(s->live);
    events_destroy(s->events);
    login_destroy(s->login);
    arena_destroy(&s->text);
    free(s);
}

void server_wait(struct server *server)
{
    sigset_t wanted;
    int caught;
    (void)server;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    while (sigwait(&wanted, &caught) != 0)
        ;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

struct plant_view *server_view(const struct server *server)
{
    return live_view(server->live);
}
