/*
 * rights.h - which role may change what: rights.def, one line each.
 */
#pragma once

#include "api/route.h"
#include "model/ledger.h"

/* 0, or -EPERM with a sentence that says who may. */
MUST_USE int rights_of_route(const struct request *r, const struct route *route,
                             struct problem *why);
/* The rows of one ledger, by whichever route. */
MUST_USE int rights_of_ledger(const struct request *r, const struct ledger *ledger,
                              struct problem *why);
