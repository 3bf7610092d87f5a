#include "assess/screening.h"

#include <string.h>

#include "catalogue/catalogue.h"
#include "small_plant.h"
#include "unit.h"

/* A plant without claims, and the built-in catalogue with its questions. */
struct desk {
    struct plant plant;
    struct catalogue catalogue;
    struct requirements requirements;
    struct screening screening;
    struct arena text;
};

static int begin(void **state)
{
    static struct desk desk;
    struct problems found = { 0 };

    desk = (struct desk){ 0 };
    arena_create(&desk.text, ARENA_TRUSTED);
    plant_init(&desk.plant);
    if (catalogue_load(&desk.catalogue, NULL, &found) < 0)
        return -1;
    catalogue_requirements(&desk.catalogue, &desk.requirements);
    catalogue_screening(&desk.catalogue, &desk.screening);
    *state = &desk;
    return 0;
}

static int end(void **state)
{
    struct desk *d = *state;

    array_free(&d->screening.questions);
    array_free(&d->requirements.rows);
    catalogue_finish(&d->catalogue);
    plant_finish(&d->plant);
    arena_destroy(&d->text);
    return 0;
}

static void propose(struct desk *d, const char *answers, struct screening_proposals *p)
{
    struct screening_answers a;
    struct problem why = { 0 };

    assert_int_equal(screening_answers_read(&a, &d->screening, text_of(answers), &why), 0);
    screening_propose(p, &d->screening, &a, &d->plant.program, &d->requirements);
}

static void twenty_questions_ask_for_each_requirement_once_at_most(void **state)
{
    struct desk *d = *state;

    assert_int_equal(d->screening.questions.count, 20);
    for (ARRAY_EACH(const struct requirement, r, &d->requirements.rows)) {
        size_t asked = 0;
        for (ARRAY_EACH(const struct screening_question, q, &d->screening.questions))
            asked += list_has(q->requirements, r->id);
        assert_true(asked <= 1);
    }
}

static void every_element_of_the_standard_is_asked_for(void **state)
{
    static const char *const elements[] = { "ORG ",  "CM ",   "NET ",   "COMP ",
                                            "DATA ", "USER ", "EVENT ", "AVAIL " };
    struct desk *d = *state;

    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        bool asked = false;
        for (ARRAY_EACH(const struct screening_question, q, &d->screening.questions))
            asked |= text_starts(q->requirements, elements[i]);
        assert_true(asked);
    }
}

static void answers_that_are_none_are_refused_with_their_text(void **state)
{
    static const struct {
        const char *answers, *sentence;
    } bad[] = {
        { "Q21=1", "answer \"Q21=1\": there is no such question" },
        { "Q01=3", "answer \"Q01=3\": must be 0, 1 or 2" },
        { "Q01", "answer \"Q01\": must be 0, 1 or 2" },
        { "Q01=1;Q02=0;Q01=1", "answer \"Q01=1\": the question is answered already" },
    };
    struct desk *d = *state;

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct screening_answers a;
        struct problem why = { 0 };
        assert_true(screening_answers_read(&a, &d->screening, text_of(bad[i].answers), &why) < 0);
        assert_string_equal(why.what, bad[i].sentence);
    }
}

static void only_what_is_answered_is_proposed_and_no_answers_no(void **state)
{
    struct desk *d = *state;
    struct screening_proposals p;

    propose(d, "Q02=2;Q05=0", &p);
    assert_int_equal(p.rows.count, 2);
    assert_true(text_is(p.rows.items[0].requirement->id, "ORG 1.3"));
    assert_true(screening_claims(&p.rows.items[0]));
    assert_int_equal(p.rows.items[0].level, 2);
    assert_false(screening_claims(&p.rows.items[1]));
    screening_proposals_finish(&p);

    propose(d, "", &p);
    assert_int_equal(p.rows.count, 0);
    screening_proposals_finish(&p);
}

static void accepting_claims_by_screening_in_the_assessment_in_force(void **state)
{
    struct desk *d = *state;
    struct screening_proposals p;
    struct screening_rows rows;
    const struct screening_choice all = { .actions = true };

    *array_add(&d->plant.program.assessments) = (struct assessment_run){
        .id = TEXT("AS-007"), .state = TEXT("open"), .begun = day("2026-01-01")
    };
    propose(d, "Q02=2;Q05=0", &p);
    screening_accept(&rows, &p, &all, &d->plant.program, day("2026-02-01"), &d->text);
    assert_int_equal(rows.claims.count, 1);
    assert_true(text_is(rows.claims.items[0].assessment, "AS-007"));
    assert_true(text_is(rows.claims.items[0].method, "screening"));
    assert_int_equal(rows.claims.items[0].at, day("2026-02-01"));
    assert_int_equal(rows.actions.count, 2);
    screening_rows_finish(&rows);
    screening_proposals_finish(&p);
}

static void what_is_claimed_or_planned_already_is_left_alone(void **state)
{
    struct desk *d = *state;
    struct screening_proposals p;
    struct screening_rows rows;
    const struct screening_choice all = { .actions = true };

    *array_add(&d->plant.program.claims) =
        (struct claim){ .requirement = TEXT("ORG 1.3"), .level = 1 };
    propose(d, "Q02=2", &p);
    assert_false(screening_claims(&p.rows.items[0]));
    screening_accept(&rows, &p, &all, &d->plant.program, day("2026-02-01"), &d->text);
    assert_int_equal(rows.claims.count, 0);
    assert_int_equal(rows.actions.count, 1);
    *array_add(&d->plant.program.actions) = rows.actions.items[0];
    screening_rows_finish(&rows);
    screening_accept(&rows, &p, &all, &d->plant.program, day("2026-02-01"), &d->text);
    assert_int_equal(rows.actions.count, 0);
    screening_rows_finish(&rows);
    screening_proposals_finish(&p);
}

static void a_choice_leaves_out_what_was_not_chosen(void **state)
{
    struct desk *d = *state;
    struct screening_proposals p;
    struct screening_rows rows;
    const struct text wanted[] = { TEXT("ORG 2.4") };
    const struct screening_choice one = { wanted, 1, true };

    propose(d, "Q01=1", &p);
    assert_int_equal(p.rows.count, 2);
    screening_accept(&rows, &p, &one, &d->plant.program, day("2026-02-01"), &d->text);
    assert_int_equal(rows.claims.count, 1);
    assert_true(text_is(rows.claims.items[0].requirement, "ORG 2.4"));
    assert_true(text_is(rows.actions.items[0].requirements, "ORG 2.4"));
    screening_rows_finish(&rows);
    screening_proposals_finish(&p);
}

static void every_requirement_has_hints_for_each_level(void **state)
{
    struct desk *d = *state;

    assert_int_equal(d->requirements.rows.count, 87);
    for (ARRAY_EACH(const struct requirement, r, &d->requirements.rows)) {
        assert_true(r->asked_first.length > 0);
        for (int i = 0; i < REQUIREMENT_LEVELS; i++)
            assert_true(r->hints[i].length > 0);
    }
}

int main(void)
{
#define WITH_PLANT(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_PLANT(twenty_questions_ask_for_each_requirement_once_at_most),
        WITH_PLANT(every_element_of_the_standard_is_asked_for),
        WITH_PLANT(answers_that_are_none_are_refused_with_their_text),
        WITH_PLANT(only_what_is_answered_is_proposed_and_no_answers_no),
        WITH_PLANT(accepting_claims_by_screening_in_the_assessment_in_force),
        WITH_PLANT(what_is_claimed_or_planned_already_is_left_alone),
        WITH_PLANT(a_choice_leaves_out_what_was_not_chosen),
        WITH_PLANT(every_requirement_has_hints_for_each_level),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
