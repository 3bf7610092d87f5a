/*
 * slmp.h - what the parts of the SLMP dissector share: one message, and what
 * answers say of devices.
 *
 * Source: Mitsubishi SH-080008 (MELSEC Communication Protocol), 4.2 and 5
 * (3E and 4E frames).
 */
#pragma once

#include "proto/mc_field.h"
#include "proto/protocol.h"
#include "proto/requests.h"

enum slmp_command {
    SLMP_READ_TYPE = 0x0101,
    SLMP_NODE_SEARCH = 0x0e30,
    SLMP_SET_ADDRESS = 0x0e31,
    SLMP_CYCLIC = 0x0e70,
};

enum { SLMP_SEARCH_ANSWER_LEAST = 51 };

/* Where a request goes, and who answers: the header's routing fields. */
struct slmp_route {
    uint8_t network, station;
    uint16_t module;
    uint8_t multidrop;
};

struct slmp_message {
    bool answers, has_serial;
    uint16_t serial;
    struct slmp_route route;
    uint16_t end;     /* end code; answers only */
    uint16_t command; /* requests only */
    struct mc_fields data;
};

struct slmp_state {
    struct requests asked;
    bool cyclic_told; /* identity in cyclic data repeats every few milliseconds */
};

/* "" for the device that has the address, else which one behind it answers. */
struct text slmp_part(const struct slmp_route *route, struct arena *into);

/* A good answer to `command`. */
void slmp_tell_answer(const struct slmp_message *m, uint32_t command, struct dissection *out);
