#include "dissect.h"

#define CONTROL "\374\001\003\001\240\204\366"
#define ESCAPED "\362\002\000\360\006\001\004\214\250\366"

#define POLL        "\xfb\1\x83\x40\xf6"
#define ACKNOWLEDGE "\xf1\1\xf6"

static void an_acknowledgement_answers_the_poll_of_its_station(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&genisys_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(POLL)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xfb, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\xf1\2\xf6"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xf1, SUB_NONE);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(ACKNOWLEDGE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xfb, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_part_said(&talk, "station 1", FIELD_station, "1");
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(ACKNOWLEDGE));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void controls_operate(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&genisys_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CONTROL)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xfc, SUB_NONE);
    assert_class(&talk, CLASS_operate);
    talk_end(&talk);
}

static void escaped_bytes_do_not_end_a_message(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&genisys_protocol);

    assert_int_equal(talk_server(&talk, BYTES(ESCAPED)), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    for (size_t length = 0; length < sizeof ESCAPED - 1; length++)
        assert_int_equal(talk_server(&talk, ESCAPED, length), VERDICT_MORE);
    talk_end(&talk);
}

/* Field units do not escape it: F009 and FD0C. */
static void a_checksum_may_stand_as_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&genisys_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\xf2\1\x08\6\x0a\4\x0c\4\x0f\4\x09\xf0\xf6")),
                     VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_int_equal(talk_server(&talk, BYTES("\xf2\1\1\6\x1e\4\x2d\4\x0c\xfd\xf6")), VERDICT_OK);
    talk_end(&talk);
}

static void a_wrong_checksum_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&genisys_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\xfb\2\x83\x40\xf6")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_probe_wants_a_checksum_to_take_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&genisys_protocol, BYTES(POLL)), MATCH_YES);
    assert_int_equal(talk_probe(&genisys_protocol, BYTES(ACKNOWLEDGE)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&genisys_protocol, BYTES(POLL "x")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&genisys_protocol, BYTES("\xf4\1\xf6")), MATCH_NO);
    assert_int_equal(talk_probe(&genisys_protocol, BYTES("hello")), MATCH_NO);
    assert_int_equal(talk_probe(&genisys_protocol, "", 0), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_acknowledgement_answers_the_poll_of_its_station),
        cmocka_unit_test(controls_operate),
        cmocka_unit_test(escaped_bytes_do_not_end_a_message),
        cmocka_unit_test(a_checksum_may_stand_as_it_is),
        cmocka_unit_test(a_wrong_checksum_is_malformed),
        cmocka_unit_test(the_probe_wants_a_checksum_to_take_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
