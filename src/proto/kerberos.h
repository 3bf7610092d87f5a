/*
 * kerberos.h - tickets that are shown to a service, wherever they travel.
 *
 * Source: RFC 4120, 5.3 (tickets), 5.5.1 (AP-REQ).
 */
#pragma once

#include "proto/protocol.h"

/*
 * An AP-REQ to out->receiver: its realm, the host that the ticket names, and
 * FIELD_security where the ticket's cipher is weak.  False when it is none.
 */
bool kerberos_ticket_state(struct dissection *out, struct cursor request, const char *source);
