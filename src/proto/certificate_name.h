/*
 * certificate_name.h - the names in a certificate, as text and as statements.
 *
 * Source: RFC 5280, 4.1.2.4 and 4.2.1.6; RFC 4514, 2 (how a name is written).
 */
#pragma once

#include "proto/protocol.h"

/* "CN=plc-1, O=Example": in the order of the certificate. */
struct text certificate_name_text(struct cursor name, struct arena *into);

/* The subject, and of it what is a host name or a device's serial number. */
void certificate_subject_state(struct dissection *out, const struct address *about,
                               struct cursor name, const char *source);

/* Host names and addresses that stand in the extension of this name. */
void certificate_alternatives_state(struct dissection *out, const struct address *about,
                                    struct cursor extension, const char *source);
