/*
 * request.h - what a client asks for: its target taken apart, and the one place
 * where a handler finds all that it may use.
 *
 * A target is split before it is decoded, so that "%2F" is a character of a
 * segment and never a border of one.
 *
 * Ownership: text lives in the request's arena; the view is held until
 * request_finish.
 * Source: RFC 3986, 2.1 and 3.3; application/x-www-form-urlencoded for queries.
 */
#pragma once

#include "api/reply.h"
#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"
#include "model/role.h"

enum { SEGMENTS_MOST = 8, PAIRS_MOST = 32, PARAMETERS_MOST = 2, TARGET_MOST = 8 << 10 };

enum method { METHOD_other, METHOD_GET, METHOD_PUT, METHOD_POST, METHOD_DELETE, METHOD_COUNT };

/* "%.*s" of a text. */
#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

struct pair {
    struct text name, value;
};

struct target {
    struct text segments[SEGMENTS_MOST];
    size_t segment_count;
    struct pair pairs[PAIRS_MOST];
    size_t pair_count;
};

/* Where a request comes from, as sessions need it. */
struct caller {
    struct login *login;
    struct text peer;   /* lent by the connection */
    struct text token;  /* of its session cookie; empty: none */
    const char *cookie; /* the cookie's name at this server */
    bool tls, on_loopback;
};

struct request {
    struct arena arena;
    enum method method;
    struct target target;
    struct text who; /* the user, "local" where the plant has none; empty: not logged in */
    enum role role;
    struct text through;               /* "PUT /zones/{id}", for the audit trail */
    struct caller caller;              /* for /session */
    struct text path[PARAMETERS_MOST]; /* what stands for the {parameters} of the route */
    struct text body;
    void *input; /* query or body, read by the shape that the route takes */
    struct live *live;
    struct plant_view *view; /* one state of the plant for the whole answer */
    struct reply reply;
};

/* 0, or -EBADMSG with a sentence. */
MUST_USE int target_parse(struct text raw, struct arena *into, struct target *target,
                          struct problem *why);

enum method method_parse(const char *name); /* HEAD is answered as GET */
const char *method_name(enum method method);

void request_init(struct request *r, struct live *live);
void request_finish(struct request *r);
