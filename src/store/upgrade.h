/*
 * upgrade.h - what bringing a plant up to date would do, tried on a copy.
 */
#pragma once

#include "base/array.h"
#include "base/problem.h"
#include "base/text.h"

struct upgrade {
    unsigned from, to;         /* schemas */
    ARRAY(struct text) steps;  /* "0006-trust.sql", in order; none: it is up to date */
    uint64_t rows, rows_after; /* of all tables but the trail's own */
    struct text backup;        /* the file that would be written, or was */
};

/* 1: of the schema of this program; 0: older. */
MUST_USE int store_is_current(const char *plant, struct problem *why);

/* Tries all steps on a copy in the plant's folder, which is removed; changes nothing else. */
MUST_USE int store_try_upgrade(const char *plant, struct upgrade *u, struct arena *into,
                               struct problem *why);
void upgrade_finish(struct upgrade *u);
