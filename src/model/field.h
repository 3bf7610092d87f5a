/*
 * field.h - the fields of a device's identity, and how much a source is worth.
 *
 * Confidence runs from 0 to 100 and ranks evidence: the device's own answer
 * outranks its neighbour's announcement, which outranks its banner, and a port
 * number ranks last.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

enum field {
    FIELD_none,
#define FIELD(name, title) FIELD_##name,
#include "model/field.def"
#undef FIELD
    FIELD_COUNT
};

enum {
    CONFIDENCE_SELF = 95,       /* the device's own identity answer */
    CONFIDENCE_ANNOUNCED = 90,  /* LLDP, SNMP system group, PROFINET DCP */
    CONFIDENCE_CERTIFIED = 80,  /* its own certificate */
    CONFIDENCE_BANNER = 70,     /* what its services greet with */
    CONFIDENCE_ASKED = 60,      /* DHCP, NetBIOS: what it calls itself when asking */
    CONFIDENCE_BEHAVIOUR = 50,  /* who polls whom with what */
    CONFIDENCE_PREFIX = 40,     /* whose network card it is */
    CONFIDENCE_STACK = 30,      /* fingerprints of its IP stack */
    CONFIDENCE_PORT = 10,       /* a port number */
};

const char *field_name(enum field field);
const char *field_title(enum field field);
bool field_parse(struct text t, enum field *field);
