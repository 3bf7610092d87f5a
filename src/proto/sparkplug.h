/*
 * sparkplug.h - Sparkplug B: what MQTT messages of edge nodes and of those who
 * command them mean.
 *
 * Source: Eclipse Sparkplug 3.0, 4.1 (topics), 6.4 (payloads).
 */
#pragma once

#include "proto/protocol.h"

/* Sub-codes of MQTT's publish; those below are MQTT's own. */
enum sparkplug_use {
    SPARKPLUG_NONE = 0,
    SPARKPLUG_NODE_BIRTH = 16,
    SPARKPLUG_NODE_DEATH,
    SPARKPLUG_NODE_DATA,
    SPARKPLUG_NODE_COMMAND,
    SPARKPLUG_DEVICE_BIRTH,
    SPARKPLUG_DEVICE_DEATH,
    SPARKPLUG_DEVICE_DATA,
    SPARKPLUG_DEVICE_COMMAND,
    SPARKPLUG_STATE,
    SPARKPLUG_REBOOT,
    SPARKPLUG_REBIRTH,
};

/* Which of these a topic and what is published there are; SPARKPLUG_NONE: not Sparkplug. */
enum sparkplug_use sparkplug_use_of(struct text topic, struct cursor payload);

/* What a birth says of the edge node that published it, and of devices behind it. */
void sparkplug_tell(struct text topic, struct cursor payload, struct dissection *out);
