/*
 * acse.h - association control: who asks whom for an association, for what, and
 * how it proves itself.
 *
 * A unit is read as the list of its parameters, which keep the numbers of the
 * standard; which of them a unit has, and how deep each is wrapped, is told with
 * the numbers below.
 *
 * Source: ITU-T X.227, 9 (units); ISO/IEC 8650-1.
 */
#pragma once

#include "proto/protocol.h"

/* As on the wire. */
enum acse_unit {
    ACSE_REQUEST = 0x60,
    ACSE_RESPONSE = 0x61,
    ACSE_RELEASE = 0x62,
    ACSE_RELEASED = 0x63,
    ACSE_ABORT = 0x64,
};

enum { ACSE_PARAMETERS = 31 };

/* Parameters of a request; titles and qualifiers wrap another value. */
enum acse_request {
    ACSE_CONTEXT_NAME = 1, /* of a response too; wraps an object identifier */
    ACSE_CALLED_TITLE = 2,
    ACSE_CALLED_QUALIFIER = 3,
    ACSE_CALLED_INVOCATION = 4, /* wraps an integer, as the next one does */
    ACSE_CALLING_INVOCATION = 8,
    ACSE_CALLING_TITLE = 6,
    ACSE_CALLING_QUALIFIER = 7,
    ACSE_MECHANISM = 11,
    ACSE_AUTHENTICATION = 12,   /* wraps one of enum acse_authentication */
    ACSE_USER_INFORMATION = 30, /* of every unit */
};

/* Parameters of a response that differ. */
enum acse_response {
    ACSE_RESULT = 2, /* wraps an integer; 0: accepted */
    ACSE_RESPONDING_TITLE = 4,
};

enum acse_authentication { ACSE_PASSWORD = 0x80, ACSE_SIGNATURE = 0x81 };

struct acse {
    uint8_t unit; /* enum acse_unit */
    struct cursor parameters[ACSE_PARAMETERS];
};

static inline bool acse_has(const struct acse *a, unsigned parameter)
{
    return a->parameters[parameter].left > 0;
}

/* Consumes one unit; false when it is none, or broken. */
bool acse_read(struct cursor *c, struct acse *a);

/* A response or a released that says no. */
bool acse_is_refusal(const struct acse *a);

/* A title with its qualifier, as text: "AP title 1.1.999.1, AE qualifier 12". Empty: there is none.
 */
struct text acse_title(const struct acse *a, unsigned title, unsigned qualifier,
                       struct arena *into);
