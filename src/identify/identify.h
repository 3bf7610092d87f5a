/*
 * identify.h - from what was observed to devices: who is there, what it is, and
 * why that is believed.
 *
 * A pure function of its input: no clock, no I/O, the same rows give the same
 * assets in the same order.
 */
#pragma once

#include "model/asset.h"

/* `out` is initialised here and is the caller's to finish; it borrows nothing of `o`. */
void identify(const struct observed *o, struct assets *out);
