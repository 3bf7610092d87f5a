/*
 * translation.h - who lends its address to others: one address that opens and
 * answers connections as two kinds of system at the same time is a translator
 * of addresses, or hands ports on to others.
 *
 * Only private addresses are looked at, since a public one may stand for a whole
 * data centre; and only what overlaps in time, since a lease changes hands.
 */
#pragma once

#include "model/asset.h"
#include "model/observed.h"

/* Adds the evidence to the assets. */
void translation_find(const struct observed *o, struct assets *assets);
