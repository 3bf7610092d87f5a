/*
 * assessment_run.h - one assessment of one scope.  The newest one of a scope is in
 * force; claims that name no assessment are the standing ones, in force where there
 * is none.  Named assessment_run because struct assessment holds the figures.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct assessment_run {
    struct text id;
    struct text title;
    struct text scope;   /* scopes */
    struct text profile; /* internal, iecee, acssa, management system */
    struct text state;   /* planned, open, closed */
    moment_us begun;
    moment_us closed;
    struct text lead;
    struct text team; /* ';' between */
    struct text edition;
    struct text copied_from; /* assessments */
    struct text note;
};
