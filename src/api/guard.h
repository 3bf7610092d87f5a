/*
 * guard.h - which requests come from our own pages.
 *
 * A server on loopback has no log-in, so a page of another site must not reach
 * it through the person's browser:
 *   - by a name of its own that it points at 127.0.0.1 (DNS rebinding): on
 *     loopback the Host header must be a loopback name;
 *   - by a form or a script: a write must carry a content type that no form can
 *     send, and an Origin that is ours where a browser says one.
 *
 * Source: Fetch, 3.2 (Origin) and 4.8 (CORS-safelisted content types); RFC 6454.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

/* "localhost", 127.0.0.0/8 or "[::1]", each with or without a port. */
bool host_is_loopback(struct text host);

/* The origin is scheme://host of this very request. */
bool origin_is_own(struct text origin, const char *host, bool tls);

/* "application/json; charset=utf-8" is application/json. */
bool content_type_is(struct text header, const char *type);

/* An address that only this machine reaches. */
bool address_is_loopback(const char *address);
