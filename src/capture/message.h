/*
 * message.h - from what a flow carries to dissected messages.
 *
 * Part of the engine: finds the protocol that reads a flow, keeps its bytes in
 * order, hands it one message after the other and counts what it saw.
 */
#pragma once

#include "capture/engine.h"

void message_datagram(struct engine *e, struct flow *f, int from, const struct decoded *d,
                      enum carrier carrier);
void message_segment(struct engine *e, struct flow *f, int from, const struct decoded *d);

/* What waits behind a loss when the flow ends is read all the same. */
void message_waiting(struct engine *e, struct flow *f, int from);

/* The client of a flow is known: as well as before or better. */
static inline void flow_settle_client(struct flow *f, int client, enum client_known how)
{
    if (how < f->client_known)
        return;
    f->client = (uint8_t)client;
    f->client_known = (uint8_t)how;
}
