/*
 * heat_map.c - every requirement in every scope that has an assessment in force of
 * its own: where the program is far and where it is not.
 */
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

/* What is in force somewhere. */
struct heat_column {
    const struct scope *scope;        /* NULL: the whole */
    const struct assessment_run *run; /* NULL: the standing claims */
    struct maturity maturity;
};

struct heat_map {
    ARRAY(struct heat_column) columns;   /* the whole first */
    ARRAY(const struct scope *) without; /* an assessment of their own */
};

static void add_column(struct heat_map *h, struct request *r, const struct scope *scope,
                       const struct assessment_run *run)
{
    const struct assessment *a = &r->view->assessment;
    struct heat_column *column = array_add(&h->columns);

    column->scope = scope;
    column->run = run;
    maturity_judge(&column->maturity, a->plant, a->requirements, &a->proofs, &a->signals, run,
                   &r->arena);
}

static void heat_map_make(struct heat_map *h, struct request *r)
{
    const struct program *p = &r->view->plant.program;
    const struct assessment_run *whole = program_assessment(p, (struct text){ 0 });

    *h = (struct heat_map){ 0 };
    add_column(h, r, NULL, whole);
    for (ARRAY_EACH(const struct scope, s, &p->scopes)) {
        const struct assessment_run *run = program_assessment(p, s->id);
        if (run && run != whole)
            add_column(h, r, s, run);
        else if (!run)
            *array_add(&h->without) = s;
    }
}

static void heat_map_finish(struct heat_map *h)
{
    for (ARRAY_EACH(struct heat_column, c, &h->columns))
        maturity_finish(&c->maturity);
    array_free(&h->columns);
    array_free(&h->without);
}

static struct text scope_id(const struct scope *scope)
{
    return scope ? scope->id : (struct text){ 0 };
}

static struct text run_id(const struct assessment_run *run)
{
    return run ? run->id : (struct text){ 0 };
}

static int print_csv(struct request *r, const struct heat_map *h)
{
    static const char *const columns[] = { "requirement", "title",   "scope",
                                           "assessment",  "claimed", "supported",
                                           "target",      "state",   NULL };
    struct listing t;

    listing_init(&t, "bulkhead-heat-map/1", columns);
    for (ARRAY_EACH(const struct heat_column, c, &h->columns))
        for (ARRAY_EACH(const struct requirement_figure, f, &c->maturity.requirements)) {
            listing_text(&t, f->requirement->id);
            listing_text(&t, f->requirement->title);
            listing_text(&t, scope_id(c->scope));
            listing_text(&t, run_id(c->run));
            listing_unsigned(&t, f->claimed);
            listing_unsigned(&t, f->supported);
            listing_unsigned(&t, f->target);
            listing_string(&t, requirement_state_name(f->state));
        }
    return reply_listing(&r->reply, &t);
}

static void print_columns(struct json *j, const struct heat_map *h)
{
    json_array(j, "columns");
    for (ARRAY_EACH(const struct heat_column, c, &h->columns)) {
        json_object(j, NULL);
        json_text(j, "scope", scope_id(c->scope));
        json_text(j, "name", c->scope ? c->scope->name : (struct text){ 0 });
        json_text(j, "assessment", run_id(c->run));
        json_requirement_counts(j, "counts", &c->maturity.overall);
        json_object_end(j);
    }
    json_array_end(j);
    json_array(j, "without");
    for (ARRAY_EACH(const struct scope *, s, &h->without)) {
        json_object(j, NULL);
        json_text(j, "scope", (*s)->id);
        json_text(j, "name", (*s)->name);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_cell(struct json *j, const struct requirement_figure *f)
{
    json_object(j, NULL);
    json_level(j, "claimed", f->claimed);
    json_level(j, "supported", f->supported);
    json_level(j, "target", f->target);
    json_string(j, "state", requirement_state_name(f->state));
    json_object_end(j);
}

/* All columns hold the same requirements in the same order. */
static void print_rows(struct json *j, const struct heat_map *h)
{
    json_array(j, "rows");
    for (size_t i = 0; i < h->columns.items[0].maturity.requirements.count; i++) {
        const struct requirement *r =
            h->columns.items[0].maturity.requirements.items[i].requirement;
        json_object(j, NULL);
        json_text(j, "requirement", r->id);
        json_text(j, "element", r->element);
        json_text(j, "title", r->title);
        json_array(j, "cells");
        for (ARRAY_EACH(const struct heat_column, c, &h->columns))
            print_cell(j, &c->maturity.requirements.items[i]);
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
}

int heat_map_get(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    struct heat_map h;
    int rc = 0;
    (void)why;

    heat_map_make(&h, r);
    if (q->page.csv) {
        rc = print_csv(r, &h);
    } else {
        struct json j = reply_json(&r->reply);
        json_object(&j, NULL);
        print_columns(&j, &h);
        print_rows(&j, &h);
        json_object_end(&j);
    }
    heat_map_finish(&h);
    return rc;
}
