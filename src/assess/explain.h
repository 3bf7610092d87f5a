/*
 * explain.h - why a figure is what it is: sentences, each with the rows that it
 * rests on, down to conversations and the frames of captures.
 *
 * Figures: overall, spe:NET, requirement:NET 1.1, signal:ID, asset:ADDRESS,
 * conversation:ID, zone:ID, pair:FROM>TO (an end without a zone is "-").
 * The same assessment gives the same sentences in the same order.
 *
 * Ownership: an explanation owns its text; rows of the plant are named, not
 * pointed at, so it may outlive the assessment.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "assess/assessment.h"

enum reference_kind {
    REFERENCE_asset,
    REFERENCE_conversation,
    REFERENCE_zone,
    REFERENCE_conduit,
    REFERENCE_requirement,
    REFERENCE_element,
    REFERENCE_claim,
    REFERENCE_evidence,
    REFERENCE_measure,
    REFERENCE_signal,
    REFERENCE_capture,
    REFERENCE_KIND_COUNT
};

/* A row that a sentence speaks of. */
struct reference {
    enum reference_kind kind;
    struct text id;   /* of a capture its path */
    struct text text; /* how to call it: "hmi-b (10.42.0.20)" */
    uint64_t frame;   /* in a capture; 0: no one frame is meant */
};

/* A sentence; those that follow at a greater depth are what it rests on. */
struct because {
    unsigned depth; /* 0: directly behind the figure */
    struct text sentence;
    ARRAY(struct reference) references;
};

struct explanation {
    struct arena text;
    struct text figure;   /* as asked */
    struct text title;    /* "Supported maturity of NET 1.1" */
    struct text value;    /* "2" */
    struct text sentence; /* or why there is no such figure */
    ARRAY(struct because) steps;
};

/* False when there is no such figure; the sentence then says which there are. */
bool explain(struct explanation *x, const struct assessment *a, struct text figure);
void explanation_finish(struct explanation *x);

const char *reference_kind_name(enum reference_kind kind); /* "conversation" */
