/*
 * evidence.h - what is known of a device: every statement kept, the best first,
 * contradictions marked.
 */
#pragma once

#include "model/asset.h"

/* Facts, names, vendors by MAC prefix, protocols, times: for assets whose addresses are settled. */
void evidence_collect(const struct observed *o, struct assets *assets);
