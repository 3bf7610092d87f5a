/*
 * http.h - what the parts of the HTTP dissector share: operations, and what
 * bodies are worth a look.
 *
 * Source: RFC 9110, 9 (methods); RFC 4918, 9 (WebDAV); RFC 7578, 4 (forms).
 */
#pragma once

#include "proto/http_head.h"

/* HTTP has words and no numbers; the codes are ours. */
enum http_operation {
    HTTP_GET = 1,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_PATCH,
    HTTP_CONNECT,
    HTTP_TRACE,
    HTTP_CREDENTIALS, /* of its own, beside the method that carried them */
    HTTP_PROPFIND,
    HTTP_PROPPATCH,
    HTTP_MKCOL,
    HTTP_COPY,
    HTTP_MOVE,
    HTTP_LOCK,
    HTTP_UNLOCK,
    HTTP_FILE, /* likewise: what a body or the target of PUT brings */
    HTTP_FIRMWARE,
    HTTP_CONFIGURATION,
    HTTP_LOGIN, /* likewise: credentials that are no password in clear text; sub-code: the scheme */
};

/* What a passenger in the bodies may keep of a connection. */
enum { HTTP_PASSENGER_BYTES = 16 };

extern const struct operation http_operations[];

enum http_body {
    HTTP_BODY_SKIPPED,
    HTTP_BODY_PAGE,        /* HTML: its title */
    HTTP_BODY_DESCRIPTION, /* XML: a UPnP device's description of itself */
    HTTP_BODY_FORM,        /* parts with file names */
    HTTP_BODY_MESSAGE,     /* of a protocol that is carried: its own business */
};

enum { HTTP_BODY_MOST = 16384 }; /* a longer one is looked at as far as it has come */

/* By a Content-Type's value. */
enum http_body http_body_kind(struct cursor content_type);
void http_body_read(enum http_body kind, struct cursor body, struct dissection *out);

/*
 * One Authorization (of the client) or WWW-Authenticate (of the server): counts the
 * former by its scheme, and reads what the tokens in both give away.
 */
void http_authorization_read(struct cursor value, struct dissection *out);
void http_challenge_read(struct cursor value, struct dissection *out);

/* A file sent to the server is counted by what its name says it is. */
void http_count_file(struct text name, struct dissection *out);
