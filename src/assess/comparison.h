/*
 * comparison.h - two assessments side by side: what became better, worse, or was
 * looked at for the first time.
 *
 * Both are judged as of the plant's day, so that evidence that has expired since
 * counts in neither; what changed is what people claim and what still carries it.
 */
#pragma once

#include "assess/maturity.h"

enum change_kind {
    CHANGE_none,
    CHANGE_improved,
    CHANGE_regressed,
    CHANGE_newly_assessed,
    CHANGE_no_longer_assessed,
    CHANGE_excluded, /* called not applicable since */
    CHANGE_included, /* not any more */
    CHANGE_COUNT
};

struct compared_requirement {
    const struct requirement_figure *before, *after; /* of the same requirement */
    enum change_kind change;                         /* of the supported level */
};

struct comparison {
    ARRAY(struct compared_requirement) rows; /* in the order of the standard */
    uint32_t counts[CHANGE_COUNT];
};

/* Both of the same requirements; they must outlive the comparison. */
void comparison_make(struct comparison *c, const struct maturity *before,
                     const struct maturity *after);
void comparison_finish(struct comparison *c);

const char *change_name(enum change_kind change); /* "newly_assessed" */
