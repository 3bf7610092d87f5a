/*
 * renewals.c - what has expired or soon will, and whom to ask for a new one.
 */
#include "assess/renewals.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

struct renewals_query {
    struct page page;
    struct text stage, ask;
};
static const struct input_field renewals_fields[] = {
    INPUT_TEXT(struct renewals_query, stage, "stage", 0, 20),
    INPUT_TEXT(struct renewals_query, ask, "ask", 0, 200),
    PAGE_FIELDS(struct renewals_query),
};
const struct shape renewals_query = SHAPE(struct renewals_query, renewals_fields);

void json_renewal(struct json *j, const struct renewal *row)
{
    json_object(j, NULL);
    json_string(j, "kind", row->kind);
    json_string(j, "ledger", row->ledger ? row->ledger->name : "");
    json_text(j, "id", row->id);
    json_text(j, "title", row->title);
    json_text(j, "requirement", row->requirement);
    json_text(j, "ask", row->ask);
    json_string(j, "stage", renewal_stage_name(row->stage));
    json_date(j, "expires", row->expires);
    json_signed(j, "days_left", row->days_left);
    json_object_end(j);
}

static void print_counts(struct json *j, const struct renewals *all)
{
    json_object(j, "counts");
    for (int stage = 0; stage < RENEWAL_STAGE_COUNT; stage++)
        json_unsigned(j, renewal_stage_name((enum renewal_stage)stage), all->counts[stage]);
    json_object_end(j);
}

static struct selection select_rows(const struct request *r, const struct renewals *all,
                                    struct arena *into)
{
    const struct renewals_query *q = r->input;
    struct selection s = selection_of(all->rows.count, into);

    for (uint32_t i = 0; i < all->rows.count; i++) {
        const struct renewal *row = &all->rows.items[i];
        bool fits = q->stage.length == 0 || text_is(q->stage, renewal_stage_name(row->stage));
        if (fits && (q->ask.length == 0 || text_equal(q->ask, row->ask)))
            s.rows[s.count++] = i;
    }
    return s;
}

static int print_csv(struct request *r, const struct renewals *all, const struct selection *s,
                     struct span span)
{
    struct listing t;

    listing_init(&t, "bulkhead-renewals/1", renewal_columns);
    for (size_t i = span.from; i < span.to; i++)
        renewal_list(&all->rows.items[s->rows[i]], &t);
    return reply_listing(&r->reply, &t);
}

static void print_json(struct request *r, const struct renewals *all, const struct selection *s,
                       struct span span)
{
    const struct renewals_query *q = r->input;
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    page_print(&q->page, s->count, &j);
    print_counts(&j, all);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_renewal(&j, &all->rows.items[s->rows[i]]);
    json_array_end(&j);
    json_object_end(&j);
}

int renewals_list(struct request *r, struct problem *why)
{
    const struct renewals_query *q = r->input;
    struct renewals all;
    int rc = 0;
    (void)why;

    renewals_make(&all, &r->view->plant, &r->arena);
    struct selection s = select_rows(r, &all, &r->arena);
    struct span span = page_span(&q->page, s.count);
    if (q->page.csv)
        rc = print_csv(r, &all, &s, span);
    else
        print_json(r, &all, &s, span);
    renewals_finish(&all);
    return rc;
}
