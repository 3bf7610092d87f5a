/*
 * time_sync.h - which assets set their clocks by another: what two signals share.
 */
#pragma once

#include "assess/signal.h"

/* NTP asks every 17 minutes at the longest by default: an hour must show it. */
bool time_sync_can_tell(const struct sight *s);

/* Registered, with an IP address, outside the business network, and itself no source of time. */
bool time_sync_wanted(const struct sight *s, uint32_t asset);

/* The dialogue in which an asset asks for the time or is sent it; DIALOGUE_NONE: none. */
uint32_t time_sync_of(const struct sight *s, uint32_t asset);
