#include "capture/rhythm.h"

#include "unit.h"

#define MS INT64_C(1000000)

static uint64_t interval;
static uint8_t regularity;

static void a_poll_every_second_has_that_interval(void **state)
{
    (void)state;
    struct rhythm r = { 0 };

    for (int i = 0; i < 100; i++)
        rhythm_add(&r, 1000 * MS + (i % 7 - 3) * MS);
    assert_true(rhythm_tell(&r, &interval, &regularity));
    assert_in_range(interval, 999000, 1001000);
    assert_int_equal(regularity, 100);
}

static void gaps_on_both_sides_of_an_octave_are_one_rhythm(void **state)
{
    (void)state;
    struct rhythm r = { 0 };

    for (int i = 0; i < 100; i++)
        rhythm_add(&r, i % 2 ? 505 * MS : 519 * MS);
    assert_true(rhythm_tell(&r, &interval, &regularity));
    assert_in_range(interval, 511900, 512100);
    assert_int_equal(regularity, 100);
}

static void a_cycle_of_several_requests_is_one_cycle(void **state)
{
    (void)state;
    struct rhythm r = { 0 };

    for (int i = 0; i < 50; i++) {
        for (int block = 0; block < 4; block++)
            rhythm_add(&r, 5 * MS);
        rhythm_add(&r, 980 * MS);
    }
    assert_true(rhythm_tell(&r, &interval, &regularity));
    assert_in_range(interval, 999000, 1001000);
    assert_in_range(regularity, 97, 98);
}

static void what_comes_at_any_time_is_not_regular(void **state)
{
    (void)state;
    struct rhythm r = { 0 };

    for (int64_t gap = MS; gap < 600000 * MS; gap *= 2)
        for (int64_t n = 0; n < 600000 * MS / gap && n < 64; n++)
            rhythm_add(&r, gap);
    assert_true(rhythm_tell(&r, &interval, &regularity));
    assert_true(regularity < 60);
}

static void a_few_requests_have_no_rhythm(void **state)
{
    (void)state;
    struct rhythm r = { 0 }, more = { 0 };

    for (int i = 0; i < 4; i++) {
        rhythm_add(&r, 1000 * MS);
        rhythm_add(&more, 1000 * MS);
    }
    rhythm_add(&r, -1000 * MS); /* a capture out of order */
    rhythm_add(&r, 0);
    assert_false(rhythm_tell(&r, &interval, &regularity));
    rhythm_join(&r, &more);
    assert_true(rhythm_tell(&r, &interval, &regularity));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_poll_every_second_has_that_interval),
        cmocka_unit_test(gaps_on_both_sides_of_an_octave_are_one_rhythm),
        cmocka_unit_test(a_cycle_of_several_requests_is_one_cycle),
        cmocka_unit_test(what_comes_at_any_time_is_not_regular),
        cmocka_unit_test(a_few_requests_have_no_rhythm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
