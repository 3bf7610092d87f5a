#include "assess/metric_series.h"

static const moment_us day_us = 86400LL * 1000000;

static void take_reading(struct metric_series *s, const struct metric_value *v)
{
    s->count++;
    if (!s->last || v->day > s->last->day) {
        s->before = s->last;
        s->last = v;
    } else if (!s->before || v->day > s->before->day) {
        s->before = v;
    }
}

static void take_review(struct metric_series *s, const struct review *r)
{
    if (!s->review || r->held > s->review->held)
        s->review = r;
    bool improves = r->change.length || r->action.length;
    if (improves && (!s->improvement || r->held > s->improvement->held))
        s->improvement = r;
}

struct metric_series metric_series(const struct plant *plant, const struct metric *m)
{
    struct metric_series s = { .metric = m };

    for (ARRAY_EACH(const struct metric_value, v, &plant->program.readings))
        if (text_equal(v->metric, m->id) && v->day <= plant->today)
            take_reading(&s, v);
    for (ARRAY_EACH(const struct review, r, &plant->program.reviews))
        if (text_equal(r->metric, m->id) && r->held <= plant->today)
            take_review(&s, r);
    return s;
}

static bool is_within(const struct plant *plant, moment_us day, int64_t days)
{
    return plant->today - day <= days * day_us;
}

const char *metric_gap(const struct plant *plant, const struct metric_series *s)
{
    if (s->count < METRIC_READINGS_LEAST)
        return "Its series has fewer than three readings.";
    if (!is_within(plant, s->last->day, METRIC_FRESH_DAYS))
        return "Its last reading is more than 100 days old.";
    if (!s->review)
        return "Nobody has held a review of it.";
    if (!s->improvement || !is_within(plant, s->improvement->held, METRIC_REVIEW_DAYS))
        return "No review of the last year says what changed, or names an action.";
    return NULL;
}
