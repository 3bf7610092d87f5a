/*
 * readiness.c - how far the program is from an evaluation.
 */
#include "assess/readiness.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static struct text id_of(const struct evidence *e)
{
    return e ? e->id : (struct text){ 0 };
}

static int print_csv(struct request *r, const struct readiness *all)
{
    static const char *const columns[] = { "requirement", "title",       "state",
                                           "supported",   "document",    "practice",
                                           "missing",     "asked_first", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-readiness/1", columns);
    for (ARRAY_EACH(const struct readiness_row, row, &all->rows)) {
        listing_text(&t, row->figure->requirement->id);
        listing_text(&t, row->figure->requirement->title);
        listing_string(&t, readiness_state_name(row->state));
        listing_unsigned(&t, row->figure->supported);
        listing_text(&t, id_of(row->document));
        listing_text(&t, id_of(row->practice));
        listing_text(&t, row->missing);
        listing_text(&t, row->figure->requirement->asked_first);
    }
    return reply_listing(&r->reply, &t);
}

static void print_rows(struct json *j, const struct readiness *all)
{
    json_array(j, "rows");
    for (ARRAY_EACH(const struct readiness_row, row, &all->rows)) {
        json_object(j, NULL);
        json_text(j, "requirement", row->figure->requirement->id);
        json_text(j, "title", row->figure->requirement->title);
        json_string(j, "state", readiness_state_name(row->state));
        json_level(j, "supported", row->figure->supported);
        json_text(j, "document", id_of(row->document));
        json_text(j, "practice", id_of(row->practice));
        json_text(j, "missing", row->missing);
        json_text(j, "asks", row->figure->requirement->asked_first);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_items(struct json *j, const struct readiness *all)
{
    json_array(j, "items");
    for (ARRAY_EACH(const struct readiness_item, item, &all->items)) {
        json_object(j, NULL);
        json_string(j, "title", item->title);
        json_bool(j, "holds", item->holds);
        json_text(j, "sentence", item->sentence);
        json_object_end(j);
    }
    json_array_end(j);
    json_array(j, "samples");
    for (ARRAY_EACH(const struct zone_sample, s, &all->samples)) {
        json_object(j, NULL);
        json_text(j, "zone", s->zone->id);
        json_level(j, "level", s->level);
        json_string(j, "why", s->why);
        json_object_end(j);
    }
    json_array_end(j);
}

static int print_json(struct request *r, const struct readiness *all)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_bool(&j, "ready", all->ready);
    json_object(&j, "counts");
    for (int state = 0; state < READINESS_STATE_COUNT; state++)
        json_unsigned(&j, readiness_state_name((enum readiness_state)state), all->counts[state]);
    json_object_end(&j);
    json_unsigned(&j, "nonconformities", all->nonconformities);
    print_items(&j, all);
    print_rows(&j, all);
    json_object_end(&j);
    return 0;
}

int readiness_get(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    struct readiness all;
    (void)why;

    readiness_judge(&all, &r->view->assessment, &r->arena);
    int rc = q->page.csv ? print_csv(r, &all) : print_json(r, &all);
    readiness_finish(&all);
    return rc;
}
