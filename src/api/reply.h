/*
 * reply.h - what goes back to the client: a status, a content type and bytes.
 *
 * A handler writes its answer here and returns 0; or it returns a negative code
 * and a sentence, and the status follows from the code.
 */
#pragma once

#include "base/buffer.h"
#include "base/json.h"
#include "base/problem.h"

enum reply_kind {
    REPLY_BYTES,
    REPLY_EVENTS, /* a stream that stays open: events.h */
};

enum { ETAG_TEXT = 67 }; /* a SHA-256 in quotes, and the NUL */

struct reply {
    enum reply_kind kind;
    unsigned status;
    const char *type;      /* of the content */
    const char *policy;    /* Content-Security-Policy other than that of the UI; NULL: that */
    const char *allow;     /* methods, with 405; lives in the request's arena */
    const char *challenge; /* WWW-Authenticate, with 401 */
    const char *cookie;    /* Set-Cookie; lives in the request's arena */
    const char *download;  /* a file name to keep it under; NULL: shown */
    bool lasting;          /* its address changes when its content does */
    char etag[ETAG_TEXT];  /* empty: not to be kept */
    struct text lent;      /* content that lives as long as the program; else `body` */
    struct buffer body;
};

void reply_init(struct reply *r);
void reply_finish(struct reply *r);

/* The answer is a JSON document; what follows is written to it. */
struct json reply_json(struct reply *r);
/* The answer is CSV; what follows is written to `body`. */
struct buffer *reply_csv(struct reply *r);
/* Done, and nothing to say. */
int reply_nothing(struct reply *r);

/* Takes back what was written: { "error": { "code", "message" } }. */
void reply_refuse(struct reply *r, unsigned status, const char *sentence);
/* The status of a code: 404 for -ENOENT, 422 for -EINVAL. */
unsigned status_of(int code);
