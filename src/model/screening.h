/*
 * screening.h - the questions with which a program begins, and what somebody
 * answers.
 *
 * Each answer stands for the level that may be claimed at first: 0 nothing, 1 it is
 * done, 2 it is written down.  More is never claimed from a question: level 3 needs
 * records that somebody has looked at.
 * Ownership: the catalogue's text; the array is the caller's.
 */
#pragma once

#include "base/array.h"
#include "base/problem.h"
#include "base/text.h"

enum { SCREENING_ANSWERS = 3, SCREENING_MOST = 64 };

struct screening_question {
    struct text id; /* "Q01" */
    struct text question;
    struct text why;          /* it is asked */
    struct text requirements; /* of IEC 62443-2-1, ';' between */
    struct text answers[SCREENING_ANSWERS];
    struct text collect[SCREENING_ANSWERS]; /* the first evidence to collect after that answer */
};

struct screening {
    ARRAY(struct screening_question) questions;
};

/* To each question by its place: the level of the answer, or -1. */
struct screening_answers {
    int levels[SCREENING_MOST];
};

/* "Q01=2;Q07=0", in any order; -EINVAL and a sentence. */
MUST_USE int screening_answers_read(struct screening_answers *a, const struct screening *s,
                                    struct text answers, struct problem *why);
