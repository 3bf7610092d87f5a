/*
 * ldap.h - what the parts of the LDAP dissector share.
 *
 * Source: RFC 4511, 4.1.1 (messages), 4.5 (search).
 */
#pragma once

#include "proto/protocol.h"

/* A message's operation is its number here, and a tag of the class APPLICATION on the wire. */
enum ldap_operation {
    LDAP_BIND = 0,
    LDAP_UNBIND = 2,
    LDAP_SEARCH = 3,
    LDAP_MODIFY = 6,
    LDAP_ADD = 8,
    LDAP_DELETE = 10,
    LDAP_RENAME = 12,
    LDAP_COMPARE = 14,
    LDAP_ABANDON = 16,
    LDAP_EXTENDED = 23,
};

/* Sub-codes of a search, which are ours. */
enum ldap_search { LDAP_SEARCH_SERVER = 1, LDAP_SEARCH_DOMAIN_CONTROLLER = 2 };

/* Which kind of search it is, and what it says of the client and its server; else SUB_NONE. */
uint32_t ldap_search_read(struct cursor request, struct dissection *out);

/* What an entry without a name says of the server that sends it. */
void ldap_entry_read(struct cursor entry, struct dissection *out);

/* "plant.example" of "CN=Users,DC=plant,DC=example"; empty where there is no DC. */
struct text ldap_domain(struct text name, struct arena *into);
