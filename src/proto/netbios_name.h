/*
 * netbios_name.h - names of NetBIOS hosts: 15 characters and a byte that says
 * what the name is used for.
 *
 * Source: RFC 1001, 14.1 (encoding); RFC 1002, 4.2.1.2; [MS-BRWS] 2.1.1.1 and
 * [MS-NBTE] 2.2.1 (what the last byte means).
 */
#pragma once

#include "proto/protocol.h"

enum { NETBIOS_NAME_BYTES = 15, NETBIOS_ENCODED_BYTES = 32 };

struct netbios_name {
    uint8_t bytes[NETBIOS_NAME_BYTES];
    uint8_t suffix;
};

/* From the first label of a name, 32 letters; false when it is none. */
bool netbios_name_decode(struct cursor label, struct netbios_name *name);

/* What a name that a host holds says of that host. */
void netbios_name_state(struct dissection *out, const struct address *about,
                        const struct netbios_name *name, bool is_group, const char *source);

/* The sender asks who has the name; "*" asks for any. */
void netbios_name_ask(struct dissection *out, const struct netbios_name *name, const char *source);
