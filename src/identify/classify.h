/*
 * classify.h - what a device is for: class, role and Purdue level, by rules that
 * people can read (roles.def), each with the reason that it gives.
 */
#pragma once

#include "model/asset.h"

/* Judgements and decisions of every asset; evidence and protocols are there already. */
void classify(const struct observed *o, struct assets *assets);
