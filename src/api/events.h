/*
 * events.h - server-sent events: pages are told when figures changed.
 *
 * A listener costs no thread: its connection sleeps until there is something to
 * say.  There are at most EVENTS_LISTENERS_MOST; a further one is refused.
 *
 * Threads: all functions may be called from any.
 * Source: WHATWG HTML, 9.2 (server-sent events).
 */
#pragma once

#include <stdint.h>

#include "api/reply.h"

struct events;
struct MHD_Connection;
struct MHD_Response;

enum { EVENTS_LISTENERS_MOST = 64, EVENTS_HEARTBEAT_SECONDS = 15 };

MUST_USE int events_create(struct events **events, struct problem *why);
void events_destroy(struct events *events); /* after the server stopped */

/* The figures are now those of this version. */
void events_tell(struct events *events, uint64_t version);
/* Once a second: comments keep the connections alive. */
void events_tick(struct events *events);
/* Ends all streams; a new one ends at once. */
void events_end(struct events *events);

/* A stream for this connection, or a refusal in `reply` as a response. */
struct MHD_Response *events_open(struct events *events, struct MHD_Connection *connection,
                                 struct reply *reply);
