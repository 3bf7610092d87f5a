/*
 * screening.h - what the answers to the first questions propose: claims that
 * somebody may make, and evidence to collect first.
 *
 * Nothing is claimed here: a proposal becomes a claim when somebody accepts it, and
 * carries the method "screening" then.  What is claimed already is left alone.
 */
#pragma once

#include "model/plant.h"
#include "model/requirement.h"
#include "model/screening.h"

struct screening_proposal {
    const struct screening_question *question;
    const struct requirement *requirement;
    uint8_t level;             /* 0: nothing to claim yet */
    const struct claim *claim; /* that is there already, in the assessment in force; NULL: none */
};

struct screening_proposals {
    ARRAY(struct screening_proposal) rows; /* by question, then in the order of its requirements */
};

void screening_propose(struct screening_proposals *p, const struct screening *s,
                       const struct screening_answers *answers, const struct program *program,
                       const struct requirements *requirements);
void screening_proposals_finish(struct screening_proposals *p);

/* Whether accepting it makes a claim. */
bool screening_claims(const struct screening_proposal *p);

/* What accepting makes; text lives in the arena and the catalogue. */
struct screening_rows {
    ARRAY(struct claim) claims;
    ARRAY(struct action)
    actions; /* one for each question: to collect; without those that are there */
};

struct screening_choice {
    const struct text *requirements; /* whose proposals are accepted */
    size_t count;                    /* 0: all */
    bool actions;                    /* what is to be collected, too */
};

void screening_accept(struct screening_rows *rows, const struct screening_proposals *p,
                      const struct screening_choice *choice, const struct program *program,
                      moment_us today, struct arena *into);
void screening_rows_finish(struct screening_rows *rows);
