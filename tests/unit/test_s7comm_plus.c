#include "dissect.h"

#define PLAIN(length, body) "\x72\1\0" length body "\x72\1\0\0"
#define REQUEST(function, sequence, session)                                                       \
    "\x31\0\0" function "\0\0\0" sequence "\0\0" session "\x34"
#define RESPONSE(function, sequence) "\x32\0\0" function "\0\0\0" sequence "\x34"

static void a_session_is_begun_outside_of_any(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN,
             BYTES(PLAIN("\x0e", REQUEST("\4\xca", "\1", "\1\x20"))));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4ca, 0x120);
    assert_class(&talk, CLASS_diag);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_server(&talk, BYTES(PLAIN("\x0b", RESPONSE("\4\xca", "\1") "\x11")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x4ca, 0x120);
    talk_end(&talk);
}

static void creating_an_object_within_a_session_is_a_download(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_client(&talk, BYTES(PLAIN("\x0e", REQUEST("\4\xca", "\2", "\3\xbe"))));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4ca, SUB_NONE);
    assert_class(&talk, CLASS_prog_down);
    talk_end(&talk);
}

static void deleting_ones_own_session_ends_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_client(&talk, BYTES(PLAIN("\x12", REQUEST("\4\xd4", "\3", "\3\xbe") "\0\0\3\xbe")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4d4, 0x120);
    talk_client(&talk, BYTES(PLAIN("\x12", REQUEST("\4\xd4", "\3", "\3\xbe") "\0\0\3\xbf")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4d4, SUB_NONE);
    assert_class(&talk, CLASS_prog_down);
    talk_end(&talk);
}

static void the_controller_names_itself_when_a_session_is_made(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_server(&talk,
                BYTES(PLAIN("\x29", RESPONSE("\4\xca", "\1") "\0\x15\x1b"
                                                             "1;6ES7 512-1DK01-0AB0 ;V2.1")));
    assert_said(&talk, FIELD_vendor, "Siemens");
    assert_said(&talk, FIELD_order_number, "6ES7 512-1DK01-0AB0");
    assert_said(&talk, FIELD_firmware, "V2.1");
    talk_server(&talk, BYTES(PLAIN("\x17", RESPONSE("\4\xca", "\1") "\0\x15\x1b"
                                                                    "1;6ES7 512")));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void integrity_comes_before_the_operation(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_client(&talk, BYTES("\x72\3\0\x2f\x20"
                             "0123456789abcdef0123456789abcdef" REQUEST("\4\xf2", "\5",
                                                                        "\3\xbe") "\x72\3\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4f2, SUB_NONE);
    assert_class(&talk, CLASS_write);
    talk_end(&talk);
}

static void a_negative_return_value_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    /* 0xfffffffffffffffb, seven bits a byte and eight in the ninth */
    talk_server(&talk, BYTES(PLAIN("\x13", RESPONSE("\5\x42",
                                                    "\1") "\xff\xff\xff\xff\xff\xff\xff\xff\xfb")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x542, SUB_NONE);
    talk_end(&talk);
}

static void the_rest_of_a_message_of_two_telegrams_has_no_opcode(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    talk_client(&talk, BYTES("\x72\2\0\x0e" REQUEST("\5\x42", "\6", "\3\xbe")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x542, SUB_NONE);
    talk_server(&talk, BYTES("\x72\2\0\3\x33\0\0\x72\2\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x33, SUB_NONE);
    assert_int_equal(talk_client(&talk, BYTES("\x72\2\0\3\x31\2\3\x72\2\0\0")), VERDICT_OK);
    assert_null(talk.out.first);
    talk_client(&talk, BYTES("\x72\2\0\x0e" REQUEST("\5\x4c", "\7", "\3\xbe") "\x72\2\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x54c, SUB_NONE);
    talk_end(&talk);
}

static void what_is_no_telegram_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_plus_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x72\1\0\x7f\x31\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x72\7\0\1\x31")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(PLAIN("\1", "\x39"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x72\xff\0\2\0\0")), VERDICT_OK);
    assert_int_equal(talk_probe(&s7comm_plus_protocol, BYTES("\x72\7\0\1\x31")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_begun_outside_of_any),
        cmocka_unit_test(creating_an_object_within_a_session_is_a_download),
        cmocka_unit_test(deleting_ones_own_session_ends_it),
        cmocka_unit_test(the_controller_names_itself_when_a_session_is_made),
        cmocka_unit_test(integrity_comes_before_the_operation),
        cmocka_unit_test(a_negative_return_value_is_a_refusal),
        cmocka_unit_test(the_rest_of_a_message_of_two_telegrams_has_no_opcode),
        cmocka_unit_test(what_is_no_telegram_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
