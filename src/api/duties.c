/*
 * duties.c - responsibilities: what is wrong with them, and rows where there are none.
 */
#include "assess/duties.h"

#include "api/batch.h"
#include "api/ledger.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static int print_csv(struct request *r, const struct duty_faults *faults)
{
    static const char *const columns[] = { "requirement", "fault", "sentence", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-duty-faults/1", columns);
    for (ARRAY_EACH(const struct duty_fault, f, &faults->rows)) {
        listing_text(&t, f->requirement);
        listing_string(&t, duty_fault_name(f->kind));
        listing_text(&t, f->sentence);
    }
    return reply_listing(&r->reply, &t);
}

static void print_faults(struct json *j, const struct duty_faults *faults)
{
    json_array(j, "faults");
    for (ARRAY_EACH(const struct duty_fault, f, &faults->rows)) {
        json_object(j, NULL);
        json_text(j, "requirement", f->requirement);
        json_string(j, "fault", duty_fault_name(f->kind));
        json_text(j, "sentence", f->sentence);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_proposal(struct json *j, struct request *r)
{
    const struct plant_view *v = r->view;
    struct duty_proposal proposal;

    duties_propose(&proposal, &v->plant.program, v->assessment.requirements, &r->arena);
    json_array(j, "proposed");
    for (ARRAY_EACH(const struct duty, d, &proposal.rows))
        json_ledger_row(j, NULL, &duty_ledger, d, v);
    json_array_end(j);
    duty_proposal_finish(&proposal);
}

int duties_get(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    struct duty_faults faults;
    int rc = 0;
    (void)why;

    duties_check(&faults, &r->view->plant.program, r->view->assessment.requirements, &r->arena);
    if (q->page.csv) {
        rc = print_csv(r, &faults);
    } else {
        struct json j = reply_json(&r->reply);
        json_object(&j, NULL);
        print_faults(&j, &faults);
        print_proposal(&j, r);
        json_object_end(&j);
    }
    duties_finish(&faults);
    return rc;
}

/* ---- making a proposal one's own ---- */

struct duties_choice {
    struct batch batch;              /* first, for its work */
    ARRAY(struct text) requirements; /* none: every proposal */
};
static const struct input_field requirement_field = {
    .take = input_text, .least = 1, .most = 64, .size = sizeof(struct text)
};
static const struct input_field choice_fields[] = {
    INPUT_LIST(struct duties_choice, requirements, "requirements", requirement_field, 200),
};
const struct shape duties_choice = SHAPE(struct duties_choice, choice_fields);

static bool is_chosen(const struct duties_choice *choice, struct text requirement)
{
    for (ARRAY_EACH(const struct text, id, &choice->requirements))
        if (text_equal(*id, requirement))
            return true;
    return choice->requirements.count == 0;
}

static int add_proposals(struct request *r, const struct duty_proposal *proposal,
                         struct problem *why)
{
    struct duties_choice *choice = r->input;

    for (ARRAY_EACH(const struct duty, d, &proposal->rows)) {
        if (!is_chosen(choice, d->requirement))
            continue;
        struct duty *row = batch_add(r, &choice->batch, &duty_ledger, why);
        if (!row)
            return why->code;
        *row = *d;
    }
    return 0;
}

static int judge_proposals(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct duties_choice *choice = r->input;
    struct duty_proposal proposal;

    duties_propose(&proposal, &v->plant.program, v->assessment.requirements, &r->arena);
    int rc = add_proposals(r, &proposal, why);
    duty_proposal_finish(&proposal);
    return rc < 0 ? rc : batch_fits(r, v, &choice->batch, why);
}

int duties_accept(struct request *r, struct problem *why)
{
    return batch_change(r, judge_proposals, why);
}
