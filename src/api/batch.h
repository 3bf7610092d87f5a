/*
 * batch.h - rows of several ledgers changed together: whether the program still
 * fits together with all of them, then the store, in one transaction.
 *
 * A change_judge fills a batch against the newest view and ends with batch_fits;
 * batch_change does the rest.  Both find the batch in r->input.
 * Ownership: rows live in the request's arena.
 */
#pragma once

#include "api/change.h"
#include "base/json.h"
#include "store/store.h"

enum { CHANGES_MOST = 500 };

struct batch {
    struct entry_change changes[CHANGES_MOST];
    struct text keys[CHANGES_MOST]; /* of what was there before: its row may be of an older view */
    size_t count;
};

struct batch *batch_begin(struct request *r); /* empty, in r->input */
/* A zeroed row that is added; NULL and why when there are too many. */
void *batch_add(struct request *r, struct batch *b, const struct ledger *l, struct problem *why);

MUST_USE int batch_fits(struct request *r, const struct plant_view *v, struct batch *b,
                        struct problem *why);
/*
 * Judges, stores, and answers with "rows": ledger, key and row of everything that
 * was not removed, as it stands afterwards.
 */
MUST_USE int batch_change(struct request *r, change_judge *judge, struct problem *why);
