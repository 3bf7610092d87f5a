/*
 * assessment.h - all figures of one plant as of one day, from its rows.
 *
 * The one call for whoever shows figures: it merges the traffic, judges what
 * crosses, draws the map, runs the signals and weighs the claims.  Same plant,
 * same catalogue: the same figures in the same order.
 * Ownership: owns everything it computes; the plant and the requirements are
 * lent and must outlive it.
 */
#pragma once

#include "assess/maturity.h"
#include "assess/signal.h"
#include "model/plant.h"
#include "model/requirement.h"
#include "model/traffic.h"
#include "segment/conduit.h"
#include "segment/map.h"

struct assessment {
    const struct plant *plant;
    const struct requirements *requirements;
    struct arena text; /* sentences of signals and reasons */
    struct traffic traffic;
    bool traffic_is_lent;
    struct passages passages;
    struct map map;
    struct signals signals;
    struct proofs proofs;
    struct maturity maturity;
};

void assessment_make(struct assessment *a, const struct plant *plant,
                     const struct requirements *requirements);
/* The same with the plant's traffic, which its owner keeps for many of them; it outlives this one.
 */
void assessment_make_over(struct assessment *a, const struct plant *plant,
                          const struct requirements *requirements, const struct traffic *traffic);
void assessment_finish(struct assessment *a);

/* The sight that its signals had; `into` for what is formatted later. */
struct sight assessment_sight(const struct assessment *a, struct arena *into);
