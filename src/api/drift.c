/*
 * drift.c - which levels changed by themselves in the last days.
 */
#include "assess/drift.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

enum { DAYS = 7, DAYS_MOST = 3660 };

struct drift_query {
    struct page page;
    uint64_t days;
};
static const struct input_field drift_fields[] = {
    INPUT_NUMBER(struct drift_query, days, "days", 1, DAYS_MOST),
    PAGE_FORMAT(struct drift_query),
};
const struct shape drift_query = SHAPE(struct drift_query, drift_fields);

static int print_csv(struct request *r, const struct drift *d)
{
    struct listing t;

    listing_init(&t, "bulkhead-drift/1", drift_columns);
    for (ARRAY_EACH(const struct compared_requirement, row, &d->changes.rows))
        if (drift_is_change(row))
            drift_list(row, &t, &r->arena);
    return reply_listing(&r->reply, &t);
}

static void print_row(struct json *j, const struct compared_requirement *row)
{
    json_object(j, NULL);
    json_text(j, "requirement", row->after->requirement->id);
    json_text(j, "title", row->after->requirement->title);
    json_level(j, "before", row->before->supported);
    json_level(j, "now", row->after->supported);
    json_string(j, "change", change_name(row->change));
    json_text(j, "then", row->before->reason);
    json_text(j, "reason", row->after->reason);
    json_object_end(j);
}

static int print_json(struct request *r, const struct drift *d)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_date(&j, "since", d->plant_then.today);
    json_unsigned(&j, "fallen", d->fallen);
    json_unsigned(&j, "risen", d->risen);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct compared_requirement, row, &d->changes.rows))
        if (drift_is_change(row))
            print_row(&j, row);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int drift_get(struct request *r, struct problem *why)
{
    const struct drift_query *q = r->input;
    struct drift d;
    (void)why;

    drift_make(&d, &r->view->assessment, q->days ? (uint32_t)q->days : DAYS);
    int rc = q->page.csv ? print_csv(r, &d) : print_json(r, &d);
    drift_finish(&d);
    return rc;
}
