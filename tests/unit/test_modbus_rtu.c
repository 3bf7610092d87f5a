#include "dissect.h"

#define READ      "\1\3\0\0\0\2\xc4\x0b"
#define READ_DONE "\1\3\4\0\x64\0\xc8\xba\x7a"
#define WRITE     "\1\6\0\5\0\x2a\x18\x14"
#define REFUSED   "\1\x83\2\xc0\xf1"

static void a_read_is_asked_and_answered_by_its_unit(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(READ)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_class(&talk, CLASS_read);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    assert_int_equal(talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(READ_DONE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 3, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_part_said(&talk, "unit 1", FIELD_station, "1");
    talk_end(&talk);
}

static void an_exception_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);

    talk_client(&talk, BYTES(READ));
    assert_int_equal(talk_server(&talk, BYTES(REFUSED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 3, SUB_NONE);
    talk_end(&talk);
}

static void the_second_of_two_equal_messages_is_the_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(WRITE));
    assert_operation(&talk, MESSAGE_REQUEST, 6, SUB_NONE);
    assert_class(&talk, CLASS_write);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(WRITE));
    assert_operation(&talk, MESSAGE_RESPONSE, 6, SUB_NONE);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);

    for (size_t length = 0; length < sizeof READ_DONE - 1; length++)
        assert_int_equal(talk_server(&talk, READ_DONE, length), VERDICT_MORE);
    talk_end(&talk);
}

static void only_the_first_of_two_messages_is_consumed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);

    assert_int_equal(talk_client(&talk, BYTES(READ WRITE)), VERDICT_OK);
    assert_int_equal(talk.left, sizeof WRITE - 1);
    talk_end(&talk);
}

static void bytes_without_any_checksum_are_malformed_in_the_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_rtu_protocol);
    char bytes[256] = { 1, 3 };

    assert_int_equal(talk_client(&talk, bytes, sizeof bytes - 1), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, bytes, sizeof bytes), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_probe_wants_checksum_function_and_form(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&modbus_rtu_protocol, BYTES(READ)), MATCH_YES);
    assert_int_equal(talk_probe(&modbus_rtu_protocol, BYTES(REFUSED)), MATCH_YES);
    assert_int_equal(talk_probe(&modbus_rtu_protocol, BYTES(READ WRITE)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&modbus_rtu_protocol, READ, 7), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_rtu_protocol, BYTES("\1\3\0\0\0\2\xc4\x0c")), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_rtu_protocol, "", 0), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_is_asked_and_answered_by_its_unit),
        cmocka_unit_test(an_exception_is_a_refusal),
        cmocka_unit_test(the_second_of_two_equal_messages_is_the_answer),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(only_the_first_of_two_messages_is_consumed),
        cmocka_unit_test(bytes_without_any_checksum_are_malformed_in_the_end),
        cmocka_unit_test(the_probe_wants_checksum_function_and_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
