/*
 * time_sync.h - which assets set their clocks by another: what two signals share.
 */
#pragma once

#include "assess/signal.h"

/* What the traffic says of the clock of each asset, by its number. */
struct time_sync {
    struct clock_state {
        bool is_source;
        uint32_t dialogue; /* in which it asks for the time or is sent it; DIALOGUE_NONE: none */
    } * of;
};

void time_sync_look(struct time_sync *t, const struct sight *s);
void time_sync_finish(struct time_sync *t);

/* NTP asks every 17 minutes at the longest by default: an hour must show it. */
bool time_sync_can_tell(const struct sight *s);

/* Registered, with an IP address, outside the business network, and itself no source of time. */
bool time_sync_wanted(const struct time_sync *t, const struct sight *s, uint32_t asset);
