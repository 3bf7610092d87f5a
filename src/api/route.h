/*
 * route.h - which address is answered by whom: routes.def, one line each.
 *
 * To add a resource: write its handler in the file of the resource, add one line
 * to routes.def, and describe it in openapi.yaml; a test compares the two.
 */
#pragma once

#include "api/input.h"
#include "api/request.h"

enum access_rule {
    RULE_READ,   /* takes a query */
    RULE_WRITE,  /* takes a JSON body; application/json */
    RULE_UPLOAD, /* takes a file; application/octet-stream */
};

enum { BODY_MOST = 1 << 20, UPLOAD_MOST = 64 << 20 };

/* 0 when r->reply is the answer; else a code whose status is status_of, and a sentence. */
typedef int route_handler(struct request *r, struct problem *why);

struct route {
    enum method method;
    const char *path; /* below /api/v1 */
    route_handler *handler;
    enum access_rule rule;
    const struct shape *takes;
};

#define ROUTE(method, path, handler, rule, takes)                                                  \
    route_handler handler;                                                                         \
    extern const struct shape takes;
#include "api/routes.def"
#undef ROUTE

/* Below /api: the rest is the web UI's. */
bool route_is_api(const struct target *target);

/* Finds the route and fills r->path; NULL: r->reply says why. */
const struct route *route_find(struct request *r);

/* Bytes that the body of such a request may have. */
size_t route_body_most(const struct route *route);
/* The content type that it must be sent with; NULL: any. */
const char *route_content_type(const struct route *route);

/* Reads what the route takes and runs its handler; r->reply is the answer in any case. */
void route_answer(const struct route *route, struct request *r);
