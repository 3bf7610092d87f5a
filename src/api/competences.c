/*
 * competences.c - whether people have the training that their function needs.
 */
#include "assess/competences.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static void print_row(struct json *j, const struct competence_figure *row)
{
    json_object(j, NULL);
    json_text(j, "person", row->person->id);
    json_text(j, "name", row->person->name);
    json_text(j, "function", row->person->function);
    json_text(j, "topic", row->competence->topic);
    json_text(j, "level", row->competence->level);
    json_string(j, "state", competence_state_name(row->state));
    json_date(j, "until", row->until);
    json_text(j, "training", row->training ? row->training->id : (struct text){ 0 });
    json_object_end(j);
}

static int print_csv(struct request *r, const struct competences *all)
{
    struct listing t;

    listing_init(&t, "bulkhead-competences/1", competence_columns);
    for (ARRAY_EACH(const struct competence_figure, row, &all->rows))
        competence_list(row, &t);
    return reply_listing(&r->reply, &t);
}

static int print_json(struct request *r, const struct competences *all)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_object(&j, "counts");
    for (int state = 0; state < COMPETENCE_STATE_COUNT; state++)
        json_unsigned(&j, competence_state_name((enum competence_state)state), all->counts[state]);
    json_object_end(&j);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct competence_figure, row, &all->rows))
        print_row(&j, row);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int competences_list(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    struct competences all;
    (void)why;

    competences_make(&all, &r->view->plant);
    int rc = q->page.csv ? print_csv(r, &all) : print_json(r, &all);
    competences_finish(&all);
    return rc;
}
