#include "dissect.h"

#define ASK(codes)                  "\x80\0\2\0\x14\0\0\x0b\0\1" codes
#define ANSWER(codes)               "\xc0\0\2\0\x0b\0\0\x14\0\1" codes
#define TCP(length, command, error) "FINS\0\0\0" length "\0\0\0" command "\0\0\0" error

static void a_command_and_its_answer_carry_the_same_codes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    assert_int_equal(talk_client(&talk, BYTES(ASK("\3\7"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, 7);
    assert_class(&talk, CLASS_prog_down);
    assert_int_equal(talk_server(&talk, BYTES(ANSWER("\3\7\0\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 3, 7);
    talk_end(&talk);
}

static void an_end_code_is_a_refusal_but_a_flag_of_the_cpu_is_none(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_server(&talk, BYTES(ANSWER("\1\1\x21\3")));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, 1);
    talk_server(&talk, BYTES(ANSWER("\1\1\x80\xc0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 1);
    talk_end(&talk);
}

static void the_first_message_says_who_is_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(ANSWER("\1\1\0\0")));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    /* A controller may ask its client too: that turns nothing round. */
    talk_say(&talk, false, DIRECTION_FROM_SERVER, BYTES(ASK("\1\2")));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void what_no_device_sends_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x82\0\2\0\x14\0\0\x0b\0\1\1\1")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x80\1\2\0\x14\0\0\x0b\0\1\1\1")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x80\0\x08\0\x14\0\0\x0b\0\1\1\1")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x80\0\2\x80\x14\0\0\x0b\0\1\1\1")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_server(&talk, BYTES(ANSWER("\1\1\0"))), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void every_shorter_message_of_a_stream_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);
    static const char message[] = TCP("\x14", "\2", "\0") ASK("\4\2");

    for (size_t length = 1; length < sizeof message - 1; length++) {
        assert_int_equal(talk_client(&talk, message, length), VERDICT_MORE);
        assert_int_equal(talk.left, length);
        assert_int_not_equal(talk_probe(&fins_protocol, message, length), MATCH_NO);
    }
    assert_int_equal(talk_client(&talk, BYTES(TCP("\x14", "\2", "\0") ASK("\4\2") "FI")),
                     VERDICT_OK);
    assert_int_equal(talk.left, 2);
    assert_operation(&talk, MESSAGE_REQUEST, 4, 2);
    talk_end(&talk);
}

static void lengths_that_no_frame_has_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    assert_int_equal(talk_client(&talk, BYTES("FINS\0\0\0\7")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("FINS\0\0\x10\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(TCP("\x08", "\4", "\0"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(TCP("\x08", "\2", "\0"))), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_node_exchange_gives_both_sides_their_station(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_client(&talk, BYTES(TCP("\x0c", "\0", "\0") "\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 256, SUB_NONE);
    talk_server(&talk, BYTES(TCP("\x10", "\1", "\0") "\0\0\0\xef\0\0\0\x14"));
    assert_operation(&talk, MESSAGE_RESPONSE, 256, SUB_NONE);
    assert_string_equal(talk_said(&talk, FIELD_station, 0), "0.239.0");
    assert_string_equal(talk_said(&talk, FIELD_station, 1), "0.20.0");
    talk_server(&talk, BYTES(TCP("\x10", "\1", "\x20") "\0\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 256, SUB_NONE);
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void controller_data_is_model_and_version(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_server(&talk, BYTES(ANSWER("\5\1\0\0") "CJ2M-CPU33          02.01               "));
    assert_said(&talk, FIELD_model, "CJ2M-CPU33");
    assert_said(&talk, FIELD_firmware, "02.01");
    assert_said(&talk, FIELD_vendor, "Omron");
    assert_said(&talk, FIELD_station, "0.20.0");
    talk_server(&talk, BYTES(ANSWER("\5\1\0\0") "CJ2M-CPU33          02.01              "));
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

static void units_and_nodes_behind_the_device_are_parts(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_server(&talk, BYTES(ANSWER("\5\2\0\0") "\x81\x10"
                                                "CJ1W-ETN21          "));
    assert_part_said(&talk, "unit 16", FIELD_model, "CJ1W-ETN21");
    talk_server(&talk, BYTES("\xc0\0\2\0\x0b\0\3\7\0\1\6\1\0\0\0\0"));
    assert_part_said(&talk, "network 3 node 7", FIELD_state, "stopped, program mode");
    talk_server(&talk, BYTES("\xc0\0\2\0\x0b\0\3\x14\0\1\6\1\0\0\1\4")); /* its own node number */
    assert_part_said(&talk, "", FIELD_state, "running, run mode");
    talk_end(&talk);
}

static void a_count_beyond_the_answer_is_not_believed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fins_protocol);

    talk_server(&talk, BYTES(ANSWER("\5\2\0\0") "\xff\x10"
                                                "CJ1W-ETN21          \x11"));
    assert_string_equal(talk_said(&talk, FIELD_model, 1), "");
    talk_end(&talk);
}

static void only_the_magic_number_is_enough_on_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&fins_protocol, BYTES(TCP("\x14", "\2", "\0") ASK("\4\2"))),
                     MATCH_YES);
    assert_int_equal(talk_probe(&fins_protocol, BYTES(ASK("\4\2"))), MATCH_MAYBE);
    assert_int_equal(talk_probe(&fins_protocol, BYTES(ASK("\x7e\2"))), MATCH_NO);
    assert_int_equal(talk_probe(&fins_protocol, BYTES("GET / HTTP/1.1\r\n\r\n")), MATCH_NO);
    assert_int_equal(talk_probe(&fins_protocol, BYTES("FINS\xff\xff\xff\xff\0\0\0\2")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_and_its_answer_carry_the_same_codes),
        cmocka_unit_test(an_end_code_is_a_refusal_but_a_flag_of_the_cpu_is_none),
        cmocka_unit_test(the_first_message_says_who_is_the_client),
        cmocka_unit_test(what_no_device_sends_is_malformed),
        cmocka_unit_test(every_shorter_message_of_a_stream_asks_for_more),
        cmocka_unit_test(lengths_that_no_frame_has_are_malformed),
        cmocka_unit_test(the_node_exchange_gives_both_sides_their_station),
        cmocka_unit_test(controller_data_is_model_and_version),
        cmocka_unit_test(units_and_nodes_behind_the_device_are_parts),
        cmocka_unit_test(a_count_beyond_the_answer_is_not_believed),
        cmocka_unit_test(only_the_magic_number_is_enough_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
