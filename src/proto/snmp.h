/*
 * snmp.h - what the parts of the SNMP dissector share: what objects, engines and
 * traps say of a device.
 */
#pragma once

#include "proto/protocol.h"

enum snmp_trap { SNMP_TRAP_ENTERPRISE = 6, SNMP_TRAP_NONE = 7 };

/* One object and its value, in a good answer or in what a device reports unasked. */
void snmp_tell_object(struct cursor oid, uint32_t tag, struct cursor value, struct dissection *out);

/*
 * Which trap an object identifier names: 0 to 5 for the general ones, 6 for an
 * enterprise's own; of that enterprise something is said of the device.
 */
enum snmp_trap snmp_tell_trap(struct cursor oid, const struct address *about,
                              struct dissection *out);
bool snmp_is_trap_object(struct cursor oid);

/* Whose identifier this is. */
void snmp_tell_enterprise(struct cursor oid, const struct address *about, const char *source,
                          struct dissection *out);

/* The name by which an engine of version 3 is known: an enterprise and often a MAC. */
void snmp_tell_engine(struct cursor engine, const struct address *about, struct dissection *out);

/* A community that devices come with. */
bool snmp_is_default_community(struct text community);
