#include "assess/competences.h"

#include "small_plant.h"
#include "unit.h"

/* The day is 2026-06-01; a fitter needs "Lock-out" at level competent, renewed after 12 months. */
static int begin(void **state)
{
    static struct plant plant;

    small_plant(&plant);
    *array_add(&plant.program.people) = (struct person){ .id = TEXT("PE-1"),
                                                         .name = TEXT("A. Fitter"),
                                                         .function = TEXT("Fitter") };
    *array_add(&plant.program.competences) =
        (struct competence){ TEXT("Fitter"), TEXT("Lock-out"), TEXT("competent"), 12 };
    *state = &plant;
    return 0;
}

static int end(void **state)
{
    plant_finish(*state);
    return 0;
}

/* The pointer holds until the next one. */
static struct training *with_training(struct plant *p, const char *level, const char *completed)
{
    struct training *t = array_add(&p->program.trainings);

    *t = (struct training){ .id = TEXT("TR-1"),
                            .person = TEXT("PE-1"),
                            .topic = TEXT("Lock-out"),
                            .level = text_of(level),
                            .completed = day(completed) };
    return t;
}

static struct competence_figure only(struct plant *p)
{
    struct competences all;

    competences_make(&all, p);
    assert_int_equal(all.rows.count, 1);
    struct competence_figure f = all.rows.items[0];
    assert_int_equal(all.counts[f.state], 1);
    competences_finish(&all);
    return f;
}

static void what_is_not_on_record_is_missing(void **state)
{
    assert_int_equal(only(*state).state, COMPETENCE_missing);
}

static void a_training_counts_until_the_months_are_over(void **state)
{
    struct plant *p = *state;

    with_training(p, "competent", "2025-06-02");
    assert_int_equal(only(p).state, COMPETENCE_met);
    assert_int_equal(only(p).until, day("2026-06-02"));
    p->today = day("2026-06-02");
    assert_int_equal(only(p).state, COMPETENCE_lapsed);
}

static void months_that_are_shorter_end_on_their_last_day(void **state)
{
    struct plant *p = *state;

    p->program.competences.items[0].months = 6;
    with_training(p, "competent", "2025-08-31");
    assert_int_equal(only(p).until, day("2026-02-28"));
}

static void its_own_end_may_come_first(void **state)
{
    struct plant *p = *state;

    with_training(p, "competent", "2026-01-01")->expires = day("2026-05-01");
    assert_int_equal(only(p).state, COMPETENCE_lapsed);
    assert_int_equal(only(p).until, day("2026-05-01"));
}

static void a_lower_level_is_too_low_and_a_higher_one_is_enough(void **state)
{
    struct plant *p = *state;

    with_training(p, "aware", "2026-05-01");
    assert_int_equal(only(p).state, COMPETENCE_too_low);
    with_training(p, "expert", "2025-07-01");
    assert_int_equal(only(p).state, COMPETENCE_met);
    with_training(p, "aware", "2026-05-20");
    assert_int_equal(only(p).state, COMPETENCE_met);
}

static void a_training_that_is_yet_to_come_does_not_count(void **state)
{
    struct plant *p = *state;

    with_training(p, "competent", "2026-06-02");
    assert_int_equal(only(p).state, COMPETENCE_missing);
}

static void whoever_left_the_function_needs_nothing(void **state)
{
    struct plant *p = *state;
    struct competences all;

    p->program.people.items[0].until = day("2026-06-01");
    competences_make(&all, p);
    assert_int_equal(all.rows.count, 0);
    competences_finish(&all);
}

static void without_months_and_an_end_it_counts_for_ever(void **state)
{
    struct plant *p = *state;

    p->program.competences.items[0].months = 0;
    with_training(p, "competent", "1999-01-01");
    assert_int_equal(only(p).state, COMPETENCE_met);
    assert_int_equal(only(p).until, 0);
}

#define WITH_PLANT(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLANT(what_is_not_on_record_is_missing),
        WITH_PLANT(a_training_counts_until_the_months_are_over),
        WITH_PLANT(months_that_are_shorter_end_on_their_last_day),
        WITH_PLANT(its_own_end_may_come_first),
        WITH_PLANT(a_lower_level_is_too_low_and_a_higher_one_is_enough),
        WITH_PLANT(a_training_that_is_yet_to_come_does_not_count),
        WITH_PLANT(whoever_left_the_function_needs_nothing),
        WITH_PLANT(without_months_and_an_end_it_counts_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
