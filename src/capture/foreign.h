/*
 * foreign.h - nDPI names what no dissector of ours claims.
 *
 * It looks at the first FOREIGN_PACKETS packets of a flow, and at no more than
 * FOREIGN_FLOWS flows at a time; a flow beyond that is named by its port alone
 * and counted.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/decode.h"
#include "capture/flow.h"

enum { FOREIGN_PACKETS = 16, FOREIGN_FLOWS = 4096 };

struct foreign;

struct foreign *foreign_create(void); /* before the sandbox: it reads its tables */
void foreign_destroy(struct foreign *n);

/* One more packet.  True: it is decided, and flow->foreign_name is set where there is a name. */
bool foreign_look(struct foreign *n, struct flow *f, const struct decoded *d, int64_t at_ns);

/* The flow ends: take the best guess and free what was kept. */
void foreign_leave(struct foreign *n, struct flow *f);

uint64_t foreign_refused(const struct foreign *n);
