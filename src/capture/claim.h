/*
 * claim.h - which protocol reads a flow.
 *
 * Content decides.  On its own port a protocol may claim what merely might be
 * its own; on any other port only what can be nothing else.
 */
#pragma once

#include "base/cursor.h"
#include "capture/flow.h"
#include "proto/protocol.h"

/* Once, before anything else here: learns whose ports are whose. */
void claim_prepare(void);

/* NULL: none of ours. */
const struct protocol *claim(const struct flow *f, enum carrier carrier, struct cursor payload);

/* Does a port of the flow belong to some protocol of that carrier? */
bool claim_expected(const struct flow *f, enum carrier carrier);

/* Which end is the service by its port: 0, 1, or -1 when ports do not tell. */
int claim_server_by_port(const struct flow_key *key, enum carrier carrier);
