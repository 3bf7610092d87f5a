/*
 * maturity.h - which maturity level of each requirement is supported, and why.
 *
 * A level is claimed; it is supported only as far as something shows it and
 * nothing speaks against it.  As of one day, for each requirement:
 *
 *  - Evidence counts while it is present (a file that is intact, or a link), was
 *    collected by that day and has not expired.  It shows the level it is for.
 *    A supporting signal that was found shows its level in the same way, and a
 *    metric with its series and a review shows level 4 (metric_series.h).
 *  - Levels are cumulative: level 1 is shown by anything that counts, level n by
 *    something for every level from 2 to n.
 *  - A contradicting signal at level n leaves level n - 1 at most.
 *  - A compensating measure that is tested, effective, in date and whose conduit,
 *    if it rests on one, no traffic breaks takes the rows
 *    about its asset out of the contradictions of its requirement, up to the day
 *    before it expires.  One without an asset takes nothing out.
 *  - Supported = the least of what is claimed, shown and left.  Not assessed
 *    counts as zero.
 *  - Not applicable needs a reason and an approver; without them the requirement
 *    counts as not assessed and is flagged.
 *
 * An element's level is the minimum over its applicable requirements; counts and
 * distributions stand beside it.  Nothing is averaged.
 * Ownership: figures point into the plant, the catalogue and the signals.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "assess/proof.h"
#include "assess/signal.h"
#include "model/plant.h"
#include "model/requirement.h"

enum requirement_state {
    REQUIREMENT_at_target,
    REQUIREMENT_below_target,
    REQUIREMENT_no_target,
    REQUIREMENT_not_assessed,
    REQUIREMENT_not_applicable,
    REQUIREMENT_STATE_COUNT
};

struct requirement_figure {
    const struct requirement *requirement;
    const struct claim *claim; /* NULL: nobody says anything */
    enum requirement_state state;
    bool refused_exclusion; /* called not applicable without reason or approver */
    uint8_t claimed, supported, target;
    uint8_t shown; /* by evidence and signals */
    uint8_t left;  /* by contradicting signals; ML_MOST when there are none */
    uint32_t evidence_total, evidence_counting, evidence_expired;
    uint32_t measures_total, measures_counting;
    uint32_t metrics_total, metrics_counting;
    uint32_t supporting, contradicting; /* signals that stand */
    moment_us next_expiry;              /* of evidence that counts; 0: none */
    struct text reason;                 /* what decides the supported level, in a sentence */
};

/* An element, or with an empty id all requirements together. */
struct element_figure {
    struct text id, title; /* "NET" */
    uint32_t number;       /* from 1 in the order of the standard */
    uint32_t total, applicable, assessed;
    uint32_t states[REQUIREMENT_STATE_COUNT]; /* add up to total */
    uint8_t claimed, supported;               /* minima over what is applicable */
    uint8_t claimed_of_assessed, supported_of_assessed;
    uint8_t target;                                              /* the highest that is set */
    uint32_t claimed_at[ML_MOST + 1], supported_at[ML_MOST + 1]; /* applicable requirements */
    uint32_t overclaimed;        /* claimed above what is supported */
    uint32_t refused_exclusions; /* called not applicable without reason or approver */
    uint32_t evidence_expired;
};

struct maturity {
    const struct assessment_run *run; /* whose claims these are; NULL: the standing ones */
    ARRAY(struct requirement_figure) requirements; /* in the order of the standard */
    ARRAY(struct element_figure) elements;
    struct element_figure overall;
};

/* The claims of one assessment, or with NULL the standing ones. */
void maturity_judge(struct maturity *m, const struct plant *plant,
                    const struct requirements *requirements, const struct proofs *proofs,
                    const struct signals *signals, const struct assessment_run *run,
                    struct arena *into);
struct text maturity_scope(const struct maturity *m); /* empty: the whole */
void maturity_finish(struct maturity *m);

const struct requirement_figure *maturity_requirement(const struct maturity *m, struct text id);
const struct element_figure *maturity_element(const struct maturity *m, struct text id);

const char *requirement_state_name(enum requirement_state state); /* "below_target" */
