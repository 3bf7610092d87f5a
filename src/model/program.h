/*
 * program.h - what people say about the plant: its zones and conduits, its
 * register of assets, and the claims, evidence and measures of its security
 * program.  Plain rows; judging them is segment/ and assess/.
 *
 * Text lives in the arena of the `struct plant` that holds the rows.
 * Levels are maturity levels 1..4; 0 is "not assessed".  Dates are the start of
 * their day in UTC; something that expires on a date counts up to the day before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/moment.h"
#include "base/text.h"
#include "model/access.h"
#include "model/address.h"
#include "model/ledger.h"
#include "model/ledgers/action.h"
#include "model/ledgers/assessment_run.h"
#include "model/ledgers/certificate.h"
#include "model/ledgers/claim.h"
#include "model/ledgers/clause.h"
#include "model/ledgers/competence.h"
#include "model/ledgers/control.h"
#include "model/ledgers/coverage.h"
#include "model/ledgers/declaration.h"
#include "model/ledgers/duty.h"
#include "model/ledgers/evidence.h"
#include "model/ledgers/finding.h"
#include "model/ledgers/legacy.h"
#include "model/ledgers/lesson.h"
#include "model/ledgers/mapping.h"
#include "model/ledgers/measure.h"
#include "model/ledgers/metric.h"
#include "model/ledgers/metric_value.h"
#include "model/ledgers/party.h"
#include "model/ledgers/person.h"
#include "model/ledgers/policy.h"
#include "model/ledgers/product.h"
#include "model/ledgers/provision.h"
#include "model/ledgers/registered.h"
#include "model/ledgers/review.h"
#include "model/ledgers/scope.h"
#include "model/ledgers/session.h"
#include "model/ledgers/training.h"
#include "model/lookup.h"
#include "model/observed.h"

enum { FR_COUNT = 7, ML_MOST = 4 };

/* A set of assets by rule.  Source: IEC 62443-3-2 ZCR 3. */
struct zone {
    struct text id;     /* "cell-a" */
    struct text name;   /* "Cell A, intake pumps" */
    struct text parent; /* zone id, or empty */
    struct text purpose;
    struct text level; /* Purdue level: "1", "3.5" */
    struct text owner;
    bool safety;                 /* holds safety functions */
    bool business;               /* outside the control system: enterprise, internet */
    uint8_t sl_target[FR_COUNT]; /* SL-T 0..4 in the order of FR 1..7 */
    ARRAY(struct prefix) prefixes;
    ARRAY(struct address) members; /* named one by one; outrank prefixes */
};

/* One thing that a conduit lets through. */
struct service {
    struct text protocol;     /* "modbus", or empty for any */
    enum transport transport; /* TRANSPORT_NONE for any */
    uint16_t port;            /* 0 for any */
    uint8_t access;           /* bit per enum access; 0 for any */
};

/* Communication between two zones that somebody answers for. */
struct conduit {
    struct text id, name;
    struct text from, to; /* zone ids: who asks, who answers */
    struct text owner, reason;
    moment_us expires;              /* 0: never */
    ARRAY(struct service) services; /* none: nothing passes */
};

struct program {
    struct text plant, organisation, site;
    bool clock_observed; /* "today" is the day of the last packet, not of the wall clock */
    ARRAY(struct zone) zones;
    ARRAY(struct conduit) conduits;
    /* One ARRAY for each ledger: ledgers.def. */
#define LEDGER(row, rows) ARRAY(struct row) rows;
#include "model/ledgers.def"
#undef LEDGER
    struct address_lookup lookup; /* nothing until the program is settled */
};

void program_finish(struct program *p);
/* Its rows are complete: from now on they are found by address without a walk. */
void program_settle(struct program *p);
/* The settled lookup, or one made for this question in `own`, which the caller finishes. */
const struct address_lookup *program_lookup(const struct program *p, struct address_lookup *own);
/* The first row of the register with this address; NULL: none. */
const struct registered *program_registered(const struct program *p, const struct address *address);
const struct zone *program_zone(const struct program *p, struct text id); /* NULL: none */

/*
 * The assessment in force for a scope: the one of it that was begun last and is
 * not only planned.  An empty scope is the whole: assessments of no scope, or of
 * one that lies in no other.  NULL: none, and the standing claims are in force.
 */
const struct assessment_run *program_assessment(const struct program *p, struct text scope);
/* In the assessment in force for the whole. */
const struct claim *program_claim(const struct program *p, struct text requirement);
/* An empty assessment: the standing claims. */
const struct claim *program_claim_in(const struct program *p, struct text assessment,
                                     struct text requirement);
/* True when `inner` is `outer` or lies in it; everything lies in an empty scope. */
bool program_scope_within(const struct program *p, struct text inner, struct text outer);
