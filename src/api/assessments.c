/*
 * assessments.c - the assessments over time: the figures of each, what changed from
 * one to another, and a new one that begins with the claims of an old one.
 */
#include <errno.h>

#include "api/change.h"
#include "api/ledger.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"
#include "assess/comparison.h"

static const struct assessment_run *run_named(const struct plant_view *v, struct text id,
                                              struct problem *why)
{
    const struct assessment_run *run = ledger_named(&assessment_run_ledger, &v->plant.program, id);

    if (!run)
        problem_set(why, -ENOENT, "there is no assessment \"%.*s\"", SHOWN(id));
    return run;
}

static void judge(const struct plant_view *v, const struct assessment_run *run, struct maturity *m,
                  struct arena *into)
{
    maturity_judge(m, &v->plant, v->assessment.requirements, &v->assessment.proofs,
                   &v->assessment.signals, run, into);
}

/* NULL: the standing claims. */
static void print_run(struct json *j, struct request *r, const struct assessment_run *run)
{
    struct maturity m;

    judge(r->view, run, &m, &r->arena);
    json_object(j, NULL);
    json_text(j, "id", run ? run->id : (struct text){ 0 });
    json_text(j, "title", run ? run->title : TEXT("Standing claims"));
    json_text(j, "scope", run ? run->scope : (struct text){ 0 });
    json_string(j, "state", run ? text_string(run->state, &r->arena) : "standing");
    json_date(j, "begun", run ? run->begun : 0);
    json_bool(j, "in_force", r->view->assessment.maturity.run == run);
    json_bool(j, "in_force_for_scope",
              program_assessment(&r->view->plant.program, run ? run->scope : (struct text){ 0 }) ==
                  run);
    json_requirement_counts(j, "counts", &m.overall);
    json_array(j, "elements");
    for (ARRAY_EACH(const struct element_figure, e, &m.elements))
        json_element(j, NULL, e);
    json_array_end(j);
    json_object_end(j);
    maturity_finish(&m);
}

static bool has_standing_claims(const struct program *p)
{
    for (ARRAY_EACH(const struct claim, c, &p->claims))
        if (c->assessment.length == 0)
            return true;
    return false;
}

int assessments_list(struct request *r, struct problem *why)
{
    const struct program *p = &r->view->plant.program;
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    json_array(&j, "rows");
    if (has_standing_claims(p))
        print_run(&j, r, NULL);
    for (ARRAY_EACH(const struct assessment_run, run, &p->assessments))
        print_run(&j, r, run);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- comparison ---- */

struct comparison_query {
    struct page page;
    struct text with;
};
static const struct input_field comparison_fields[] = {
    INPUT_TEXT(struct comparison_query, with, "with", 0, 64),
    PAGE_FORMAT(struct comparison_query),
};
const struct shape comparison_query = SHAPE(struct comparison_query, comparison_fields);

static int compare_csv(struct request *r, const struct comparison *c)
{
    static const char *const columns[] = { "requirement",      "title",   "claimed_before",
                                           "supported_before", "claimed", "supported",
                                           "change",           NULL };
    struct listing t;

    listing_init(&t, "bulkhead-comparison/1", columns);
    for (ARRAY_EACH(const struct compared_requirement, row, &c->rows)) {
        listing_text(&t, row->after->requirement->id);
        listing_text(&t, row->after->requirement->title);
        listing_unsigned(&t, row->before->claimed);
        listing_unsigned(&t, row->before->supported);
        listing_unsigned(&t, row->after->claimed);
        listing_unsigned(&t, row->after->supported);
        listing_string(&t, change_name(row->change));
    }
    return reply_listing(&r->reply, &t);
}

static int compare_json(struct request *r, const struct comparison *c)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_object(&j, "counts");
    for (int change = 0; change < CHANGE_COUNT; change++)
        json_unsigned(&j, change_name((enum change_kind)change), c->counts[change]);
    json_object_end(&j);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct compared_requirement, row, &c->rows)) {
        json_object(&j, NULL);
        json_text(&j, "requirement", row->after->requirement->id);
        json_text(&j, "title", row->after->requirement->title);
        json_level(&j, "claimed_before", row->before->claimed);
        json_level(&j, "supported_before", row->before->supported);
        json_level(&j, "claimed", row->after->claimed);
        json_level(&j, "supported", row->after->supported);
        json_string(&j, "change", change_name(row->change));
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* `with` empty: the standing claims. */
int comparison_get(struct request *r, struct problem *why)
{
    const struct comparison_query *q = r->input;
    const struct assessment_run *after = run_named(r->view, r->path[0], why), *before = NULL;
    struct maturity old, new;
    struct comparison c;

    if (after && q->with.length)
        before = run_named(r->view, q->with, why);
    if (!after || (q->with.length && !before))
        return why->code;
    judge(r->view, before, &old, &r->arena);
    judge(r->view, after, &new, &r->arena);
    comparison_make(&c, &old, &new);
    int rc = q->page.csv ? compare_csv(r, &c) : compare_json(r, &c);
    comparison_finish(&c);
    maturity_finish(&new);
    maturity_finish(&old);
    return rc;
}

/* ---- copying forward ---- */

struct copy_edit {
    struct assessment_run run;
    struct text from; /* empty: the standing claims */
};
static const struct input_field copy_fields[] = {
    INPUT_TEXT(struct copy_edit, from, "from", 0, 64),
    INPUT_TEXT(struct copy_edit, run.title, "title", 1, 300),
    INPUT_DATE(struct copy_edit, run.begun, "begun"),
    INPUT_TEXT(struct copy_edit, run.lead, "lead", 0, 200),
};
const struct shape copy_edit = SHAPE(struct copy_edit, copy_fields);

static int judge_copy(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct copy_edit *edit = r->input;
    const struct assessment_run *from = NULL;

    if (edit->from.length && !(from = run_named(v, edit->from, why)))
        return why->code;
    edit->run.state = TEXT("open");
    edit->run.profile = from ? text_copy(from->profile, &r->arena) : TEXT("internal");
    edit->run.scope = from ? text_copy(from->scope, &r->arena) : (struct text){ 0 };
    edit->run.copied_from = edit->from;
    return 0;
}

static int work_copy(struct request *r, struct store *store, struct problem *why)
{
    struct copy_edit *edit = r->input;

    return store_copy_assessment(store, &edit->run, &r->arena, why);
}

int assessment_copy(struct request *r, struct problem *why)
{
    struct copy_edit *edit = r->input;
    int rc = change_plant(r, judge_copy, work_copy, why);

    if (rc < 0)
        return rc;
    const void *row =
        ledger_find_row(r->view, &assessment_run_ledger, edit->run.id, &r->arena, why);
    if (!row)
        return why->code;
    struct json j = reply_json(&r->reply);
    r->reply.status = 201;
    json_ledger_row(&j, NULL, &assessment_run_ledger, row, r->view);
    return 0;
}
