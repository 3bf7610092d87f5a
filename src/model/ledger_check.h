/*
 * ledger_check.h - whether the rows of the ledgers obey their fields and name
 * only what is there; a part of program_check.
 */
#pragma once

#include "model/program_check.h"

void ledgers_check(const struct program *p, const struct requirements *requirements,
                   struct arena *into, struct complaints *out);
