#include "api/change.h"

#include <errno.h>
#include <string.h>

#include "model/program_check.h"

struct step {
    struct request *request;
    change_judge *judge;
    change_work *work;
};

static int judge_step(void *about, const struct plant_view *view, struct problem *why)
{
    struct step *step = about;

    return step->judge(step->request, view, why);
}

static int work_step(void *about, struct store *store, struct problem *why)
{
    struct step *step = about;

    struct request *r = step->request;

    store_act_as(store, r->who, r->through, false);
    return step->work(r, store, why);
}

int change_plant(struct request *r, change_judge *judge, change_work *work, struct problem *why)
{
    struct step step = { r, judge, work };
    const struct change change = { judge_step, work_step, &step };
    int rc = live_change(r->live, &change, why);

    if (rc < 0)
        return rc;
    plant_view_release(r->view);
    r->view = live_view(r->live);
    return 0;
}

static bool is_old(const struct complaints *before, struct text sentence)
{
    for (ARRAY_EACH(const struct complaint, c, &before->rows))
        if (text_equal(c->sentence, sentence))
            return true;
    return false;
}

/* What did not fit before may stay so: people mend a plant row by row. */
static int complains_anew(const struct plant_view *v, const struct complaints *after,
                          struct arena *scratch, struct problem *why)
{
    struct complaints before = { 0 };
    int rc = 0;

    program_check(&v->plant.program, v->assessment.requirements, scratch, &before);
    for (ARRAY_EACH(const struct complaint, c, &after->rows))
        if (rc == 0 && !is_old(&before, c->sentence))
            rc = problem_set(why, -EINVAL, "%.*s", SHOWN(c->sentence));
    array_free(&before.rows);
    return rc;
}

int change_fits(const struct plant_view *v, const struct program *changed, struct problem *why)
{
    struct complaints after = { 0 };
    struct arena scratch;

    arena_create(&scratch, ARENA_TRUSTED);
    program_check(changed, v->assessment.requirements, &scratch, &after);
    int rc = after.rows.count ? complains_anew(v, &after, &scratch, why) : 0;
    array_free(&after.rows);
    arena_destroy(&scratch);
    return rc;
}

void *rows_with(const void *rows, size_t *count, size_t size, size_t place, const void *row,
                struct arena *into)
{
    char *copy = arena_alloc(into, *count + 1, size, alignof(max_align_t));

    if (*count)
        memcpy(copy, rows, *count * size);
    memcpy(copy + place * size, row, size);
    *count += place == *count;
    return copy;
}

void *rows_without(const void *rows, size_t *count, size_t size, size_t place, struct arena *into)
{
    char *copy = arena_alloc(into, *count, size, alignof(max_align_t));
    const char *from = rows;

    memcpy(copy, from, place * size);
    memcpy(copy + place * size, from + (place + 1) * size, (*count - place - 1) * size);
    --*count;
    return copy;
}

size_t place_of(const void *rows, size_t count, size_t size, size_t id_at, struct text id)
{
    for (size_t i = 0; i < count; i++) {
        struct text own;
        memcpy(&own, (const char *)rows + i * size + id_at, sizeof own);
        if (text_equal(own, id))
            return i;
    }
    return count;
}
