#include "dissect.h"

#define READ_COILS "\0\1\0\0\0\6\x11\1\0\0\0\x08"

static void a_register_write_is_a_write(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\0\6\x11\6\0\1\0\3")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 6, SUB_NONE);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk_server(&talk, BYTES("\0\1\0\0\0\6\x11\6\0\1\0\3")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 6, SUB_NONE);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    for (size_t length = 0; length < sizeof(READ_COILS) - 1; length++) {
        assert_int_equal(talk_client(&talk, READ_COILS, length), VERDICT_MORE);
        assert_int_equal(talk.left, length);
        assert_null(talk.out.first);
    }
    talk_end(&talk);
}

static void only_the_first_of_two_messages_is_consumed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES(READ_COILS READ_COILS)), VERDICT_OK);
    assert_int_equal(talk.left, sizeof(READ_COILS) - 1);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_wrong_header_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\0\1\x11\x06")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\0\xff\x11\x03")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\4\5\x11")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void umas_may_be_longer_than_other_functions(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);
    char long_one[6 + 1028] = "\0\1\0\0\4\4\0\x5a\0\x29";

    assert_int_equal(talk_client(&talk, long_one, 8), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, long_one, sizeof long_one), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_true(sizeof long_one <= modbus_protocol.message_most);
    talk_end(&talk);
}

static void a_refusal_is_counted_on_the_sub_code_that_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES("\0\1\0\0\0\6\x11\x08\0\4\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 8, 4);
    assert_class(&talk, CLASS_restart);
    talk_client(&talk, BYTES("\0\2\0\0\0\6\x11\x08\0\x0a\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 8, 10);
    talk_server(&talk, BYTES("\0\1\0\0\0\3\x11\x88\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, 4);
    talk_server(&talk, BYTES("\0\2\0\0\0\3\x11\x88\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, 10);
    /* Nothing waits any more: the exception alone does not say what was asked. */
    talk_server(&talk, BYTES("\0\2\0\0\0\3\x11\x88\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, SUB_NONE);
    assert_string_equal(talk.out.first->operation->name, "diagnostics");
    talk_end(&talk);
}

static void a_lost_answer_does_not_shift_the_next_one(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES("\0\0\0\0\0\5\1\x2b\x0e\1\0"));
    talk_client(&talk, BYTES("\0\0\0\0\0\5\1\x2b\x0d\0\0")); /* the same transaction again */
    talk_server(&talk, BYTES("\0\0\0\0\0\3\1\xab\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 43, 13);
    talk_end(&talk);
}

static void the_same_transaction_of_another_unit_is_another_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES("\0\1\0\0\0\6\1\x08\0\1\0\0"));
    talk_client(&talk, BYTES("\0\1\0\0\0\6\2\x08\0\4\0\0"));
    talk_server(&talk, BYTES("\0\1\0\0\0\3\1\x88\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, 1);
    talk_server(&talk, BYTES("\0\1\0\0\0\3\2\x88\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, 4);
    talk_end(&talk);
}

static void more_requests_than_are_remembered_do_no_harm(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);
    char request[] = "\0\0\0\0\0\6\1\x08\0\1\0\0", refusal[] = "\0\0\0\0\0\3\1\x88\1";

    for (int transaction = 0; transaction < 100; transaction++) {
        request[1] = (char)transaction;
        assert_int_equal(talk_client(&talk, request, sizeof request - 1), VERDICT_OK);
    }
    refusal[1] = 99;
    talk_server(&talk, refusal, sizeof refusal - 1);
    assert_operation(&talk, MESSAGE_REFUSAL, 8, 1);
    refusal[1] = 0; /* long pushed out */
    talk_server(&talk, refusal, sizeof refusal - 1);
    assert_operation(&talk, MESSAGE_REFUSAL, 8, SUB_NONE);
    talk_end(&talk);
}

static void acknowledge_is_an_exception_but_no_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_server(&talk, BYTES("\0\1\0\0\0\3\1\x90\5"));
    assert_operation(&talk, MESSAGE_RESPONSE, 16, SUB_NONE);
    talk_server(&talk, BYTES("\0\1\0\0\0\3\1\x90\6"));
    assert_operation(&talk, MESSAGE_REFUSAL, 16, SUB_NONE);
    talk_end(&talk);
}

static void a_function_without_a_row_is_counted_as_unknown(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\0\2\1\x63")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 99, SUB_NONE);
    assert_null(talk.out.first->operation->name);
    assert_class(&talk, CLASS_unknown);
    talk_end(&talk);
}

static void classes_follow_what_a_code_can_do(void **state)
{
    (void)state;
    static const struct {
        uint32_t code, sub;
        enum operation_class class;
    } rows[] = {
        { 3, SUB_NONE, CLASS_read },       { 23, SUB_NONE, CLASS_write },
        { 17, SUB_NONE, CLASS_ident },     { 43, 14, CLASS_ident },
        { 7, SUB_NONE, CLASS_diag },       { 8, 0, CLASS_diag },
        { 8, 1, CLASS_restart },           { 8, 10, CLASS_delete },
        { 8, 20, CLASS_delete },           { 19, SUB_NONE, CLASS_restart },
        { 18, SUB_NONE, CLASS_prog_down }, { 125, SUB_NONE, CLASS_firmware },
        { 90, 0x30, CLASS_prog_down },     { 90, 0x34, CLASS_prog_up },
        { 90, 0x40, CLASS_start },         { 90, 0x41, CLASS_stop },
        { 90, 0x10, CLASS_auth },          { 90, 0xee, CLASS_unknown },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(
            class_name(operation_find(&modbus_protocol, rows[i].code, rows[i].sub)->class),
            class_name(rows[i].class));
}

static void identification_objects_become_identity_of_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_server(&talk, BYTES("\0\1\0\0\0\x2c\xff\x2b\x0e\3\x83\0\0\6"
                             "\0\4Acme"
                             "\1\5PM-40"
                             "\2\4V2.1"
                             "\5\4PM40"
                             "\6\4Pump"
                             "\x80\3\1\2\3"));
    assert_operation(&talk, MESSAGE_RESPONSE, 43, 14);
    assert_said(&talk, FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_model, "PM-40");
    assert_string_equal(talk_said(&talk, FIELD_model, 1), "PM40");
    assert_said(&talk, FIELD_firmware, "V2.1");
    assert_said(&talk, FIELD_application, "Pump");
    assert_said(&talk, FIELD_description, ""); /* the private object is no text */
    assert_true(address_equal(&talk.out.statements->about, &talk.server));
    for (struct statement *s = talk.out.statements; s; s = s->next)
        assert_int_equal(s->confidence, CONFIDENCE_SELF);
    talk_end(&talk);
}

static void what_a_unit_behind_the_address_says_is_said_of_the_unit(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_server(&talk, BYTES("\0\1\0\0\0\x0e\7\x2b\x0e\1\1\0\0\1"
                             "\0\4Acme"));
    assert_part_said(&talk, "unit 7", FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_vendor, "");
    talk_server(&talk, BYTES("\0\1\0\0\0\x0e\0\x2b\x0e\1\1\0\0\1"
                             "\0\4Acme"));
    assert_said(&talk, FIELD_vendor, "Acme");
    talk_end(&talk);
}

static void an_object_longer_than_the_message_is_not_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\0\1\0\0\0\x0c\xff\x2b\x0e\1\1\0\0\1\0\x40"
                                              "Ac")),
                     VERDICT_OK);
    assert_said(&talk, FIELD_vendor, "");
    talk_end(&talk);
}

static void a_server_id_gives_its_text_and_run_state(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_server(&talk, BYTES("\0\1\0\0\0\x0e\xff\x11\x0b\xb4\xff"
                             "Drive 3.1"));
    assert_said(&talk, FIELD_description, "Drive 3.1");
    assert_said(&talk, FIELD_state, "running");
    talk_server(&talk, BYTES("\0\1\0\0\0\5\xff\x11\2\xb4\0"));
    assert_said(&talk, FIELD_description, "");
    assert_said(&talk, FIELD_state, "stopped");
    talk_server(&talk, BYTES("\0\1\0\0\0\7\xff\x11\4\1\1OK")); /* too short to be meant */
    assert_said(&talk, FIELD_description, "");
    assert_said(&talk, FIELD_state, "");
    talk_end(&talk);
}

static void assert_no_unit(const struct talk *talk)
{
    for (const struct statement *s = talk->out.statements; s; s = s->next)
        assert_int_not_equal(s->field, FIELD_station);
}

static void a_unit_that_answers_is_stated_once_per_conversation(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES(READ_COILS));
    assert_no_unit(&talk);
    talk_server(&talk, BYTES("\0\1\0\0\0\4\x11\1\1\0"));
    assert_part_said(&talk, "unit 17", FIELD_station, "17");
    talk_server(&talk, BYTES("\0\2\0\0\0\4\x11\1\1\0"));
    assert_no_unit(&talk);
    talk_end(&talk);
}

static void a_gateway_answering_for_a_missing_unit_states_no_unit(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_server(&talk, BYTES("\0\1\0\0\0\3\x12\x81\x0b"));
    assert_no_unit(&talk);
    assert_said(&talk, FIELD_capability, "Modbus gateway");
    talk_server(&talk, BYTES("\0\1\0\0\0\3\x12\x81\x0a"));
    assert_no_unit(&talk);
    assert_said(&talk, FIELD_capability, ""); /* said before */
    talk_server(&talk, BYTES("\0\1\0\0\0\4\xff\1\1\0"));
    assert_no_unit(&talk);
    talk_server(&talk, BYTES("\0\1\0\0\0\4\0\1\1\0"));
    assert_no_unit(&talk);
    talk_server(&talk, BYTES("\0\1\0\0\0\3\x12\x81\2")); /* the unit itself refused */
    assert_part_said(&talk, "unit 18", FIELD_station, "18");
    talk_end(&talk);
}

static void lengths_prove_the_direction_when_nobody_knows_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\0\1\0\0\0\5\1\3\2\0\7"));
    assert_operation(&talk, MESSAGE_RESPONSE, 3, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(READ_COILS));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\0\1\0\0\0\3\1\x83\2"));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void an_exception_is_an_answer_whoever_opened_the_connection(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\1\0\0\0\3\x11\x83\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 3, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    /* Who refused is the server: a code of no known shape is its answer as well. */
    assert_int_equal(talk_client(&talk, BYTES("\0\2\0\0\0\4\x11\x2a\1\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 42, SUB_NONE);
    talk_end(&talk);

    /* Who has asked stays who asks, whatever nonsense it sends. */
    talk = talk_begin(&modbus_protocol);
    talk_client(&talk, BYTES("\0\1\0\0\0\6\x11\3\0\0\0\1"));
    talk_client(&talk, BYTES("\0\2\0\0\0\3\x11\x83\1"));
    talk_client(&talk, BYTES("\0\3\0\0\0\4\x11\x2a\1\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 42, SUB_NONE);
    talk_end(&talk);
}

static void an_echo_from_the_other_side_is_the_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES("\0\1\0\0\0\6\1\5\0\1\xff\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 5, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_UNKNOWN);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\0\1\0\0\0\6\1\5\0\1\xff\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_umas_answer_is_counted_on_the_function_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES("\0\1\0\0\0\4\0\x5a\0\x41"));
    assert_operation(&talk, MESSAGE_REQUEST, 90, 0x41);
    assert_class(&talk, CLASS_stop);
    talk_server(&talk, BYTES("\0\1\0\0\0\4\0\x5a\0\xfd"));
    assert_operation(&talk, MESSAGE_REFUSAL, 90, 0x41);
    talk_client(&talk, BYTES("\0\2\0\0\0\4\0\x5a\0\x41"));
    talk_server(&talk, BYTES("\0\2\0\0\0\4\0\x5a\0\xfe"));
    assert_operation(&talk, MESSAGE_RESPONSE, 90, 0x41);
    talk_server(&talk, BYTES("\0\3\0\0\0\4\0\x5a\0\xfe"));
    assert_operation(&talk, MESSAGE_RESPONSE, 90, SUB_NONE);
    assert_string_equal(talk.out.first->operation->name, "UMAS");
    talk_end(&talk);
}

static void umas_tells_model_firmware_project_and_the_engineer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&modbus_protocol);

    talk_client(&talk, BYTES("\0\1\0\0\0\4\0\x5a\0\2"));
    talk_server(&talk, BYTES("\0\1\0\0\0\x22\0\x5a\0\xfe"
                             "\x10\xff\0\0\0\0\0\0\x70\2\0\0\0\0\0\0\0\0\0\0\0\0"
                             "\7ACPU 7X"));
    assert_said(&talk, FIELD_model, "ACPU 7X");
    assert_said(&talk, FIELD_firmware, "2.70");

    talk_client(&talk, BYTES("\0\2\0\0\0\5\0\x5a\0\3\0"));
    talk_server(&talk,
                BYTES("\0\2\0\0\0\x30\0\x5a\0\xfe"
                      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                      "\5Mill\0"));
    assert_said(&talk, FIELD_application, "Mill");

    talk_client(&talk, BYTES("\0\3\0\0\0\x0d\0\x5a\0\x10\0\0\0\0\4EWS1"));
    assert_said(&talk, FIELD_name, "EWS1");
    assert_true(address_equal(&talk.out.statements->about, &talk.client));
    talk_end(&talk);
}

static void the_probe_wants_a_plausible_header_and_function(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&modbus_protocol, BYTES(READ_COILS)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\3\1\x83\2")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&modbus_protocol, READ_COILS, 7), MATCH_MAYBE);
    assert_int_equal(talk_probe(&modbus_protocol, READ_COILS, 0), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\1\0\6\1\3\0\0\0\1")), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\xff\1\3\0\0\0\1")), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\6\1\x50\0\0\0\1\0")), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\6\1\x83\0\0\0\1\0")), MATCH_NO);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\x16\3\1\0\x85\1\0\0")), MATCH_NO);
}

static void the_probe_lets_a_scan_of_function_codes_in(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\6\1\x50\0\0\0\1")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\2\1\0")), MATCH_MAYBE);
    /* An answer that is a byte too long is an answer. */
    assert_int_equal(talk_probe(&modbus_protocol, BYTES("\0\1\0\0\0\4\1\x81\6\0")), MATCH_MAYBE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_write_is_a_write),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(only_the_first_of_two_messages_is_consumed),
        cmocka_unit_test(a_wrong_header_is_malformed),
        cmocka_unit_test(umas_may_be_longer_than_other_functions),
        cmocka_unit_test(a_refusal_is_counted_on_the_sub_code_that_was_asked),
        cmocka_unit_test(a_lost_answer_does_not_shift_the_next_one),
        cmocka_unit_test(the_same_transaction_of_another_unit_is_another_request),
        cmocka_unit_test(more_requests_than_are_remembered_do_no_harm),
        cmocka_unit_test(acknowledge_is_an_exception_but_no_refusal),
        cmocka_unit_test(a_function_without_a_row_is_counted_as_unknown),
        cmocka_unit_test(classes_follow_what_a_code_can_do),
        cmocka_unit_test(identification_objects_become_identity_of_the_server),
        cmocka_unit_test(what_a_unit_behind_the_address_says_is_said_of_the_unit),
        cmocka_unit_test(an_object_longer_than_the_message_is_not_read),
        cmocka_unit_test(a_server_id_gives_its_text_and_run_state),
        cmocka_unit_test(a_unit_that_answers_is_stated_once_per_conversation),
        cmocka_unit_test(a_gateway_answering_for_a_missing_unit_states_no_unit),
        cmocka_unit_test(lengths_prove_the_direction_when_nobody_knows_it),
        cmocka_unit_test(an_exception_is_an_answer_whoever_opened_the_connection),
        cmocka_unit_test(an_echo_from_the_other_side_is_the_answer),
        cmocka_unit_test(a_umas_answer_is_counted_on_the_function_asked),
        cmocka_unit_test(umas_tells_model_firmware_project_and_the_engineer),
        cmocka_unit_test(the_probe_wants_a_plausible_header_and_function),
        cmocka_unit_test(the_probe_lets_a_scan_of_function_codes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
