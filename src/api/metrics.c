/*
 * metrics.c - how one knows that it works: what each metric gives today, its series
 * and its reviews.
 */
#include "assess/metrics.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static void print_series(struct json *j, const struct plant *plant, const struct metric *m)
{
    json_array(j, "series");
    for (ARRAY_EACH(const struct metric_value, v, &plant->program.readings)) {
        if (!text_equal(v->metric, m->id))
            continue;
        json_object(j, NULL);
        json_date(j, "day", v->day);
        json_unsigned(j, "value", v->value);
        json_bool(j, "on_target", metric_is_on_target(m, v->value));
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_metric(struct json *j, const struct assessment *a, const struct metric *m)
{
    struct metric_series s = metric_series(a->plant, m);
    const char *gap = metric_gap(a->plant, &s);
    uint32_t today = 0;

    json_object(j, NULL);
    json_text(j, "id", m->id);
    json_text(j, "title", m->title);
    json_text(j, "requirement", m->requirement);
    json_text(j, "unit", m->unit);
    json_unsigned(j, "target", m->target);
    json_text(j, "better", m->better);
    json_text(j, "source", m->source);
    if (metric_live(a, m, &today))
        json_unsigned(j, "today", today);
    else
        json_null(j, "today");
    print_series(j, a->plant, m);
    json_date(j, "reviewed", s.review ? s.review->held : 0);
    json_bool(j, "shows_level_4", gap == NULL);
    json_string(j, "gap", gap ? gap : "");
    json_object_end(j);
}

static int print_csv(struct request *r)
{
    struct listing t;

    listing_init(&t, "bulkhead-metrics/1", metric_columns);
    for (ARRAY_EACH(const struct metric, m, &r->view->plant.program.metrics))
        metric_list(&r->view->assessment, m, &t);
    return reply_listing(&r->reply, &t);
}

int metrics_list(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    (void)why;

    if (q->page.csv)
        return print_csv(r);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct metric, m, &r->view->plant.program.metrics))
        print_metric(&j, &r->view->assessment, m);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}
