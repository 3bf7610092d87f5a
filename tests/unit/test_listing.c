#include "base/listing.h"

#include <string.h>

#include "base/csv.h"

#include "unit.h"

static const char *const columns[] = { "name", "count", "since", NULL };

static void fill(struct listing *l, const char *name, uint64_t count, moment_us day)
{
    listing_string(l, name);
    listing_unsigned(l, count);
    listing_date(l, day);
}

static void assert_printed(struct listing *l, enum listing_style style, const char *expected)
{
    struct buffer out = BUFFER_KEPT;

    listing_print(l, style, &out);
    buffer_char(&out, 0);
    assert_string_equal(out.at, expected);
    buffer_free(&out);
    listing_finish(l);
}

static struct listing two_rows(void)
{
    const moment_us day = 20780LL * 86400 * 1000000; /* 2026-11-23 */
    struct listing l;

    listing_init(&l, "test/1", columns);
    fill(&l, "pump", 7, day);
    fill(&l, "=1+1", 12, 0);
    return l;
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
    (void)state;
    struct listing l = two_rows();

    assert_printed(&l, LISTING_TEXT,
                   "name  count  since\n"
                   "pump      7  2026-11-23\n"
                   "=1+1     12  \n");
}

static void a_spreadsheet_is_never_given_a_formula(void **state)
{
    (void)state;
    struct listing l = two_rows();

    assert_printed(&l, LISTING_CSV, "name,count,since\npump,7,2026-11-23\n'=1+1,12,\n");
}

static void programs_get_numbers_and_null(void **state)
{
    (void)state;
    struct listing l = two_rows();

    assert_printed(&l, LISTING_JSON,
                   "{\"format\":\"test/1\",\"rows\":["
                   "{\"name\":\"pump\",\"count\":7,\"since\":\"2026-11-23\"},"
                   "{\"name\":\"=1+1\",\"count\":12,\"since\":null}]}\n");
}

static void a_name_cannot_move_the_cursor_of_a_terminal(void **state)
{
    (void)state;
    static const char *const one[] = { "name", NULL };
    struct listing l;

    listing_init(&l, "test/1", one);
    listing_string(&l, "a\x1b[2J\xff");
    assert_printed(&l, LISTING_TEXT, "name\na?[2J?\n");
}

static void what_was_kept_from_starting_a_formula_comes_back_as_it_was(void **state)
{
    static const char *const values[] = { "=1+1", "+49 40", "-", "@a", "'=1",
                                          "''",   "'a",     "'", "",   "a=b" };
    (void)state;

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buffer out = BUFFER_KEPT;
        csv_field(&out, text_of(values[i]), true);
        assert_true(text_is(csv_plain(buffer_view(&out)), values[i]));
        assert_null(out.length ? strchr("=+-@", out.at[0]) : NULL);
        buffer_free(&out);
    }
}

static void flags_and_lists_have_a_form_for_programs(void **state)
{
    (void)state;
    static const char *const both[] = { "flag", "list", NULL };
    struct listing l;

    for (int style = LISTING_CSV; style <= LISTING_JSON; style++) {
        listing_init(&l, "test/1", both);
        listing_flag(&l, true);
        listing_list(&l, TEXT("a;b"));
        listing_flag(&l, false);
        listing_list(&l, TEXT(""));
        assert_printed(
            &l, style,
            style == LISTING_CSV
                ? "flag,list\ntrue,a;b\nfalse,\n"
                : "{\"format\":\"test/1\",\"rows\":[{\"flag\":true,\"list\":[\"a\",\"b\"]},"
                  "{\"flag\":false,\"list\":[]}]}\n");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
        cmocka_unit_test(a_spreadsheet_is_never_given_a_formula),
        cmocka_unit_test(programs_get_numbers_and_null),
        cmocka_unit_test(what_was_kept_from_starting_a_formula_comes_back_as_it_was),
        cmocka_unit_test(flags_and_lists_have_a_form_for_programs),
        cmocka_unit_test(a_name_cannot_move_the_cursor_of_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
