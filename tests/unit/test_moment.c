#include "base/moment.h"

#include "unit.h"

static void assert_round(const char *text, const char *back)
{
    moment_us at = 0;
    char out[MOMENT_TEXT];

    assert_true(moment_parse(text_of(text), &at));
    moment_format(at, out);
    assert_string_equal(out, back);
}

static void days_and_instants_come_back_as_they_were(void **state)
{
    (void)state;
    assert_round("2026-11-23", "2026-11-23T00:00:00.000000Z");
    assert_round("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000000Z");
    assert_round("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z");
    assert_round("2026-11-23T10:11:12.345678Z", "2026-11-23T10:11:12.345678Z");
}

static void what_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "2026-02-30", "2025-02-29", "2026-13-01", "2026-1-1", "26-11-23", "2026-11-23T",
        "2026-11-23T24:00:00Z", "2026-11-23T10:11:12", "2026-11-23T10:11:12+01:00",
        "2026-11-23T10:11:12.Z", "2026-11-23T10:11:12.1234567Z", "2026-11-23 10:11:12Z",
    };
    moment_us at;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(moment_parse(text_of(wrong[i]), &at));
}

static void an_impossible_time_is_clamped_to_what_can_be_printed(void **state)
{
    (void)state;
    char out[MOMENT_TEXT];

    moment_format(INT64_MAX, out);
    assert_string_equal(out, "9999-12-31T23:59:59.999999Z");
    moment_format(INT64_MIN, out);
    assert_string_equal(out, "0001-01-01T00:00:00.000000Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_instants_come_back_as_they_were),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(an_impossible_time_is_clamped_to_what_can_be_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
