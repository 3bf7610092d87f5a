#include "assess/assessment.h"

struct sight assessment_sight(const struct assessment *a, struct arena *into)
{
    return (struct sight){ a->plant, &a->traffic, &a->passages, into };
}

static void judge(struct assessment *a)
{
    const struct plant *plant = a->plant;
    const struct assessment_run *run = program_assessment(&plant->program, (struct text){ 0 });

    arena_create(&a->text, ARENA_TRUSTED);
    passages_judge(&a->passages, plant, &a->traffic);
    proofs_make(&a->proofs, plant, &a->traffic, &a->passages);
    map_draw(&a->map, plant, &a->traffic, &a->passages);
    struct sight sight = assessment_sight(a, &a->text);
    signals_run(&a->signals, &sight);
    maturity_judge(&a->maturity, plant, a->requirements, &a->proofs, &a->signals, run, &a->text);
}

void assessment_make(struct assessment *a, const struct plant *plant,
                     const struct requirements *requirements)
{
    *a = (struct assessment){ .plant = plant, .requirements = requirements };
    traffic_build(&a->traffic, &plant->observed, &plant->assets);
    judge(a);
}

void assessment_make_over(struct assessment *a, const struct plant *plant,
                          const struct requirements *requirements, const struct traffic *traffic)
{
    *a = (struct assessment){
        .plant = plant, .requirements = requirements, .traffic = *traffic, .traffic_is_lent = true
    };
    judge(a);
}

void assessment_finish(struct assessment *a)
{
    maturity_finish(&a->maturity);
    proofs_finish(&a->proofs);
    signals_finish(&a->signals);
    map_finish(&a->map);
    passages_finish(&a->passages);
    if (!a->traffic_is_lent)
        traffic_finish(&a->traffic);
    arena_destroy(&a->text);
}
