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

/* One more packet.  True: it is decided: name and risks are in the flow. */
bool foreign_look(struct foreign *n, struct flow *f, const struct decoded *d, int64_t at_ns);

/* The flow ends: take the best guess and free what was kept. */
void foreign_leave(struct foreign *n, struct flow *f);

/* One thing that nDPI may find risky. */
struct foreign_risk {
    const char *words;     /* "clear-text credentials" */
    bool is_of_the_client; /* else it is the server's */
};

/* What a bit of flow->foreign_risks stands for; NULL behind the last. */
const struct foreign_risk *foreign_risk(unsigned bit);

uint64_t foreign_refused(const struct foreign *n);
