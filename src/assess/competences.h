/*
 * competences.h - whether the people who hold a function have what it needs: each
 * person against each competence of the function, by the training on record.
 *
 * A training counts when it is of the topic, of the level or above, completed by
 * today, and neither past its own end nor past the months after which the
 * competence is renewed.
 * Source: IEC 62443-2-1:2024 ORG 1.4 (what everybody is taught: level "aware") and
 * ORG 1.5 (what holders of security duties are taught: the levels above).
 *
 * In order of function, topic and person as the ledgers have them.
 * Ownership: points into the plant.
 */
#pragma once

#include "assess/signal.h"
#include "base/listing.h"

enum competence_state {
    COMPETENCE_met,
    COMPETENCE_lapsed,  /* there was one that counted */
    COMPETENCE_too_low, /* of the topic, below the level */
    COMPETENCE_missing,
    COMPETENCE_STATE_COUNT
};

struct competence_figure {
    const struct person *person;
    const struct competence *competence;
    enum competence_state state;
    const struct training *training; /* that decides; NULL: none of the topic */
    moment_us until;                 /* the day from which it counts no more; 0: never */
};

struct competences {
    ARRAY(struct competence_figure) rows;
    size_t counts[COMPETENCE_STATE_COUNT];
};

void competences_make(struct competences *all, const struct plant *plant);
void competences_finish(struct competences *all);

const char *competence_state_name(enum competence_state state); /* "too_low" */

/* As a table; ends with NULL. */
extern const char *const competence_columns[];
void competence_list(const struct competence_figure *row, struct listing *l);

/* For the signals that speak of it: of everybody's awareness or of what a duty needs, met or not.
 */
void competences_tell(const struct sight *s, struct signal_result *out, bool awareness, bool met);
