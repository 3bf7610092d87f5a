/*
 * finding.h - what somebody should act on: contradictions and lapsed things,
 * gathered from the figures and put in order.
 *
 * Nothing is judged here: a row of a contradicting signal keeps the severity
 * that the signal gave it, and what the program's own dates and files say has
 * one severity per kind (the table in finding.c).  A row that a measure takes
 * out is listed with that measure and without weight, last.
 * Ownership: sentences live in the arena given.
 */
#pragma once

#include "assess/assessment.h"

enum finding_kind {
    FINDING_contradiction,
    FINDING_expired_measure,
    FINDING_idle_measure, /* never tested, or not effective */
    FINDING_altered_evidence,
    FINDING_missing_evidence,
    FINDING_expired_evidence,
    FINDING_expired_conduit,
    FINDING_unsupported_claim,
    FINDING_refused_exclusion,
    FINDING_KIND_COUNT
};

struct finding {
    enum finding_kind kind;
    enum severity severity;
    struct text source;      /* the row it is from: signal, evidence, measure, conduit id */
    struct text requirement; /* ids with ", " between them; empty: none */
    struct text sentence;
    struct text compensated; /* ids of the measures that take it out */
    moment_us since;         /* expired on, first seen; 0: not known */
    uint32_t capture;        /* where a contradiction was seen first */
    uint64_t frame;          /* 0: in no one frame */
};

struct findings {
    ARRAY(struct finding) rows; /* by weight, severity, kind, source, then as found */
};

void findings_gather(struct findings *f, const struct assessment *a, struct arena *into);
void findings_finish(struct findings *f);

const char *finding_kind_name(enum finding_kind kind);  /* "expired_evidence" */
const char *finding_kind_title(enum finding_kind kind); /* "Evidence has expired" */

/* Everything with an expiry, by date: what has lapsed and what will. */
enum expiry_kind { EXPIRY_evidence, EXPIRY_measure, EXPIRY_conduit, EXPIRY_KIND_COUNT };

struct expiry {
    enum expiry_kind kind;
    struct text id, title, requirement;
    moment_us at;
};

struct expiries {
    ARRAY(struct expiry) rows;
};

void expiries_gather(struct expiries *e, const struct plant *plant);
void expiries_finish(struct expiries *e);

const char *expiry_kind_name(enum expiry_kind kind); /* "evidence" */
