/*
 * screening.c - where to begin: the questions, what the answers propose, and what
 * somebody accepts of it.
 */
#include "assess/screening.h"

#include "api/batch.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

enum { ANSWERS_MOST = 400, CHOICES_MOST = 200 };

struct screening_query {
    struct page page;
    struct text answers;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct screening_query, answers, "answers", 0, ANSWERS_MOST),
    PAGE_FORMAT(struct screening_query),
};
const struct shape screening_query = SHAPE(struct screening_query, query_fields);

/* The questions, and the proposals after some answers to them. */
struct interview {
    struct screening screening;
    struct screening_proposals proposals;
};

static void interview_finish(struct interview *i)
{
    screening_proposals_finish(&i->proposals);
    array_free(&i->screening.questions);
}

/* To be finished in any case. */
static int interview_hold(struct interview *i, struct request *r, const struct plant_view *v,
                          struct text given, struct problem *why)
{
    struct screening_answers answers;

    *i = (struct interview){ 0 };
    catalogue_screening(live_catalogue(r->live), &i->screening);
    int rc = screening_answers_read(&answers, &i->screening, given, why);
    if (rc == 0)
        screening_propose(&i->proposals, &i->screening, &answers, &v->plant.program,
                          v->assessment.requirements);
    return rc;
}

static int print_csv(struct request *r, const struct interview *i)
{
    static const char *const columns[] = { "question", "requirement", "title",   "level",
                                           "claims",   "claimed",     "collect", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-screening/1", columns);
    for (ARRAY_EACH(const struct screening_proposal, p, &i->proposals.rows)) {
        listing_text(&t, p->question->id);
        listing_text(&t, p->requirement->id);
        listing_text(&t, p->requirement->title);
        listing_unsigned(&t, p->level);
        listing_bool(&t, screening_claims(p));
        listing_unsigned(&t, p->claim ? p->claim->level : 0);
        listing_text(&t, p->question->collect[p->level]);
    }
    return reply_listing(&r->reply, &t);
}

static void print_question(struct json *j, const struct screening_question *q)
{
    json_object(j, NULL);
    json_text(j, "id", q->id);
    json_text(j, "question", q->question);
    json_text(j, "why", q->why);
    json_list(j, "requirements", q->requirements);
    json_text_list(j, "answers", q->answers, SCREENING_ANSWERS);
    json_text_list(j, "collect", q->collect, SCREENING_ANSWERS);
    json_object_end(j);
}

static void print_proposal(struct json *j, const struct screening_proposal *p)
{
    json_object(j, NULL);
    json_text(j, "question", p->question->id);
    json_text(j, "requirement", p->requirement->id);
    json_text(j, "title", p->requirement->title);
    json_level(j, "level", p->level);
    json_bool(j, "claims", screening_claims(p));
    if (p->claim)
        json_level(j, "claimed", p->claim->level);
    else
        json_null(j, "claimed");
    json_text(j, "collect", p->question->collect[p->level]);
    json_object_end(j);
}

static int print_json(struct request *r, const struct interview *i)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_array(&j, "questions");
    for (ARRAY_EACH(const struct screening_question, q, &i->screening.questions))
        print_question(&j, q);
    json_array_end(&j);
    json_array(&j, "proposals");
    for (ARRAY_EACH(const struct screening_proposal, p, &i->proposals.rows))
        print_proposal(&j, p);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int screening_get(struct request *r, struct problem *why)
{
    const struct screening_query *q = r->input;
    struct interview i;
    int rc = interview_hold(&i, r, r->view, q->answers, why);

    if (rc == 0)
        rc = q->page.csv ? print_csv(r, &i) : print_json(r, &i);
    interview_finish(&i);
    return rc;
}

/* ---- accepting ---- */

struct screening_edit {
    struct batch batch; /* first, for its work */
    struct text answers;
    ARRAY(struct text) requirements; /* none: all */
    bool actions;
};
static const struct input_field requirement_field = {
    .take = input_text, .least = 1, .most = 64, .size = sizeof(struct text)
};
static const struct input_field edit_fields[] = {
    INPUT_TEXT(struct screening_edit, answers, "answers", 0, ANSWERS_MOST),
    INPUT_LIST(struct screening_edit, requirements, "requirements", requirement_field,
               CHOICES_MOST),
    INPUT_TRUTH(struct screening_edit, actions, "actions"),
};
const struct shape screening_edit = SHAPE(struct screening_edit, edit_fields);

static int add_rows(struct request *r, const struct screening_rows *rows, struct problem *why)
{
    struct screening_edit *edit = r->input;

    for (ARRAY_EACH(const struct claim, c, &rows->claims)) {
        struct claim *row = batch_add(r, &edit->batch, &claim_ledger, why);
        if (!row)
            return why->code;
        *row = *c;
    }
    for (ARRAY_EACH(const struct action, a, &rows->actions)) {
        struct action *row = batch_add(r, &edit->batch, &action_ledger, why);
        if (!row)
            return why->code;
        *row = *a;
    }
    return 0;
}

static int judge_rows(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct screening_edit *edit = r->input;
    const struct screening_choice choice = { edit->requirements.items, edit->requirements.count,
                                             edit->actions };
    struct screening_rows rows = { 0 };
    struct interview i;
    int rc = interview_hold(&i, r, v, edit->answers, why);

    if (rc == 0) {
        screening_accept(&rows, &i.proposals, &choice, &v->plant.program, v->plant.today,
                         &r->arena);
        rc = add_rows(r, &rows, why);
    }
    screening_rows_finish(&rows);
    interview_finish(&i);
    return rc < 0 ? rc : batch_fits(r, v, &edit->batch, why);
}

int screening_accepted(struct request *r, struct problem *why)
{
    return batch_change(r, judge_rows, why);
}
