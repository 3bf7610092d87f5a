/*
 * http.h - the daemon: takes requests off the socket, holds them to their
 * limits, asks the guard and the log-in, hands them to their route.
 *
 * Limits: 256 connections, 32 KiB of headers, 30 s without a byte; a body as
 * large as its route takes.  A request that is refused is read to its end all
 * the same while that is short, so that the client reads the sentence.
 *
 * Threads: a small pool runs the handlers; a slow one holds up the connections
 * of its own thread only.
 */
#pragma once

#include "api/events.h"
#include "api/live.h"
#include "api/login.h"
#include "base/problem.h"

struct http;

struct http_options {
    int socket;                   /* bound and listening; taken over */
    bool loopback;                /* reached from this machine only */
    struct text certificate, key; /* PEM; empty: no TLS */
    struct live *live;
    struct login *login;
    struct events *events;
};

/* Everything in the options must outlive the server. */
MUST_USE int http_start(struct http **http, const struct http_options *options,
                        struct problem *why);
void http_stop(struct http *http); /* after events_end */
