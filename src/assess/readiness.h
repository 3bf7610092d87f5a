/*
 * readiness.h - how far the program is from an evaluation of the ACSSA or IECEE
 * kind: for each requirement what is documented and what was seen in practice,
 * what stands in the way, and what an evaluator would sample.
 *
 * The word is readiness: a self-assessment is no certificate.
 * Source: public pages of ISASecure ACSSA 1.0.0; maturity levels 2 and 3 of IEC 62443-2-1.
 */
#pragma once

#include "assess/assessment.h"

enum readiness_state {
    READINESS_ready,      /* documented and shown, supported at level 3 or above */
    READINESS_documented, /* level 2 only */
    READINESS_open,
    READINESS_excluded, /* not applicable, with reason and approver */
    READINESS_STATE_COUNT
};

struct readiness_row {
    const struct requirement_figure *figure;
    enum readiness_state state;
    const struct evidence *document; /* that counts and shows level 2; NULL: none */
    const struct evidence *practice; /* that counts and shows level 3 or 4; NULL: none */
    struct text missing;             /* what comes next, in a sentence; empty: nothing */
};

/* Something that must hold before an evaluation makes sense. */
struct readiness_item {
    const char *title;
    bool holds;
    struct text sentence; /* what was found */
};

struct zone_sample {
    const struct zone *zone;
    uint8_t level;   /* the highest of its SL-T */
    const char *why; /* "safety functions" */
};

struct readiness {
    ARRAY(struct readiness_row) rows; /* in the order of the standard */
    ARRAY(struct readiness_item) items;
    ARRAY(struct zone_sample) samples; /* the ones to look at first come first */
    uint32_t counts[READINESS_STATE_COUNT];
    uint32_t nonconformities; /* open, major or minor */
    bool ready;               /* nothing open, every item holds */
};

void readiness_judge(struct readiness *r, const struct assessment *a, struct arena *into);
void readiness_finish(struct readiness *r);

bool finding_is_open(const struct finding *f); /* nobody has verified or accepted it yet */
const char *readiness_state_name(enum readiness_state state); /* "documented" */
