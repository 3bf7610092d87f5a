#include "dissect.h"

#define DEVICE "\x00\x55\x55\x55\x1a\x51\x00\x90\xe8\xaa\xaa\xaa"
#define FOUND  "\x81\0\0\x18\0\0\0\0" DEVICE "\xc0\xa8\x7f\xfe"
#define ZERO40 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static void a_search_is_answered_with_model_and_mac(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&moxa_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\0\x08\0\0\0\0")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_discover);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(FOUND));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_vendor, "Moxa");
    assert_said(&talk, FIELD_device_type, "Moxa device 0x511a");
    assert_string_equal(talk_tied(&talk, 0), "00:90:e8:aa:aa:aa 10.41.1.20");
    talk_end(&talk);
}

static void name_serial_number_and_gateway_are_of_the_device_that_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&moxa_protocol);

    talk_client(&talk, BYTES("\x10\0\0\x14\0\0\0\1" DEVICE));
    assert_said(&talk, FIELD_device_type, ""); /* who asks names another */
    talk_server(&talk, BYTES("\x90\0\0\x3c\0\0\0\1" DEVICE "NP5110A_" ZERO40));
    assert_said(&talk, FIELD_name, "NP5110A_");
    talk_server(&talk, BYTES("\x96\0\0\x24\0\0\0\1" DEVICE "\0\0\0\0\0\0\0\0\xd2\4\0\0\0\0\0\0"));
    assert_said(&talk, FIELD_serial, "1234");
    assert_said(&talk, FIELD_security, "Moxa management without a password");
    talk_server(&talk, BYTES("\x96\0\0\x24\0\0\0\1" DEVICE "\0\0\0\0\0\0\0\0\xd2\4\0\0\1\0\0\0"));
    assert_said(&talk, FIELD_security, "Moxa management asks for a password");
    talk_server(&talk, BYTES("\xa3\0\0\x18\0\0\0\1" DEVICE "\x0a\x29\1\1"));
    assert_said(&talk, FIELD_gateway, "10.41.1.1");
    talk_end(&talk);
}

static void a_status_is_a_refusal_that_tells_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&moxa_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\xd0\4\0\x08\0\0\0\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 0x50, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void the_length_must_be_that_of_the_datagram(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&moxa_protocol);

    for (size_t length = 0; length < sizeof FOUND - 1; length++)
        assert_int_equal(talk_server(&talk, FOUND, length), VERDICT_MALFORMED);
    assert_int_equal(talk_server(&talk, BYTES(FOUND "\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\x08\0\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x10\0\0\x08\0\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&moxa_protocol, BYTES(FOUND)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&moxa_protocol, BYTES(FOUND "\0")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_is_answered_with_model_and_mac),
        cmocka_unit_test(name_serial_number_and_gateway_are_of_the_device_that_answers),
        cmocka_unit_test(a_status_is_a_refusal_that_tells_nothing),
        cmocka_unit_test(the_length_must_be_that_of_the_datagram),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
