/*
 * chart.h - the charts of the reports; each is a figure with its drawing and,
 * under it, the table of the same numbers.
 */
#pragma once

#include "assess/assessment.h"
#include "assess/roadmap.h"
#include "report/chart/svg.h"
#include "report/concern.h"
#include "report/html.h"

/* Looks of the levels 0..4, shared by every chart that shows levels. */
extern const struct look level_looks[ML_MOST + 1];
void chart_level_fill(struct html *h, struct box in, unsigned level);

void chart_open(struct html *h, const char *id, const char *title, const char *note);
void chart_close(struct html *h);

void chart_radar(struct html *h, const struct maturity *m);
void chart_levels(struct html *h, const struct maturity *m); /* how many requirements per level */
void chart_pairs(struct html *h, const struct maturity *m);  /* claimed over supported */
void chart_matrix(struct html *h, const struct assessment *a);
void chart_zones(struct html *h, const struct assessment *a);
void chart_ages(struct html *h, const struct plant *plant);
void chart_expiries(struct html *h, const struct expiries *all, moment_us today);
void chart_schedule(struct html *h, const struct roadmap *r, moment_us today);
