/*
 * explain_steps.h - the pieces of which explanations are made; for explain*.c.
 */
#pragma once

#include "assess/explain.h"

/* An explanation being written. */
struct telling {
    struct explanation *out;
    const struct assessment *a;
    struct sight sight; /* its text goes to the explanation */
};

/* Sets title, value and sentence; false: no row has that id. */
typedef bool explainer(struct telling *t, struct text id);

explainer explain_overall, explain_element, explain_requirement, explain_signal;
explainer explain_asset, explain_conversation, explain_zone, explain_pair;

/* A list ends after so many rows and says how many more there are. */
enum { EXPLAIN_ROWS_MOST = 50 };

void tell(struct telling *t, unsigned depth, const char *format, ...) PRINTF_LIKE(3, 4);

/* Rows that the last sentence speaks of. */
void refer(struct telling *t, enum reference_kind kind, struct text id, struct text text);
void refer_asset(struct telling *t, const struct address *address);
void refer_frame(struct telling *t, uint32_t capture, uint64_t frame);
void refer_dialogue(struct telling *t, uint32_t dialogue); /* and its first frame */
void refer_zone(struct telling *t, const struct zone *zone);

/* "2026-11-23"; "-" for 0. */
const char *tell_date(struct telling *t, moment_us at);

/* A row of a signal with all that it refers to. */
void tell_signal_row(struct telling *t, unsigned depth, const struct signal_row *row);

/* Hours, routing, protocols and operations of an asset. */
void tell_doings(struct telling *t, const struct asset *asset);

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""
