/*
 * repair.h - checksums made right again in a damaged input.
 *
 * A protocol that checks them refuses almost every damaged message at the door;
 * with a row here, what lies behind the door is exercised too.
 */
#pragma once

#include "proto/protocol.h"

/* False when this protocol has nothing to repair. */
bool repair(const struct protocol *protocol, uint8_t *data, size_t size);
