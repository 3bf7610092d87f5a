/*
 * renewals.h - what stops counting, and when: evidence, measures, trainings,
 * certificates and whatever else of a ledger expires, and conduits; each with
 * whom to ask for a new one.
 *
 * People are warned 90, 30 and 7 days ahead.  Evidence is left out when a newer
 * piece shows the same level of the same requirement in the same scope, a
 * training when the same person has one of the topic that lasts longer.
 * In order of expiry, then of kind and id.
 * Ownership: rows point into the plant; formatted ids into the arena.
 */
#pragma once

#include "base/listing.h"
#include "model/plant.h"

enum renewal_stage {
    RENEWAL_expired,
    RENEWAL_7_days,
    RENEWAL_30_days,
    RENEWAL_90_days,
    RENEWAL_STAGE_COUNT
};

struct renewal {
    const char *kind;            /* "evidence", "measure", "conduit": one row of its ledger */
    const struct ledger *ledger; /* NULL: a conduit */
    struct text id, title;
    struct text requirement; /* empty: of no one requirement */
    struct text ask;         /* who keeps it, approved it or owns it; empty: nobody is named */
    moment_us expires;
    int64_t days_left; /* that it still counts; 0 or less when it no longer does */
    enum renewal_stage stage;
};

struct renewals {
    ARRAY(struct renewal) rows;
    size_t counts[RENEWAL_STAGE_COUNT];
};

void renewals_make(struct renewals *all, const struct plant *plant, struct arena *into);
void renewals_finish(struct renewals *all);

const char *renewal_stage_name(enum renewal_stage stage); /* "expired", "7 days" */

/* As a table; ends with NULL. */
extern const char *const renewal_columns[];
void renewal_list(const struct renewal *row, struct listing *l);
