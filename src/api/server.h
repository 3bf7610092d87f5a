/*
 * server.h - the server of one plant: its interface and its pages.
 *
 * On loopback a plant without users needs no log-in; with users, every request
 * logs in.  Any other address is refused unless there is a certificate with its
 * key and at least one user in the plant: it is TLS there.
 */
#pragma once

#include <stdint.h>

#include "api/plant_view.h"
#include "base/problem.h"

enum { SERVER_PORT = 62443 };

struct server;

struct server_options {
    const char *plant;
    const char *address;           /* "127.0.0.1" */
    uint16_t port;                 /* 0: any free one */
    const char *certificate, *key; /* PEM files; NULL: no TLS */
};

MUST_USE int server_start(const struct server_options *options, struct server **server,
                          struct problem *why);
void server_stop(struct server *server); /* answers what was asked, then ends */

/* Until SIGINT or SIGTERM, which the caller blocked before server_start. */
void server_wait(struct server *server);

/* "http://127.0.0.1:62443/" */
const char *server_url(const struct server *server);
/* The figures as they are now, held for the caller. */
struct plant_view *server_view(const struct server *server);
