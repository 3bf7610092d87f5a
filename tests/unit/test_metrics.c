#include "assess/metrics.h"

#include "assess/assessment.h"
#include "small_plant.h"
#include "unit.h"

struct bench {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
    struct metric *metric;
};

/* Three readings, the last of 2026-05-20, and a review that changed something; the day is
 * 2026-06-01. */
static int begin(void **state)
{
    static const char *const days[] = { "2026-03-20", "2026-05-20", "2026-04-20" };
    static struct bench bench;
    struct program *p;

    bench = (struct bench){ 0 };
    arena_create(&bench.text, ARENA_TRUSTED);
    small_plant(&bench.plant);
    all_requirements(&bench.requirements, &bench.text);
    p = &bench.plant.program;
    bench.metric = array_add(&p->metrics);
    *bench.metric = (struct metric){ .id = TEXT("M-1"),
                                     .requirement = TEXT("CM 1.1"),
                                     .source = TEXT("typed"),
                                     .better = TEXT("lower"),
                                     .target = 2 };
    for (size_t i = 0; i < COUNT_OF(days); i++)
        *array_add(&p->readings) = (struct metric_value){ TEXT("M-1"), day(days[i]), 5, { 0 } };
    *array_add(&p->reviews) = (struct review){ .id = TEXT("RV-1"),
                                               .metric = TEXT("M-1"),
                                               .held = day("2026-05-25"),
                                               .change = TEXT("Ports are locked.") };
    *state = &bench;
    return 0;
}

static int end(void **state)
{
    struct bench *b = *state;

    plant_finish(&b->plant);
    array_free(&b->requirements.rows);
    arena_destroy(&b->text);
    return 0;
}

static const char *gap_of(const struct bench *b)
{
    struct metric_series s = metric_series(&b->plant, b->metric);

    return metric_gap(&b->plant, &s);
}

static void a_series_with_a_review_that_changed_something_shows_level_four(void **state)
{
    struct bench *b = *state;
    struct metric_series s = metric_series(&b->plant, b->metric);

    assert_null(gap_of(b));
    assert_int_equal(s.count, 3);
    assert_int_equal(s.last->day, day("2026-05-20"));
    assert_int_equal(s.before->day, day("2026-04-20"));
}

static void what_is_missing_is_said(void **state)
{
    struct bench *b = *state;
    struct program *p = &b->plant.program;

    p->reviews.items[0].change = (struct text){ 0 };
    assert_string_equal(gap_of(b),
                        "No review of the last year says what changed, or names an action.");
    p->reviews.items[0].action = TEXT("ACT-1");
    assert_null(gap_of(b));
    p->reviews.count = 0;
    assert_string_equal(gap_of(b), "Nobody has held a review of it.");
    p->readings.items[1].day = day("2026-02-20");
    b->plant.today = day("2026-07-30");
    assert_string_equal(gap_of(b), "Its last reading is more than 100 days old.");
    p->readings.count = 2;
    assert_string_equal(gap_of(b), "Its series has fewer than three readings.");
}

static void readings_of_the_future_do_not_count(void **state)
{
    struct bench *b = *state;

    b->plant.program.readings.items[1].day = day("2026-06-02");
    assert_string_equal(gap_of(b), "Its series has fewer than three readings.");
}

static void level_four_needs_the_levels_below_it(void **state)
{
    struct bench *b = *state;
    struct assessment a;

    with_claim(&b->plant, "CM 1.1", 4, 4);
    with_evidence(&b->plant, "CM 1.1", 2);
    assessment_make(&a, &b->plant, &b->requirements);
    assert_int_equal(maturity_requirement(&a.maturity, TEXT("CM 1.1"))->shown, 2);
    assert_int_equal(maturity_requirement(&a.maturity, TEXT("CM 1.1"))->metrics_counting, 1);
    assessment_finish(&a);
    with_evidence(&b->plant, "CM 1.1", 3);
    assessment_make(&a, &b->plant, &b->requirements);
    assert_int_equal(maturity_requirement(&a.maturity, TEXT("CM 1.1"))->shown, 4);
    assessment_finish(&a);
}

static void a_signal_and_a_figure_give_todays_value(void **state)
{
    struct bench *b = *state;
    struct assessment a;
    uint32_t value = 99;

    with_asset(&b->plant, "10.0.0.1", ASSET_ot);
    with_registered(&b->plant, "10.0.0.2", "other");
    assessment_make(&a, &b->plant, &b->requirements);
    assert_false(metric_live(&a, b->metric, &value));
    b->metric->source = TEXT("signal");
    b->metric->signal = TEXT("asset-unregistered");
    assert_true(metric_live(&a, b->metric, &value));
    assert_int_equal(value, signals_find(&a.signals, TEXT("asset-unregistered"))->found);
    b->metric->source = TEXT("figure");
    b->metric->figure = TEXT("requirement:CM 1.1");
    assert_true(metric_live(&a, b->metric, &value));
    assert_int_equal(value, 0);
    b->metric->figure = TEXT("requirement:none");
    assert_false(metric_live(&a, b->metric, &value));
    assessment_finish(&a);
}

static void the_target_is_met_in_the_metrics_own_direction(void **state)
{
    struct bench *b = *state;

    assert_true(metric_is_on_target(b->metric, 2));
    assert_false(metric_is_on_target(b->metric, 3));
    b->metric->better = TEXT("higher");
    assert_true(metric_is_on_target(b->metric, 3));
    assert_false(metric_is_on_target(b->metric, 1));
}

#define WITH_BENCH(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BENCH(a_series_with_a_review_that_changed_something_shows_level_four),
        WITH_BENCH(what_is_missing_is_said),
        WITH_BENCH(readings_of_the_future_do_not_count),
        WITH_BENCH(level_four_needs_the_levels_below_it),
        WITH_BENCH(a_signal_and_a_figure_give_todays_value),
        WITH_BENCH(the_target_is_met_in_the_metrics_own_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
