/*
 * codesys.h - what the parts of the CODESYS V3 dissector share.
 *
 * Source: as in codesys_codes.def.
 */
#pragma once

#include "proto/protocol.h"

enum codesys_code {
    CODESYS_NAME_SERVICE = 256,
    CODESYS_OPEN_CHANNEL = 512,
    CODESYS_CLOSE_CHANNEL,
    CODESYS_CHANNEL_INFO,
    CODESYS_ENCRYPTED,
};

struct codesys_state {
    uint16_t asked; /* of the name service; 0: nothing seen */
    bool secured_told;
};

/* What a datagram carries, by its service; false for what none has. */
bool codesys_name_service(struct cursor body, bool answers, struct dissection *out);
bool codesys_channel(struct cursor body, struct dissection *out);

/* Count it, and take from it who is the client. */
void codesys_observe(struct dissection *out, bool answers, bool refused, uint32_t code,
                     uint32_t sub);
