#include "base/text.h"

#include <string.h>

#include "base/json.h"

#include "unit.h"

static struct text wire(const char *bytes, size_t length, struct arena *into)
{
    return text_from_wire(cursor_over(bytes, length), into);
}

static void wire_text_is_cut_at_nul_trimmed_and_made_printable(void **state)
{
    (void)state;
    struct arena a;

    arena_create(&a, 1 << 16);
    assert_true(text_is(wire("  CPU 315\0secret", 16, &a), "CPU 315"));
    assert_true(text_is(wire("a\x01\xff\xc3\xbc", 5, &a), "a??\xc3\xbc"));
    assert_true(text_is(wire("", 0, &a), ""));
    char many[1000];
    memset(many, 'x', sizeof many);
    assert_int_equal(wire(many, sizeof many, &a).length, 511);
    assert_true(text_is(wire("IOS\r\nVersion\t12\n", 16, &a), "IOS  Version 12"));
    arena_destroy(&a);
}

static void numbers_are_whole_and_within_their_bound(void **state)
{
    (void)state;
    uint64_t value;

    assert_true(text_unsigned(TEXT("65535"), 65535, &value));
    assert_int_equal(value, 65535);
    assert_false(text_unsigned(TEXT("65536"), 65535, &value));
    assert_false(text_unsigned(TEXT("99999999999999999999999"), UINT64_MAX, &value));
    assert_false(text_unsigned(TEXT("-1"), 10, &value));
    assert_false(text_unsigned(TEXT("1 "), 10, &value));
    assert_false(text_unsigned(TEXT(""), 10, &value));
}

static void cutting_walks_through_a_list(void **state)
{
    (void)state;
    struct text rest = TEXT("10.0.0.0/8");

    assert_true(text_is(text_cut(&rest, '/'), "10.0.0.0"));
    assert_true(text_is(text_cut(&rest, '/'), "8"));
    assert_int_equal(rest.length, 0);
}

static void names_with_numbers_are_ordered_by_their_numbers(void **state)
{
    static const char *const ordered[] = { "",         "slot",     "slot 2",    "slot 10",
                                           "slot 10a", "unit 1.3", "unit 1.12", "v" };

    (void)state;
    for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++)
        for (size_t j = 0; j < sizeof ordered / sizeof *ordered; j++) {
            int order = text_compare_numbered(text_of(ordered[i]), text_of(ordered[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    assert_int_not_equal(text_compare_numbered(TEXT("slot 02"), TEXT("slot 2")), 0);
}

static void json_is_well_formed_whatever_the_text(void **state)
{
    (void)state;
    struct buffer out = BUFFER_KEPT;
    struct json j = json_to(&out);

    json_object(&j, NULL);
    json_text(&j, "a\"b", (struct text){ "\x01\\\xff\n", 4 });
    json_array(&j, "list");
    json_unsigned(&j, NULL, UINT64_MAX);
    json_real(&j, NULL, 1.0 / 0.0);
    json_array_end(&j);
    json_object_end(&j);
    buffer_char(&out, 0);
    assert_string_equal(out.at, "{\"a\\\"b\":\"\\u0001\\\\\xef\xbf\xbd\\u000a\","
                                "\"list\":[18446744073709551615,null]}");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wire_text_is_cut_at_nul_trimmed_and_made_printable),
        cmocka_unit_test(numbers_are_whole_and_within_their_bound),
        cmocka_unit_test(cutting_walks_through_a_list),
        cmocka_unit_test(names_with_numbers_are_ordered_by_their_numbers),
        cmocka_unit_test(json_is_well_formed_whatever_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
