#include "dissect.h"

/* One frame of data with the standard's field sizes; station 12. */
#define DATA(length, literal) BYTES("\x68" length "\0\0\0\0" literal)

static void a_confirmation_is_counted_on_the_command_it_repeats(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    assert_int_equal(talk_client(&talk, DATA("\x0e", "\x2e\1\6\0\x0c\0\1\0\0\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 46, SUB_NONE);
    assert_class(&talk, CLASS_operate);
    assert_int_equal(talk_server(&talk, DATA("\x0e", "\x2e\1\7\0\x0c\0\1\0\0\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 46, SUB_NONE);
    assert_int_equal(talk.left, 0);
    talk_server(&talk, DATA("\x0e", "\x2e\1\x0a\0\x0c\0\1\0\0\1")); /* and it is over */
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void negative_confirmations_and_unknown_addresses_are_refusals(void **state)
{
    (void)state;
    static const struct {
        char cause;
        enum message_kind kind;
    } rows[] = {
        { 7, MESSAGE_RESPONSE },   { 0x47, MESSAGE_REFUSAL }, { 9, MESSAGE_RESPONSE },
        { 0x49, MESSAGE_REFUSAL }, { 0x2c, MESSAGE_REFUSAL }, { 0x6d, MESSAGE_REFUSAL },
        { 0x6e, MESSAGE_REFUSAL }, { 0x6f, MESSAGE_REFUSAL }, { (char)0x87, MESSAGE_RESPONSE },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct talk talk = talk_begin(&iec104_protocol);
        char frame[] = "\x68\x0e\0\0\0\0\x69\1\0\0\x0c\0\0\0\0\1";
        frame[8] = rows[i].cause;
        talk_server(&talk, frame, sizeof frame - 1);
        assert_operation(&talk, rows[i].kind, 105, (rows[i].cause & 0x3f) == 9 ? 8 : SUB_NONE);
        assert_class(&talk, CLASS_restart);
        talk_end(&talk);
    }
}

static void a_selection_is_not_yet_a_command(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_client(&talk, DATA("\x0e", "\x2d\1\6\0\x0c\0\1\0\0\x81"));
    assert_operation(&talk, MESSAGE_REQUEST, 45, 1);
    talk_client(&talk, DATA("\x12", "\x32\1\6\0\x0c\0\1\0\0\0\0\x28\xc2\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 50, SUB_NONE);
    talk_client(&talk, DATA("\x12", "\x32\1\6\0\x0c\0\1\0\0\0\0\x28\x42\x80"));
    assert_operation(&talk, MESSAGE_REQUEST, 50, 1);
    assert_class(&talk, CLASS_write);
    talk_end(&talk);
}

static void a_station_reports_unasked_and_is_known_by_its_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);
    const char *report = "\x68\x0e\0\0\0\0\1\1\3\0\x0c\0\1\0\0\1";

    talk_say(&talk, false, DIRECTION_UNKNOWN, report, 16);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_station, "12");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.41.1.20");
    talk_server(&talk, report, 16);
    assert_said(&talk, FIELD_station, ""); /* once is enough */
    talk_server(&talk, DATA("\x0e", "\x64\1\x6e\0\x4d\0\0\0\0\x14"));
    assert_said(&talk, FIELD_station, ""); /* it says that it is not station 77 */
    talk_client(&talk, DATA("\x0e", "\x64\1\6\0\x4d\0\0\0\0\x14"));
    assert_said(&talk, FIELD_station, ""); /* a controller names others */
    talk_end(&talk);
}

static void a_value_that_was_asked_for_answers_the_reading(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_client(&talk, DATA("\x0d", "\x66\1\5\0\x0c\0\1\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 102, SUB_NONE);
    talk_server(&talk, DATA("\x0e", "\1\1\5\0\x0c\0\1\0\0\1"));
    assert_int_equal(talk.out.first->code, 1);
    assert_non_null(talk.out.first->next);
    assert_int_equal(talk.out.first->next->code, 102);
    assert_int_equal(talk.out.first->next->kind, MESSAGE_RESPONSE);
    talk_end(&talk);
}

static void narrow_fields_of_serial_lines_show_in_the_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_server(&talk, DATA("\x0b", "\x2d\1\7\3\x10\0\x81"));
    assert_operation(&talk, MESSAGE_RESPONSE, 45, 1);
    assert_said(&talk, FIELD_station, "3");
    talk_server(&talk,
                DATA("\x0f", "\1\x82\3\5\0\x10\0\0\1\0\0")); /* fits nothing: the standard's own */
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void frames_without_data_start_stop_and_test(void **state)
{
    (void)state;
    static const struct {
        char control;
        enum message_kind kind;
        uint32_t sub;
    } rows[] = {
        { 0x07, MESSAGE_REQUEST, 1 }, { 0x0b, MESSAGE_RESPONSE, 1 },
        { 0x13, MESSAGE_REQUEST, 2 }, { 0x23, MESSAGE_RESPONSE, 2 },
        { 0x43, MESSAGE_REQUEST, 3 }, { (char)0x83, MESSAGE_RESPONSE, 3 },
    };
    struct talk talk = talk_begin(&iec104_protocol);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char frame[] = { 0x68, 4, rows[i].control, 0, 0, 0 };
        assert_int_equal(talk_probe(&iec104_protocol, frame, sizeof frame), MATCH_YES);
        assert_int_equal(talk_client(&talk, frame, sizeof frame), VERDICT_OK);
        assert_operation(&talk, rows[i].kind, 0, rows[i].sub);
    }
    assert_int_equal(talk_client(&talk, BYTES("\x68\4\1\0\x0a\0")), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_frame_is_waited_for_and_its_control_field_is_checked(void **state)
{
    (void)state;
    static const char frame[] = "\x68\x0e\0\0\0\0\x2e\1\6\0\x0c\0\1\0\0\1";
    static const char *const wrong[] = {
        "\x67\4\7\0\0\0", "\x68\5\7\0\0\0\0", "\x68\4\x0f\0\0\0", "\x68\4\7\0\2\0",
        "\x68\4\0\0\0\0", "\x68\4\1\1\0\0",   "\x68\4\1\0\1\0",
    };
    struct talk talk = talk_begin(&iec104_protocol);

    for (size_t length = 0; length < sizeof frame - 1; length++)
        assert_int_equal(talk_client(&talk, frame, length), VERDICT_MORE);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(talk_client(&talk, wrong[i], 6), VERDICT_MALFORMED);
        assert_int_equal(talk_probe(&iec104_protocol, wrong[i], 6), MATCH_NO);
    }
    assert_int_equal(talk_client(&talk, DATA("\x0e", "\x2e\1\0\0\x0c\0\1\0\0\1")),
                     VERDICT_MALFORMED); /* without a cause */
    talk_end(&talk);
}

static void one_whole_frame_of_a_known_type_is_proof_enough(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&iec104_protocol, DATA("\x0e", "\x2e\1\6\0\x0c\0\1\0\0\1")),
                     MATCH_YES);
    assert_int_equal(talk_probe(&iec104_protocol, DATA("\x0e", "\x35\1\6\0\x0c\0\1\0\0\1")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&iec104_protocol, DATA("\x0f", "\x2e\1\6\0\x0c\0\1\0\0\1\0")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&iec104_protocol, BYTES("\x68\x0e\0\0\0\0\x2e\1")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&iec104_protocol, BYTES("\x68")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&iec104_protocol, BYTES("h\3llo")), MATCH_NO);
    assert_int_equal(talk_probe(&iec104_protocol, BYTES("")), MATCH_NO);
}

static void taking_a_command_back_is_not_giving_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_client(&talk, DATA("\x0e", "\x2d\1\x08\0\x0c\0\1\0\0\x81"));
    assert_operation(&talk, MESSAGE_REQUEST, 45, 8);
    talk_server(&talk, DATA("\x0e", "\x2d\1\x09\0\x0c\0\1\0\0\x81"));
    assert_operation(&talk, MESSAGE_RESPONSE, 45, 8);
    talk_end(&talk);
}

static void a_qualifier_makes_an_interrogation_reset_counters(void **state)
{
    (void)state;
    static const struct {
        char qualifier;
        uint32_t sub;
        enum operation_class class;
    } rows[] = {
        { 5, SUB_NONE, CLASS_read },
        { 0x45, 1, CLASS_write },
        { (char)0x85, 2, CLASS_write },
        { (char)0xc5, 3, CLASS_write },
    };
    struct talk talk = talk_begin(&iec104_protocol);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char frame[] = "\x68\x0e\0\0\0\0\x65\1\6\0\x0c\0\0\0\0\5";
        frame[15] = rows[i].qualifier;
        talk_client(&talk, frame, sizeof frame - 1);
        assert_operation(&talk, MESSAGE_REQUEST, 101, rows[i].sub);
        assert_class(&talk, rows[i].class);
    }
    talk_client(&talk, DATA("\x0e", "\x69\1\6\0\x0c\0\0\0\0\2"));
    assert_operation(&talk, MESSAGE_REQUEST, 105, 2);
    assert_class(&talk, CLASS_delete);
    talk_end(&talk);
}

static void a_file_that_is_not_ready_or_not_taken_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_client(&talk, DATA("\x11", "\x7a\1\x0d\0\x0c\0\1\0\0\1\0\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 122, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_server(&talk, DATA("\x13", "\x78\1\x0d\0\x0c\0\1\0\0\1\0\0\0\0\x80"));
    assert_operation(&talk, MESSAGE_REFUSAL, 120, SUB_NONE);
    talk_client(&talk, DATA("\x11", "\x7c\1\x0d\0\x0c\0\1\0\0\1\0\1\3"));
    assert_operation(&talk, MESSAGE_REQUEST, 124, SUB_NONE);
    talk_client(&talk, DATA("\x11", "\x7c\1\x0d\0\x0c\0\1\0\0\1\0\1\4"));
    assert_operation(&talk, MESSAGE_REFUSAL, 124, SUB_NONE);
    talk_end(&talk);
}

static void stations_behind_one_address_and_the_controller_are_numbered(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec104_protocol);

    talk_server(&talk, DATA("\x0e", "\x46\1\4\0\5\0\0\0\0\2"));
    assert_part_said(&talk, "station 5", FIELD_state, "initialized after a reset from afar");
    assert_part_said(&talk, "station 5", FIELD_station, "5");
    talk_client(&talk, DATA("\x0e", "\x64\1\6\x21\5\0\0\0\0\x14"));
    assert_said(&talk, FIELD_station, "originator 33");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.41.1.10");
    talk_client(&talk, DATA("\x0e", "\x64\1\6\x21\5\0\0\0\0\x14"));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_confirmation_is_counted_on_the_command_it_repeats),
        cmocka_unit_test(negative_confirmations_and_unknown_addresses_are_refusals),
        cmocka_unit_test(a_selection_is_not_yet_a_command),
        cmocka_unit_test(a_station_reports_unasked_and_is_known_by_its_address),
        cmocka_unit_test(a_value_that_was_asked_for_answers_the_reading),
        cmocka_unit_test(narrow_fields_of_serial_lines_show_in_the_length),
        cmocka_unit_test(frames_without_data_start_stop_and_test),
        cmocka_unit_test(a_frame_is_waited_for_and_its_control_field_is_checked),
        cmocka_unit_test(one_whole_frame_of_a_known_type_is_proof_enough),
        cmocka_unit_test(taking_a_command_back_is_not_giving_it),
        cmocka_unit_test(a_qualifier_makes_an_interrogation_reset_counters),
        cmocka_unit_test(a_file_that_is_not_ready_or_not_taken_is_a_refusal),
        cmocka_unit_test(stations_behind_one_address_and_the_controller_are_numbered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
