#include "dissect.h"

#define TEST(ring)                                                                                 \
    "\0\1\2\x12\x80\0\0\x1b\x1b\0\0\x09\0\0\0" ring "\0\1\0\0\0\x4d"                               \
    "\0\0"

static void a_ring_is_told_when_it_changes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mrp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(TEST("\1"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_said(&talk, FIELD_state, "ring closed");
    assert_said(&talk, FIELD_capability, "bridge, ring manager");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 00:1b:1b:00:00:09");
    talk_client(&talk, BYTES(TEST("\1")));
    assert_null(talk.out.statements);
    talk_client(&talk, BYTES(TEST("\0")));
    assert_said(&talk, FIELD_state, "ring open");
    talk_end(&talk);
}

static void a_state_of_no_ring_says_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mrp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(TEST("\2"))), VERDICT_OK);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void blocks_must_fit_and_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mrp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\1\3\2ab\1\xff")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\3\2ab")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\2\3\2ab\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\3\2ab\0\0")), VERDICT_OK);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_is_told_when_it_changes),
        cmocka_unit_test(a_state_of_no_ring_says_nothing),
        cmocka_unit_test(blocks_must_fit_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
