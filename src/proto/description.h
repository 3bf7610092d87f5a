/*
 * description.h - what a vendor's one-line device description gives away.
 *
 * Siemens devices answer LLDP and SNMP with the same comma-separated line:
 * vendor, family, model, order number, "HW: ...", "FW: ...", "S<serial>".
 */
#pragma once

#include "proto/protocol.h"

/* The description itself, and the parts of it that are understood. */
void description_state(struct dissection *out, const struct address *about, struct text description,
                       const char *source, uint8_t confidence);
