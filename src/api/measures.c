/*
 * measures.c - compensating measures.
 */
#include <errno.h>

#include "api/change.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

struct measures_query {
    struct page page;
    struct text requirement, asset;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct measures_query, requirement, "requirement", 0, 64),
    INPUT_TEXT(struct measures_query, asset, "asset", 0, 64),
    PAGE_FIELDS(struct measures_query),
};
const struct shape measures_query = SHAPE(struct measures_query, query_fields);

void json_measure(struct json *j, const char *key, const struct measure *m, moment_us today)
{
    json_object(j, key);
    json_text(j, "id", m->id);
    json_text(j, "title", m->title);
    json_text(j, "requirement", m->requirement);
    json_address(j, "asset", &m->asset);
    json_text(j, "argument", m->argument);
    json_text(j, "approver", m->approver);
    json_text(j, "exit_plan", m->exit_plan);
    json_date(j, "tested", m->tested);
    json_bool(j, "effective", m->effective);
    json_date(j, "expires", m->expires);
    json_unsigned(j, "renewals", m->renewals);
    json_string(j, "state", measure_state_name(measure_state(m, today)));
    json_object_end(j);
}

static struct text address_words(const struct address *a, struct arena *into)
{
    char text[ADDRESS_TEXT] = "";

    if (a->kind != ADDRESS_NONE)
        address_format(a, text);
    return text_copy(text_of(text), into);
}

static int list_as_csv(struct request *r, const struct selection *s, struct span span)
{
    static const char *const columns[] = { "id",        "title",    "requirement", "asset",
                                           "argument",  "approver", "exit_plan",   "tested",
                                           "effective", "expires",  "renewals",    "state",
                                           NULL };
    const struct plant *plant = &r->view->plant;
    struct listing t;

    listing_init(&t, "bulkhead-measures/1", columns);
    for (size_t i = span.from; i < span.to; i++) {
        const struct measure *m = &plant->program.measures.items[s->rows[i]];
        listing_text(&t, m->id);
        listing_text(&t, m->title);
        listing_text(&t, m->requirement);
        listing_text(&t, address_words(&m->asset, &r->arena));
        listing_text(&t, m->argument);
        listing_text(&t, m->approver);
        listing_text(&t, m->exit_plan);
        listing_date(&t, m->tested);
        listing_bool(&t, m->effective);
        listing_date(&t, m->expires);
        listing_unsigned(&t, m->renewals);
        listing_string(&t, measure_state_name(measure_state(m, plant->today)));
    }
    return reply_listing(&r->reply, &t);
}

/* By any address of the asset. */
static bool is_for(const struct plant_view *v, const struct measure *m, struct text asset)
{
    const struct inventory_row *wanted = inventory_find(&v->inventory, asset);
    struct address address;

    if (asset.length == 0)
        return true;
    if (m->asset.kind == ADDRESS_NONE || !address_parse(asset, &address))
        return false;
    return address_equal(&m->asset, &address) ||
           (wanted && inventory_at(&v->inventory, &m->asset) == wanted);
}

int measures_list(struct request *r, struct problem *why)
{
    const struct measures_query *q = r->input;
    const struct plant *plant = &r->view->plant;
    struct selection s = selection_of(plant->program.measures.count, &r->arena);
    (void)why;

    for (size_t i = 0; i < plant->program.measures.count; i++) {
        const struct measure *m = &plant->program.measures.items[i];
        if (facet_fits(q->requirement, m->requirement) && is_for(r->view, m, q->asset))
            s.rows[s.count++] = (uint32_t)i;
    }
    struct span span = page_span(&q->page, s.count);
    if (q->page.csv)
        return list_as_csv(r, &s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, s.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_measure(&j, NULL, &plant->program.measures.items[s.rows[i]], plant->today);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- rows ---- */

static bool read_asset(struct text t, void *asset)
{
    *(struct address *)asset = (struct address){ 0 };
    return t.length == 0 || (address_parse(t, asset) && !address_is_group(asset));
}

static const struct input_field edit_fields[] = {
    INPUT_TEXT(struct measure, title, "title", 1, 300),
    INPUT_TEXT(struct measure, requirement, "requirement", 1, 64),
    INPUT_PARSED(struct measure, asset, "asset", read_asset,
                 "must be the address of one asset, or empty"),
    INPUT_TEXT(struct measure, argument, "argument", 0, 10000),
    INPUT_TEXT(struct measure, approver, "approver", 0, 200),
    INPUT_TEXT(struct measure, exit_plan, "exit_plan", 0, 10000),
    INPUT_DATE_OR_NULL(struct measure, tested, "tested"),
    INPUT_TRUTH(struct measure, effective, "effective"),
    INPUT_DATE(struct measure, expires, "expires"),
};
const struct shape measure_edit = SHAPE(struct measure, edit_fields);

static const struct measure *find(const struct plant_view *v, struct text id, struct problem *why)
{
    const struct program *p = &v->plant.program;
    size_t place = PLACE_OF(&p->measures, id);

    if (place < p->measures.count)
        return &p->measures.items[place];
    problem_set(why, -ENOENT, "there is no measure \"%.*s\"", SHOWN(id));
    return NULL;
}

static int judge_create(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct program changed = v->plant.program;
    struct measure row = *(struct measure *)r->input;

    row.id = TEXT("new"); /* the store gives the id */
    PROGRAM_WITH(&changed, measures, changed.measures.count, &row, &r->arena);
    return change_fits(v, &changed, why);
}

/* A later expiry is one more renewal. */
static int judge_put(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct measure *row = r->input;
    const struct measure *old = find(v, r->path[0], why);
    struct program changed = v->plant.program;

    if (!old)
        return why->code;
    row->id = r->path[0];
    row->renewals = old->renewals + (row->expires > old->expires);
    size_t place = (size_t)(old - changed.measures.items);
    PROGRAM_WITH(&changed, measures, place, row, &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_delete(struct request *r, const struct plant_view *v, struct problem *why)
{
    return find(v, r->path[0], why) ? 0 : why->code;
}

static int put_new(struct request *r, struct store *store, struct problem *why)
{
    return store_add_measure(store, r->input, &r->arena, why);
}

static int store_put(struct request *r, struct store *store, struct problem *why)
{
    return store_put_measure(store, r->input, why);
}

static int store_delete(struct request *r, struct store *store, struct problem *why)
{
    return store_remove_measure(store, r->path[0], why);
}

static int reply_stored(struct request *r, unsigned status, struct problem *why)
{
    const struct measure *stored = find(r->view, ((const struct measure *)r->input)->id, why);

    if (!stored)
        return why->code;
    struct json j = reply_json(&r->reply);
    r->reply.status = status;
    json_measure(&j, NULL, stored, r->view->plant.today);
    return 0;
}

int measure_create(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_create, put_new, why);

    return rc < 0 ? rc : reply_stored(r, 201, why);
}

int measure_put(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_put, store_put, why);

    return rc < 0 ? rc : reply_stored(r, 200, why);
}

int measure_delete(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_delete, store_delete, why);

    return rc < 0 ? rc : reply_nothing(&r->reply);
}
