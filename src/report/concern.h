/*
 * concern.h - what somebody should act on: contradictions and lapsed things,
 * gathered from the figures and put in order.
 *
 * Nothing is judged here: a row of a contradicting signal keeps the severity
 * that the signal gave it, and what the program's own dates and files say has
 * one severity per kind (the table in concern.c).  A row that a measure takes
 * out is listed with that measure and without weight, last.
 * Ownership: sentences live in the arena given.
 */
#pragma once

#include "assess/assessment.h"

enum concern_kind {
    CONCERN_contradiction,
    CONCERN_expired_measure,
    CONCERN_idle_measure, /* never tested, or not effective */
    CONCERN_altered_evidence,
    CONCERN_missing_evidence,
    CONCERN_expired_evidence,
    CONCERN_expired_conduit,
    CONCERN_unsupported_claim,
    CONCERN_refused_exclusion,
    CONCERN_KIND_COUNT
};

struct concern {
    enum concern_kind kind;
    enum severity severity;
    struct text source;      /* the row it is from: signal, evidence, measure, conduit id */
    struct text requirement; /* ids with ", " between them; empty: none */
    struct text sentence;
    struct text compensated; /* ids of the measures that take it out */
    moment_us since;         /* expired on, first seen; 0: not known */
    uint32_t capture;        /* where a contradiction was seen first */
    uint64_t frame;          /* 0: in no one frame */
};

struct concerns {
    ARRAY(struct concern) rows; /* by weight, severity, kind, source, then as found */
};

void concerns_gather(struct concerns *f, const struct assessment *a, struct arena *into);
void concerns_finish(struct concerns *f);

const char *concern_kind_name(enum concern_kind kind);  /* "expired_evidence" */
const char *concern_kind_title(enum concern_kind kind); /* "Evidence has expired" */

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
