/*
 * binding.h - which MAC and IP addresses are one device, and which MACs are
 * routers that must not swallow the addresses behind them.
 */
#pragma once

#include "model/asset.h"

/* Adds one asset per device with its addresses and the claims behind them; settles `out`. */
void binding_find_devices(const struct observed *o, struct assets *out);
