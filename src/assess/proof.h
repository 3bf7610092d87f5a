/*
 * proof.h - what is claimed, what evidence shows, and which compensating measures
 * stand: found once, so that any number of assessments are judged without a walk
 * over every row.
 *
 * A measure counts while it is tested, effective, in date and not contradicted:
 * one that rests on a conduit falls when the traffic breaks the conduit.
 * As of the plant's day.  Ownership: points into the plant, which outlives it.
 */
#pragma once

#include "assess/standing.h"
#include "base/index.h"
#include "segment/conduit.h"

/* The evidence of one requirement that names one scope, or none. */
struct proof {
    struct text requirement, scope;
    uint32_t total, counting, expired;
    unsigned levels;                            /* bit per level that something that counts shows */
    moment_us next_expiry;                      /* of what counts; 0: none */
    const struct evidence *lapsed[ML_MOST + 1]; /* by level: the first that expired; NULL: none */
    uint32_t next;                              /* of the same requirement; INDEX_NONE */
};

enum measure_state {
    MEASURE_counting,
    MEASURE_expired,
    MEASURE_untested,
    MEASURE_ineffective,
    MEASURE_contradicted,
    MEASURE_STATE_COUNT
};

/* Traffic between the zones of a conduit that it does not let through. */
struct breach {
    const struct conduit *conduit;
    uint32_t dialogue; /* that was seen first; number in the traffic */
    uint32_t count;
    moment_us first;
};

struct proofs {
    const struct plant *plant;
    const struct program *program;
    ARRAY(struct proof) rows;
    struct index by_requirement, by_scope; /* the first of a requirement; one of a scope */
    struct index claims;                   /* by assessment and requirement */
    ARRAY(struct breach) breaches;
};

void proofs_make(struct proofs *all, const struct plant *plant, const struct traffic *traffic,
                 const struct passages *passages);
void proofs_finish(struct proofs *all);

/* Those of a requirement, one after the other; NULL: no more. */
const struct proof *proofs_first(const struct proofs *all, struct text requirement);
const struct proof *proofs_next(const struct proofs *all, const struct proof *before);

enum measure_state measure_state(const struct proofs *all, const struct measure *m);
const char *measure_state_name(enum measure_state state); /* "counting" */
/* The measure that counts today for a requirement and an asset; NULL: none. */
const struct measure *measure_for(const struct proofs *all, struct text requirement,
                                  const struct address *asset);
/* What breaks the conduit that a measure rests on; NULL: nothing, or it rests on none. */
const struct breach *measure_breach(const struct proofs *all, const struct measure *m);

/*
 * How a row of any ledger stands today: evidence and measures as above; whatever
 * else has an expiry, "counting" or "expired"; NULL where no day decides.
 */
const char *row_standing(const struct proofs *all, const struct ledger *l, const void *row);

/* An empty assessment: the standing claims.  NULL: nobody says anything. */
const struct claim *proofs_claim(const struct proofs *all, struct text assessment,
                                 struct text requirement);
