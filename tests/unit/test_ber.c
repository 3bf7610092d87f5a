#include "proto/ber.h"

#include "unit.h"

#define BYTES(...)                                                                                 \
    cursor_over((const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void a_value_is_its_tag_and_a_cursor_over_its_contents(void **state)
{
    (void)state;
    struct cursor c = BYTES(0x30, 3, BER_INTEGER, 1, 7, 0xff);
    uint32_t tag;
    struct cursor sequence = ber_value(&c, &tag);

    assert_int_equal(tag, BER_SEQUENCE);
    assert_int_equal(ber_integer(&sequence), 7);
    assert_int_equal(c.left, 1);
}

static void a_tag_of_many_bytes_reads_as_it_stands_on_the_wire(void **state)
{
    (void)state;
    struct cursor c = BYTES(0xbf, 0x48, 1, 0x55);
    uint32_t tag;
    struct cursor value = ber_value(&c, &tag);

    assert_int_equal(tag, 0xbf48);
    assert_int_equal(cursor_u8(&value), 0x55);
}

static void a_long_length_is_read_and_one_of_no_end_is_refused(void **state)
{
    (void)state;
    struct cursor two = BYTES(0x04, 0x82, 0, 2, 'a', 'b'), indefinite = BYTES(0x30, 0x80, 0, 0);
    uint32_t tag;

    assert_int_equal(ber_value(&two, &tag).left, 2);
    assert_true(cursor_ok(&two));
    assert_false(cursor_ok(&(struct cursor){ .failed = ber_value(&indefinite, &tag).failed }));
    assert_false(cursor_ok(&indefinite));
}

static void a_value_longer_than_what_holds_it_fails_both(void **state)
{
    (void)state;
    struct cursor c = BYTES(0x04, 5, 'a');
    uint32_t tag;

    assert_true(ber_value(&c, &tag).failed);
    assert_false(cursor_ok(&c));
}

static void an_optional_value_of_another_tag_stays_unread(void **state)
{
    (void)state;
    struct cursor c = BYTES(0x80, 1, 9);
    struct cursor value;

    assert_false(ber_optional(&c, 0x81, &value));
    assert_true(ber_optional(&c, 0x80, &value));
    assert_int_equal(ber_number(value), 9);
    assert_false(ber_optional(&c, 0x80, &value));
    assert_true(cursor_ok(&c));
}

static void an_object_identifier_reads_as_people_write_it(void **state)
{
    (void)state;
    struct arena arena;

    arena_create(&arena, ARENA_TRUSTED);
    assert_true(
        text_is(ber_oid_text(BYTES(0x2b, 6, 1, 4, 1, 0xa1, 0x69), &arena), "1.3.6.1.4.1.4329"));
    assert_true(text_is(ber_oid_text(BYTES(0x88, 0x37), &arena), "2.999"));
    assert_int_equal(ber_oid_text(BYTES(0x2b, 0x80), &arena).length, 0);
    arena_destroy(&arena);
}

static void a_context_tag_has_a_number_of_any_length(void **state)
{
    (void)state;
    assert_int_equal(ber_context(0x83), 3);
    assert_int_equal(ber_context(0xbe), 30);
    assert_int_equal(ber_context(0xbf48), 72);
    assert_int_equal(ber_context(0x9f8148), 200);
    assert_int_equal(ber_context(BER_SEQUENCE), UINT32_MAX);
    assert_int_equal(ber_context(0x7f48), UINT32_MAX);
}

static void a_relative_identifier_begins_with_a_dot(void **state)
{
    (void)state;
    struct arena arena;

    arena_create(&arena, ARENA_TRUSTED);
    assert_true(text_is(ber_relative_oid_text(BYTES(0x7b, 0xc1, 0x75), &arena), ".123.8437"));
    assert_int_equal(ber_relative_oid_text(BYTES(0x7b, 0xc1), &arena).length, 0);
    arena_destroy(&arena);
}

static void the_size_of_a_value_is_known_before_its_contents_have_come(void **state)
{
    (void)state;
    assert_int_equal(ber_size(BYTES(0x60, 5)), 7);
    assert_int_equal(ber_size(BYTES(0x60, 0x82, 1, 0)), 260);
    assert_int_equal(ber_size(BYTES(0x60, 0x82, 1)), 0);
    assert_int_equal(ber_size(BYTES(0x60, 0x80)), 0);
    assert_int_equal(ber_size(BYTES(0x60)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_its_tag_and_a_cursor_over_its_contents),
        cmocka_unit_test(a_tag_of_many_bytes_reads_as_it_stands_on_the_wire),
        cmocka_unit_test(a_long_length_is_read_and_one_of_no_end_is_refused),
        cmocka_unit_test(a_value_longer_than_what_holds_it_fails_both),
        cmocka_unit_test(an_optional_value_of_another_tag_stays_unread),
        cmocka_unit_test(an_object_identifier_reads_as_people_write_it),
        cmocka_unit_test(a_context_tag_has_a_number_of_any_length),
        cmocka_unit_test(a_relative_identifier_begins_with_a_dot),
        cmocka_unit_test(the_size_of_a_value_is_known_before_its_contents_have_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
