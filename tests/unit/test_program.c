#include "assess/comparison.h"
#include "assess/duties.h"
#include "assess/readiness.h"
#include "assess/roadmap.h"

#include <string.h>

#include "small_plant.h"
#include "unit.h"

/* A plant with its catalogue. */
struct desk {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
};

static int begin(void **state)
{
    static struct desk desk;

    desk = (struct desk){ 0 };
    arena_create(&desk.text, ARENA_TRUSTED);
    small_plant(&desk.plant);
    all_requirements(&desk.requirements, &desk.text);
    *state = &desk;
    return 0;
}

static int end(void **state)
{
    struct desk *d = *state;

    array_free(&d->requirements.rows);
    plant_finish(&d->plant);
    arena_destroy(&d->text);
    return 0;
}

static struct assessment_run *with_run(struct plant *p, const char *id, const char *scope,
                                       const char *begun)
{
    struct assessment_run *a = array_add(&p->program.assessments);

    a->id = text_of(id);
    a->scope = text_of(scope);
    a->state = TEXT("open");
    a->begun = day(begun);
    return a;
}

static void with_scope(struct plant *p, const char *id, const char *parent)
{
    *array_add(&p->program.scopes) = (struct scope){ .id = text_of(id), .parent = text_of(parent) };
}

static uint8_t supported(struct desk *d, const char *requirement)
{
    struct assessment figures;

    assessment_make(&figures, &d->plant, &d->requirements);
    uint8_t level = maturity_requirement(&figures.maturity, text_of(requirement))->supported;
    assessment_finish(&figures);
    return level;
}

/* ---- assessments and scopes ---- */

static void standing_claims_are_in_force_until_there_is_an_assessment(void **state)
{
    struct desk *d = *state;

    with_claim(&d->plant, "ORG 1.1", 1, 1);
    with_evidence(&d->plant, "ORG 1.1", 1);
    assert_int_equal(supported(d, "ORG 1.1"), 1);
    with_run(&d->plant, "AS-001", "", "2026-01-01")->state = TEXT("planned");
    assert_int_equal(supported(d, "ORG 1.1"), 1);
    d->plant.program.assessments.items[0].state = TEXT("open");
    assert_int_equal(supported(d, "ORG 1.1"), 0); /* it holds no claim yet */
}

static void the_assessment_that_was_begun_last_is_in_force(void **state)
{
    struct desk *d = *state;

    with_run(&d->plant, "AS-001", "", "2026-03-01");
    with_run(&d->plant, "AS-002", "", "2026-01-01");
    with_claim(&d->plant, "ORG 1.1", 1, 1)->assessment = TEXT("AS-001");
    with_claim(&d->plant, "ORG 1.1", 2, 2)->assessment = TEXT("AS-002");
    assert_true(text_is(program_assessment(&d->plant.program, (struct text){ 0 })->id, "AS-001"));
    assert_int_equal(program_claim(&d->plant.program, TEXT("ORG 1.1"))->level, 1);
}

static void evidence_of_the_organisation_counts_for_a_site_and_not_the_other_way(void **state)
{
    struct desk *d = *state;
    const struct program *p = &d->plant.program;

    with_scope(&d->plant, "company", "");
    with_scope(&d->plant, "north", "company");
    with_scope(&d->plant, "south", "company");
    struct evidence *e = with_evidence(&d->plant, "ORG 1.1", 1);
    e->scope = TEXT("company");
    assert_true(evidence_is_for(p, e, TEXT("ORG 1.1"), TEXT("north")));
    e->scope = TEXT("north");
    assert_false(evidence_is_for(p, e, TEXT("ORG 1.1"), TEXT("south")));
    assert_false(evidence_is_for(p, e, TEXT("ORG 1.1"), TEXT("company")));
    assert_true(evidence_is_for(p, e, TEXT("ORG 1.1"), (struct text){ 0 }));
    assert_false(evidence_is_for(p, e, TEXT("ORG 1.2"), TEXT("north")));
    e->scope = (struct text){ 0 };
    assert_true(evidence_is_for(p, e, TEXT("ORG 1.1"), TEXT("south")));
}

static void two_assessments_are_compared_by_what_they_support(void **state)
{
    struct desk *d = *state;
    struct assessment figures;
    struct maturity before;
    struct comparison c;

    with_run(&d->plant, "AS-001", "", "2026-01-01");
    with_run(&d->plant, "AS-002", "", "2026-02-01");
    with_evidence(&d->plant, "ORG 1.1", 1);
    with_evidence(&d->plant, "ORG 1.1", 2);
    with_claim(&d->plant, "ORG 1.1", 1, 2)->assessment = TEXT("AS-001");
    with_claim(&d->plant, "ORG 1.1", 2, 2)->assessment = TEXT("AS-002");
    with_claim(&d->plant, "ORG 1.2", 1, 2)->assessment = TEXT("AS-001");
    with_claim(&d->plant, "ORG 1.3", 1, 2)->assessment = TEXT("AS-002");
    assessment_make(&figures, &d->plant, &d->requirements);
    maturity_judge(&before, &d->plant, &d->requirements, &figures.proofs, &figures.signals,
                   &d->plant.program.assessments.items[0], &d->text);
    comparison_make(&c, &before, &figures.maturity);
    assert_int_equal(c.rows.items[0].change, CHANGE_improved);
    assert_int_equal(c.rows.items[1].change, CHANGE_no_longer_assessed);
    assert_int_equal(c.rows.items[2].change, CHANGE_newly_assessed);
    assert_int_equal(c.counts[CHANGE_none], c.rows.count - 3);
    comparison_finish(&c);
    maturity_finish(&before);
    assessment_finish(&figures);
}

/* ---- responsibilities ---- */

static void with_duty(struct plant *p, const char *role, const char *letters, const char *party)
{
    *array_add(&p->program.duties) = (struct duty){ .requirement = TEXT("ORG 1.1"),
                                                    .role = text_of(role),
                                                    .letters = text_of(letters),
                                                    .party = text_of(party) };
}

static unsigned faults_of(struct desk *d, enum duty_fault_kind kind)
{
    struct duty_faults faults;
    unsigned count = 0;

    duties_check(&faults, &d->plant.program, &d->requirements, &d->text);
    for (ARRAY_EACH(const struct duty_fault, f, &faults.rows))
        count += f->kind == kind && text_is(f->requirement, "ORG 1.1");
    duties_finish(&faults);
    return count;
}

static void one_role_answers_for_a_requirement_and_no_more(void **state)
{
    struct desk *d = *state;

    assert_int_equal(faults_of(d, DUTY_nobody_accountable), 1);
    with_duty(&d->plant, "management", "A", "");
    assert_int_equal(faults_of(d, DUTY_nobody_accountable), 0);
    assert_int_equal(faults_of(d, DUTY_nobody_responsible), 1);
    with_duty(&d->plant, "OT security", "RA", "");
    assert_int_equal(faults_of(d, DUTY_several_accountable), 1);
    assert_int_equal(faults_of(d, DUTY_nobody_responsible), 0);
}

static void work_from_outside_needs_a_reference_or_a_contract(void **state)
{
    struct desk *d = *state;

    *array_add(&d->plant.program.parties) = (struct party){ .id = TEXT("P-001"),
                                                            .name = TEXT("Pump Co"),
                                                            .kind = TEXT("maintenance provider") };
    with_duty(&d->plant, "maintainer", "R", "P-001");
    assert_int_equal(faults_of(d, DUTY_outside_without_reference), 1);
    d->plant.program.duties.items[0].contract = TEXT("clause 7");
    assert_int_equal(faults_of(d, DUTY_outside_without_reference), 0);
    d->plant.program.duties.items[0].contract = (struct text){ 0 };
    d->plant.program.parties.items[0].kind = TEXT("asset owner");
    assert_int_equal(faults_of(d, DUTY_outside_without_reference), 0);
}

static void what_is_proposed_leaves_no_requirement_without_somebody(void **state)
{
    struct desk *d = *state;
    struct duty_proposal proposal;

    duties_propose(&proposal, &d->plant.program, &d->requirements, &d->text);
    for (ARRAY_EACH(const struct duty, duty, &proposal.rows))
        *array_add(&d->plant.program.duties) = *duty;
    duty_proposal_finish(&proposal);
    assert_int_equal(faults_of(d, DUTY_nobody_accountable), 0);
    assert_int_equal(faults_of(d, DUTY_nobody_responsible), 0);
    assert_int_equal(faults_of(d, DUTY_several_accountable), 0);
    duties_propose(&proposal, &d->plant.program, &d->requirements, &d->text);
    assert_int_equal(proposal.rows.count, 0);
    duty_proposal_finish(&proposal);
}

/* ---- the roadmap ---- */

static struct action *with_action(struct plant *p, const char *id, uint32_t reduction,
                                  uint64_t cost)
{
    struct action *a = array_add(&p->program.actions);

    a->id = text_of(id);
    a->state = TEXT("open");
    a->reduction = reduction;
    a->cost = cost;
    return a;
}

static const struct roadmap_step *step(const struct roadmap *r, const char *id)
{
    for (ARRAY_EACH(const struct roadmap_step, s, &r->steps))
        if (text_is(s->action->id, id))
            return s;
    return NULL;
}

static void most_risk_for_the_price_comes_first_and_shutdowns_last(void **state)
{
    struct desk *d = *state;
    struct roadmap r;

    with_action(&d->plant, "ACT-1", 10, 90000);
    with_action(&d->plant, "ACT-2", 50, 1000);
    with_action(&d->plant, "ACT-3", 90, 1000)->outage = TEXT("planned shutdown");
    with_action(&d->plant, "ACT-4", 0, 0)->cannot_wait = true;
    with_action(&d->plant, "ACT-5", 90, 10)->state = TEXT("done");
    roadmap_make(&r, &d->plant, &d->text);
    assert_int_equal(r.steps.count, 4);
    assert_true(text_is(r.steps.items[0].action->id, "ACT-4"));
    assert_int_equal(step(&r, "ACT-2")->phase, PHASE_30_days);
    assert_int_equal(step(&r, "ACT-1")->phase, PHASE_6_months);
    assert_int_equal(step(&r, "ACT-3")->phase, PHASE_18_months);
    assert_int_equal(r.cost[PHASE_6_months], 90000);
    roadmap_finish(&r);
}

static void nothing_comes_before_what_it_waits_for_unless_people_say_so(void **state)
{
    struct desk *d = *state;
    struct roadmap r;

    with_action(&d->plant, "ACT-1", 1, 0)->outage = TEXT("planned shutdown");
    with_action(&d->plant, "ACT-2", 99, 0)->depends = TEXT("ACT-1");
    struct action *hasty = with_action(&d->plant, "ACT-3", 99, 0);
    hasty->depends = TEXT("ACT-1");
    hasty->phase = TEXT("30 days");
    roadmap_make(&r, &d->plant, &d->text);
    assert_int_equal(step(&r, "ACT-2")->phase, PHASE_18_months);
    assert_true(text_is(step(&r, "ACT-2")->why, "It waits for ACT-1."));
    assert_int_equal(step(&r, "ACT-3")->phase, PHASE_30_days);
    assert_true(text_is(step(&r, "ACT-3")->late, "ACT-1"));
    roadmap_finish(&r);
}

/* ---- readiness ---- */

static void a_requirement_is_ready_when_document_and_practice_carry_level_3(void **state)
{
    struct desk *d = *state;
    struct assessment figures;
    struct readiness r;

    with_claim(&d->plant, "ORG 1.1", 3, 3);
    with_evidence(&d->plant, "ORG 1.1", 2);
    with_evidence(&d->plant, "ORG 1.1", 3);
    with_claim(&d->plant, "ORG 1.2", 3, 3);
    with_evidence(&d->plant, "ORG 1.2", 2);
    assessment_make(&figures, &d->plant, &d->requirements);
    readiness_judge(&r, &figures, &d->text);
    assert_int_equal(r.rows.items[0].state, READINESS_ready);
    assert_int_equal(r.rows.items[1].state, READINESS_documented);
    assert_non_null(r.rows.items[1].document);
    assert_null(r.rows.items[1].practice);
    assert_int_equal(r.rows.items[2].state, READINESS_open);
    assert_int_equal(r.counts[READINESS_open], r.rows.count - 2);
    assert_false(r.ready);
    readiness_finish(&r);
    assessment_finish(&figures);
}

static void an_open_nonconformity_stands_in_the_way(void **state)
{
    struct desk *d = *state;
    struct assessment figures;
    struct readiness r;

    *array_add(&d->plant.program.findings) =
        (struct finding){ .state = TEXT("corrected"), .grade = TEXT("minor nonconformity") };
    *array_add(&d->plant.program.findings) =
        (struct finding){ .state = TEXT("open"), .grade = TEXT("observation") };
    assessment_make(&figures, &d->plant, &d->requirements);
    readiness_judge(&r, &figures, &d->text);
    assert_int_equal(r.nonconformities, 1);
    readiness_finish(&r);
    assessment_finish(&figures);
}

int main(void)
{
#define WITH_PLANT(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_PLANT(standing_claims_are_in_force_until_there_is_an_assessment),
        WITH_PLANT(the_assessment_that_was_begun_last_is_in_force),
        WITH_PLANT(evidence_of_the_organisation_counts_for_a_site_and_not_the_other_way),
        WITH_PLANT(two_assessments_are_compared_by_what_they_support),
        WITH_PLANT(one_role_answers_for_a_requirement_and_no_more),
        WITH_PLANT(work_from_outside_needs_a_reference_or_a_contract),
        WITH_PLANT(what_is_proposed_leaves_no_requirement_without_somebody),
        WITH_PLANT(most_risk_for_the_price_comes_first_and_shutdowns_last),
        WITH_PLANT(nothing_comes_before_what_it_waits_for_unless_people_say_so),
        WITH_PLANT(a_requirement_is_ready_when_document_and_practice_carry_level_3),
        WITH_PLANT(an_open_nonconformity_stands_in_the_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
