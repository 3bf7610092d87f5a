#include "dissect.h"

#define ASCII(id, length, body) id "\0\x65\0" length "\0" body "\r"

static void a_command_is_found_again_by_its_transaction(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcom_protocol);

    talk_client(&talk, BYTES(ASCII("\1", "\x09", "/00CCSF9")));
    assert_class(&talk, CLASS_stop);
    talk_client(&talk, BYTES(ASCII("\2", "\x09", "/00CCRF8")));
    assert_class(&talk, CLASS_start);
    talk_server(&talk, BYTES(ASCII("\1", "\x09", "/A00CCE6")));
    assert_operation(&talk, MESSAGE_RESPONSE, 258, SUB_NONE);
    assert_class(&talk, CLASS_stop);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void identity_is_model_hardware_and_system(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcom_protocol);

    talk_server(&talk, BYTES(ASCII("\1", "\x14", "/A00ID13R2  A00300941B00E9")));
    assert_said(&talk, FIELD_model, ""); /* its length cuts the identity */
    talk_server(&talk, BYTES(ASCII("\1", "\x1b", "/A00ID13R2  A00300941B00E9")));
    assert_said(&talk, FIELD_model, "13R2");
    assert_said(&talk, FIELD_hardware, "A");
    assert_said(&talk, FIELD_firmware, "3.9 build 41");
    talk_server(&talk, BYTES(ASCII("\1", "\x1b", "/A04ID13R2  A00300941B00E9")));
    assert_part_said(&talk, "unit 4", FIELD_model, "13R2");
    talk_end(&talk);
}

static void a_binary_message_tells_the_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcom_protocol);

    assert_int_equal(
        talk_server(&talk, BYTES("\1\0\x66\0\x1e\0/_OPLC\xfe\0\1\1\0\0\x8c\0\0\0\0\0\0\0"
                                 "\3\0\0\0MIX\0\0\\")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0c, SUB_NONE);
    assert_said(&talk, FIELD_name, "MIX");
    assert_int_equal(
        talk_server(&talk, BYTES("\1\0\x66\0\x1e\0/_OPLC\xfe\0\1\1\0\0\x8c\0\0\0\0\0\0\0"
                                 "\xff\xff\0\0MIX\0\0\\")),
        VERDICT_MALFORMED);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcom_protocol);
    static const char message[] = ASCII("\1", "\x09", "/00CCSF9");

    for (size_t length = 0; length < sizeof message - 1; length++)
        assert_int_equal(talk_client(&talk, message, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\1\0\x67\0\x09\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\1\0\x65\0\xff\xff")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&pcom_protocol, BYTES(ASCII("\1", "\x09", "/00CCSF9"))), MATCH_YES);
    assert_int_equal(talk_probe(&pcom_protocol, BYTES(ASCII("\1", "\x09", "/00XXSF9"))),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&pcom_protocol, BYTES("\1\0\x65")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_is_found_again_by_its_transaction),
        cmocka_unit_test(identity_is_model_hardware_and_system),
        cmocka_unit_test(a_binary_message_tells_the_name),
        cmocka_unit_test(every_shorter_message_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
