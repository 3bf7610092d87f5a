#include "dissect.h"

#define PLC    "\x0a\x29\1\x14\1\1"
#define CLIENT "\x0a\x29\1\x0b\1\1"
#define ASK(length, command, data_length, invoke, port)                                            \
    "\0\0" length "\0\0\0" PLC port CLIENT "\x89\x80" command "\0\4\0" data_length                 \
    "\0\0\0\0\0\0\0" invoke "\0\0\0"
#define ANSWER(length, command, data_length, error, invoke, port)                                  \
    "\0\0" length "\0\0\0" CLIENT "\x89\x80" PLC port command "\0\5\0" data_length "\0\0\0" error  \
    "\0\0\0" invoke "\0\0\0"
#define RUNTIME "\x53\3"
#define SERVICE "\x10\x27"
#define STOP    ASK("\x28", "\5", "\x08", "\1", RUNTIME) "\6\0\0\0\0\0\0\0"

static void write_control_is_what_state_it_asks_for(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    assert_int_equal(talk_client(&talk, BYTES(STOP)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 5, 6);
    assert_class(&talk, CLASS_stop);
    talk_server(&talk, BYTES(ANSWER("\x24", "\5", "\4", "\0", "\1", RUNTIME) "\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, 6);
    talk_end(&talk);
}

static void a_result_and_an_error_of_the_router_refuse(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    talk_client(&talk, BYTES(STOP));
    talk_server(&talk, BYTES(ANSWER("\x24", "\5", "\4", "\0", "\1", RUNTIME) "\4\7\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, 6);
    talk_server(&talk, BYTES(ANSWER("\x20", "\5", "\0", "\7", "\1", RUNTIME)));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, SUB_NONE); /* nobody waits for it any more */
    talk_end(&talk);
}

static void index_groups_mean_other_things_to_the_system_service(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    talk_client(&talk, BYTES(ASK("\x30", "\x09", "\x10", "\1",
                                 SERVICE) "\x7b\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 265, 123);
    assert_class(&talk, CLASS_file);
    talk_client(&talk, BYTES(ASK("\x30", "\x09", "\x10", "\2",
                                 RUNTIME) "\x7b\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 9, SUB_NONE);
    talk_end(&talk);
}

static void a_long_message_is_skipped_behind_its_beginning(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);
    static const char head[] = ASK("\x30\1", "\x03", "\x10\1", "\1", RUNTIME);
    char message[6 + 32 + 0x110] = { 0 };

    /* The macro's lengths have one byte: two take the place of a zero each. */
    memcpy(message, head, 3);
    message[2] = '\x30';
    message[3] = '\1';
    memcpy(message + 6, head + 7, 20);
    memcpy(message + 26, "\x10\1\0\0\0\0\0\0\1\0\0\0\5\xf0", 14);
    assert_int_equal(talk_client(&talk, message, 38 + 63), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, message, 38 + 100), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, 0xf005);
    assert_int_equal(talk.left, 100 - 64);
    assert_int_equal(talk_client(&talk, message + 38 + 64, 0x110 - 64), VERDICT_OK);
    assert_null(talk.out.first);
    assert_int_equal(talk_client(&talk, BYTES(STOP)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 5, 6);
    talk_end(&talk);
}

static void programs_are_parts_and_the_system_service_is_the_device(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    talk_server(&talk, BYTES(ANSWER("\x38", "\1", "\x18", "\0", "\1",
                                    RUNTIME) "\0\0\0\0\3\1\xb8\x0fPlc30 App\0\0\0\0\0\0\0"));
    assert_part_said(&talk, "AMS port 851", FIELD_model, "Plc30 App");
    assert_part_said(&talk, "AMS port 851", FIELD_software, "3.1.4024");
    assert_said(&talk, FIELD_station, "10.41.1.20.1.1");
    talk_server(&talk,
                BYTES(ANSWER("\x28", "\4", "\x08", "\0", "\1", SERVICE) "\0\0\0\0\x0f\0\0\0"));
    assert_said(&talk, FIELD_state, "configuration mode");
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void a_password_is_told_of_but_never_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    talk_client(&talk, BYTES("\3\x66\x14\x71\0\0\0\0\6\0\0\0" CLIENT "\x10\x27\2\0\0\0"
                             "\x0d\0\6\0Admin\0\2\0\7\0secret\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 518, SUB_NONE);
    assert_said(&talk, FIELD_security, "takes user name and password in clear text");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    for (const struct statement *s = talk.out.statements; s; s = s->next)
        assert_false(text_contains(s->value, "secret"));
    talk_end(&talk);
}

static void a_router_that_is_searched_tells_name_versions_and_net_id(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    talk_server(&talk, BYTES("\3\x66\x14\x71\0\0\0\0\1\0\0\x80" PLC "\x10\x27\3\0\0\0"
                             "\5\0\3\0CX\0\3\0\4\0\3\1\xb8\x0f"
                             "\4\0\x14\0\x14\1\0\0\x0a\0\0\0\0\0\0\0\x65\x4a\0\0\2\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 513, SUB_NONE);
    assert_said(&talk, FIELD_name, "CX");
    assert_said(&talk, FIELD_software, "TwinCAT 3.1.4024");
    assert_said(&talk, FIELD_os, "Windows 10.0 build 19045");
    assert_said(&talk, FIELD_station, "10.41.1.20.1.1");
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more_and_wrong_ones_do_not(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ads_protocol);

    for (size_t length = 0; length < sizeof(STOP) - 1; length++)
        assert_int_equal(talk_client(&talk, STOP, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES(ASK("\x29", "\5", "\x08", "\1", RUNTIME) "12345678")),
                     VERDICT_MALFORMED);
    assert_int_equal(
        talk_client(&talk, BYTES(ASK("\x28", "\x0a", "\x08", "\1", RUNTIME) "12345678")),
        VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&ads_protocol, BYTES(STOP)), MATCH_YES);
    assert_int_equal(talk_probe(&ads_protocol, BYTES("\0")), MATCH_NO);
    assert_int_equal(talk_probe(&ads_protocol, BYTES("GET / HTTP/1.1\r\n\r\n")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_control_is_what_state_it_asks_for),
        cmocka_unit_test(a_result_and_an_error_of_the_router_refuse),
        cmocka_unit_test(index_groups_mean_other_things_to_the_system_service),
        cmocka_unit_test(a_long_message_is_skipped_behind_its_beginning),
        cmocka_unit_test(programs_are_parts_and_the_system_service_is_the_device),
        cmocka_unit_test(a_password_is_told_of_but_never_kept),
        cmocka_unit_test(a_router_that_is_searched_tells_name_versions_and_net_id),
        cmocka_unit_test(every_shorter_message_asks_for_more_and_wrong_ones_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
