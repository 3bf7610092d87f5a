#include "assess/screening.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static struct text assessment_in_force(const struct program *p)
{
    const struct assessment_run *run = program_assessment(p, (struct text){ 0 });

    return run ? run->id : (struct text){ 0 };
}

static void propose_for(struct screening_proposals *p, const struct screening_question *q,
                        uint8_t level, const struct program *program,
                        const struct requirements *requirements)
{
    struct text rest = q->requirements, assessment = assessment_in_force(program);

    for (struct text id; list_next(&rest, &id);) {
        const struct requirement *r = requirement_find(requirements, id);
        if (r)
            *array_add(&p->rows) =
                (struct screening_proposal){ q, r, level,
                                             program_claim_in(program, assessment, id) };
    }
}

void screening_propose(struct screening_proposals *p, const struct screening *s,
                       const struct screening_answers *answers, const struct program *program,
                       const struct requirements *requirements)
{
    *p = (struct screening_proposals){ 0 };
    for (size_t i = 0; i < s->questions.count; i++)
        if (answers->levels[i] >= 0)
            propose_for(p, &s->questions.items[i], (uint8_t)answers->levels[i], program,
                        requirements);
}

void screening_proposals_finish(struct screening_proposals *p)
{
    array_free(&p->rows);
}

bool screening_claims(const struct screening_proposal *p)
{
    return p->level > 0 && !p->claim;
}

/* ---- accepting ---- */

static bool is_chosen(const struct screening_choice *choice, struct text requirement)
{
    for (size_t i = 0; i < choice->count; i++)
        if (text_equal(choice->requirements[i], requirement))
            return true;
    return choice->count == 0;
}

static struct claim claim_of(const struct screening_proposal *p, struct text assessment,
                             moment_us today, struct arena *into)
{
    return (struct claim){
        .assessment = assessment,
        .requirement = p->requirement->id,
        .level = p->level,
        .method = TEXT("screening"),
        .at = today,
        .narrative = text_format(
            into, "%.*s %.*s. First evidence to collect: %.*s.", SHOWN(p->question->question),
            SHOWN(p->question->answers[p->level]), SHOWN(p->question->collect[p->level])),
    };
}

static bool is_there(const struct program *program, struct text title)
{
    for (ARRAY_EACH(const struct action, other, &program->actions))
        if (text_equal(other->title, title))
            return true;
    return false;
}

/* The proposals of one question follow each other: they share an action. */
static void collect_for(struct screening_rows *rows, const struct screening_proposal *p,
                        const struct program *program, struct arena *into)
{
    struct text title = text_format(into, "Collect: %.*s", SHOWN(p->question->collect[p->level]));
    struct action *last =
        rows->actions.count ? &rows->actions.items[rows->actions.count - 1] : NULL;

    if (is_there(program, title))
        return;
    if (!last || !text_equal(last->title, title)) {
        last = array_add(&rows->actions);
        *last = (struct action){ .title = title,
                                 .state = TEXT("open"),
                                 .outage = TEXT("no outage"),
                                 .verification = TEXT("It is kept as evidence.") };
    }
    last->requirements =
        text_format(into, "%.*s%s%.*s", SHOWN(last->requirements),
                    last->requirements.length ? ";" : "", SHOWN(p->requirement->id));
}

void screening_accept(struct screening_rows *rows, const struct screening_proposals *p,
                      const struct screening_choice *choice, const struct program *program,
                      moment_us today, struct arena *into)
{
    struct text assessment = text_copy(assessment_in_force(program), into);

    *rows = (struct screening_rows){ 0 };
    for (ARRAY_EACH(const struct screening_proposal, one, &p->rows)) {
        if (!is_chosen(choice, one->requirement->id))
            continue;
        if (screening_claims(one))
            *array_add(&rows->claims) = claim_of(one, assessment, today, into);
        if (choice->actions)
            collect_for(rows, one, program, into);
    }
}

void screening_rows_finish(struct screening_rows *rows)
{
    array_free(&rows->claims);
    array_free(&rows->actions);
}
