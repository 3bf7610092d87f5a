#include "base/listing.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
        cmocka_unit_test(a_spreadsheet_is_never_given_a_formula),
        cmocka_unit_test(programs_get_numbers_and_null),
        cmocka_unit_test(a_name_cannot_move_the_cursor_of_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
