#include "dissect.h"

#define COMMAND(number) "\5\0\x0a\0\0\1" number "\0\0\0\0\0\x0a\0\x12\x34"

static void a_download_to_a_safety_system_is_one(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tristation_protocol);

    assert_int_equal(talk_client(&talk, BYTES(COMMAND("\x37"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 55, SUB_NONE);
    assert_class(&talk, CLASS_prog_down);
    talk_server(&talk, BYTES(COMMAND("\x99")));
    assert_operation(&talk, MESSAGE_RESPONSE, 55, SUB_NONE);
    talk_end(&talk);
}

static void the_key_switch_refuses_and_is_told(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tristation_protocol);

    talk_client(&talk, BYTES(COMMAND("\1")));
    talk_server(&talk, BYTES(COMMAND("\xd4")));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    assert_said(&talk, FIELD_security, "key switch prohibits the operation");
    talk_server(&talk, BYTES(COMMAND("\x64")));
    assert_operation(&talk, MESSAGE_REFUSAL, 512, SUB_NONE);
    talk_end(&talk);
}

static void answers_tell_the_state_of_the_program_and_who_is_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tristation_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(COMMAND("\x6e")));
    assert_said(&talk, FIELD_state, "halted");
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_connection_is_asked_for_and_denied(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tristation_protocol);

    talk_client(&talk, BYTES("\1\0\0\0\x12\x34"));
    assert_operation(&talk, MESSAGE_REQUEST, 257, SUB_NONE);
    talk_server(&talk, BYTES("\x0a\0\0\0\x12\x34"));
    assert_operation(&talk, MESSAGE_REFUSAL, 257, SUB_NONE);
    talk_client(&talk, BYTES(COMMAND("\x13")));
    talk_server(&talk, BYTES("\x08\0\0\0\x12\x34"));
    assert_operation(&talk, MESSAGE_REFUSAL, 19, SUB_NONE);
    talk_end(&talk);
}

static void a_length_must_fit_the_datagram(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tristation_protocol);

    for (size_t length = 1; length < sizeof(COMMAND("\1")) - 1; length++)
        assert_int_equal(talk_client(&talk, COMMAND("\1"), length), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\5\0\2\0\0\1\x12\x34")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x0c\0\0\0\x12\x34")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&tristation_protocol, BYTES(COMMAND("\1"))), MATCH_MAYBE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_download_to_a_safety_system_is_one),
        cmocka_unit_test(the_key_switch_refuses_and_is_told),
        cmocka_unit_test(answers_tell_the_state_of_the_program_and_who_is_the_server),
        cmocka_unit_test(a_connection_is_asked_for_and_denied),
        cmocka_unit_test(a_length_must_fit_the_datagram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
