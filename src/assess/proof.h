/*
 * proof.h - what is claimed and what evidence shows, added up once by requirement
 * and scope, so that any number of assessments are judged without a walk over
 * every row.
 *
 * As of the plant's day.  Ownership: points into the plant, which outlives it.
 */
#pragma once

#include "assess/standing.h"
#include "base/index.h"

/* The evidence of one requirement that names one scope, or none. */
struct proof {
    struct text requirement, scope;
    uint32_t total, counting, expired;
    unsigned levels;                            /* bit per level that something that counts shows */
    moment_us next_expiry;                      /* of what counts; 0: none */
    const struct evidence *lapsed[ML_MOST + 1]; /* by level: the first that expired; NULL: none */
    uint32_t next;                              /* of the same requirement; INDEX_NONE */
};

struct proofs {
    const struct program *program;
    ARRAY(struct proof) rows;
    struct index by_requirement, by_scope; /* the first of a requirement; one of a scope */
    struct index claims;                   /* by assessment and requirement */
};

void proofs_make(struct proofs *all, const struct plant *plant);
void proofs_finish(struct proofs *all);

/* Those of a requirement, one after the other; NULL: no more. */
const struct proof *proofs_first(const struct proofs *all, struct text requirement);
const struct proof *proofs_next(const struct proofs *all, const struct proof *before);

/* An empty assessment: the standing claims.  NULL: nobody says anything. */
const struct claim *proofs_claim(const struct proofs *all, struct text assessment,
                                 struct text requirement);
