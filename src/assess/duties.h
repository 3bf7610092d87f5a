/*
 * duties.h - whether every requirement has one who answers for it, and who could.
 *
 * Accountability stays with the owner; whoever performs from outside needs a
 * requirement of IEC 62443-2-4 or a contract that says so.
 * Source: IEC 62443-2-1 ORG 1.3; our own wording of the roles.
 */
#pragma once

#include "model/program.h"
#include "model/requirement.h"

enum duty_fault_kind {
    DUTY_nobody_accountable,
    DUTY_several_accountable,
    DUTY_nobody_responsible,
    DUTY_outside_without_reference,
    DUTY_FAULT_COUNT
};

struct duty_fault {
    enum duty_fault_kind kind;
    struct text requirement;
    struct text sentence;
};

struct duty_faults {
    ARRAY(struct duty_fault) rows; /* in the order of the requirements */
};

/* Requirements that are not applicable need nobody.  Sentences live in `into`. */
void duties_check(struct duty_faults *f, const struct program *p,
                  const struct requirements *requirements, struct arena *into);
void duties_finish(struct duty_faults *f);
const char *duty_fault_name(enum duty_fault_kind kind); /* "nobody_accountable" */

/*
 * Rows for the requirements that have none yet: who usually answers for such an
 * element, and the service provider where our crosswalk names rows of 2-4.
 */
struct duty_proposal {
    ARRAY(struct duty) rows;
};
void duties_propose(struct duty_proposal *proposal, const struct program *p,
                    const struct requirements *requirements, struct arena *into);
void duty_proposal_finish(struct duty_proposal *proposal);
