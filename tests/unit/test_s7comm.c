#include "dissect.h"

#define JOB(reference, parameters)      "\x32\1\0\0\0" reference "\0" parameters
#define ACK(reference, parameters)      "\x32\3\0\0\0" reference "\0" parameters
#define USERDATA(length, data, content) "\x32\7\0\0\0\1\0" length "\0" data content

/* ---- jobs ---- */

static void the_sender_of_a_job_is_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(JOB("\1", "\2\0\0\4\1")));
    assert_operation(&talk, MESSAGE_REQUEST, 4, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(ACK("\1", "\2\0\5\0\0\4\1\xff\3\0\1\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void the_controller_fetches_the_blocks_of_a_download(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(JOB("\1", "\1\0\0\x1b")));
    assert_class(&talk, CLASS_prog_down);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(ACK("\1", "\1\0\0\0\0\x1b")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x1b, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_end(&talk);
}

#define BLOCK(function, kind) "\x12\0\0" function "\0\1\0\0\0\0\0\x09_" kind "00001P"

static void loading_system_data_is_loading_the_hardware_configuration(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_client(&talk, BYTES(JOB("\1", BLOCK("\x1a", "0B"))));
    assert_operation(&talk, MESSAGE_REQUEST, 0x1a, 0x0b);
    assert_class(&talk, CLASS_prog_down);
    talk_server(&talk, BYTES(ACK("\1", "\1\0\0\0\0\x1a")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x1a, 0x0b);
    talk_client(&talk, BYTES(JOB("\2", BLOCK("\x1d", "0B"))));
    assert_operation(&talk, MESSAGE_REQUEST, 0x1d, 0x0b);
    assert_class(&talk, CLASS_prog_up);
    talk_client(&talk, BYTES(JOB("\3", BLOCK("\x1a", "08")))); /* an organization block */
    assert_operation(&talk, MESSAGE_REQUEST, 0x1a, SUB_NONE);
    talk_client(&talk, BYTES(JOB("\4", "\4\0\0\x1a\0\1\0"))); /* without a name */
    assert_operation(&talk, MESSAGE_REQUEST, 0x1a, SUB_NONE);
    talk_end(&talk);
}

#define START  "\x16\0\0\x28\0\0\0\0\0\0\xfd\0\2\x43\x20\x09P_PROGRAM"
#define DELETE "\x14\0\0\x28\0\0\0\0\0\0\xfd\0\2\x45\x50\5_DELE\0\0"

static void a_pi_service_is_told_by_its_name_and_answered_on_its_row(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    assert_int_equal(talk_client(&talk, BYTES(JOB("\1", START))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x28, 1);
    assert_class(&talk, CLASS_start);
    talk_client(&talk, BYTES(JOB("\2", DELETE)));
    assert_operation(&talk, MESSAGE_REQUEST, 0x28, 4);
    assert_class(&talk, CLASS_delete);
    talk_server(&talk, BYTES(ACK("\1", "\1\0\0\0\0\x28")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x28, 1);
    talk_server(&talk, BYTES(ACK("\2", "\1\0\0\x81\x04\x28")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x28, 4);
    talk_end(&talk);
}

static void a_refusal_without_function_is_counted_on_the_job_it_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_client(&talk, BYTES(JOB("\7", "\1\0\0\x1d")));
    talk_client(&talk, BYTES(JOB("\x08", "\1\0\0\x29")));
    talk_server(&talk, BYTES("\x32\2\0\0\0\7\0\0\0\0\xd2\x41"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x1d, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES("\x32\2\0\0\0\x63\0\0\0\0\xd2\x41")), VERDICT_OK);
    assert_null(talk.out.first); /* nobody saw what it refuses */
    talk_end(&talk);
}

static void jobs_of_both_sides_with_one_reference_are_kept_apart(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_client(&talk, BYTES(JOB("\1", START)));
    talk_server(&talk, BYTES(JOB("\1", "\1\0\0\x1c")));
    talk_client(&talk, BYTES(ACK("\1", "\1\0\0\0\0\x1c")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x1c, SUB_NONE);
    talk_server(&talk, BYTES(ACK("\1", "\1\0\0\0\0\x28")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x28, 1);
    talk_end(&talk);
}

static void a_read_is_refused_when_no_item_was_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_server(&talk, BYTES(ACK("\1", "\2\0\x08\0\0\4\2\x0a\0\0\0\x05\0\0\0")));
    assert_operation(&talk, MESSAGE_REFUSAL, 4, SUB_NONE);
    talk_server(&talk, BYTES(ACK("\1", "\2\0\x09\0\0\4\2\x0a\0\0\0\xff\3\0\1\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, SUB_NONE);
    talk_server(&talk, BYTES(ACK("\1", "\2\0\2\0\0\5\2\x0a\3")));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, SUB_NONE);
    talk_server(&talk, BYTES(ACK("\1", "\2\0\2\0\0\5\2\x0a\xff")));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    talk_end(&talk);
}

/* ---- user data ---- */

static void a_group_and_its_subfunction_are_code_and_sub_code(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_client(&talk, BYTES(USERDATA("\x08", "\4", "\0\1\x12\4\x11\x47\2\0\x0a\0\0\0")));
    assert_operation(&talk, MESSAGE_REQUEST, 7, 2);
    assert_class(&talk, CLASS_time);
    talk_server(&talk, BYTES(USERDATA("\x0c", "\4", "\0\1\x12\x08\x12\x87\2\0\0\0\0\0\x0a\0\0\0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 7, 2);
    talk_server(&talk,
                BYTES(USERDATA("\x0c", "\4", "\0\1\x12\x08\x12\x87\2\0\0\0\xd6\2\x0a\0\0\0")));
    assert_operation(&talk, MESSAGE_REFUSAL, 7, 2);
    talk_end(&talk);
}

static void a_mode_transition_comes_unasked_and_tells_the_state(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_say(&talk, false, DIRECTION_UNKNOWN,
             BYTES(USERDATA("\x0c", "\0", "\0\1\x12\x08\x12\0\0\0\0\0\0\0")));
    assert_operation(&talk, MESSAGE_REQUEST, 0, 0);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_state, "STOP");
    talk_end(&talk);
}

#define SZL_ANSWER(unit, more, data_bytes, szl_bytes)                                              \
    USERDATA("\x0c", data_bytes, "\0\1\x12\x08\x12\x84\1\0" unit more "\0\0\xff\x09\0" szl_bytes)
#define RECORD_11(part, text, version) "\0" part text "\0\xc0" version

static void module_identification_tells_order_number_hardware_and_firmware(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    assert_int_equal(
        talk_server(&talk,
                    BYTES(SZL_ANSWER("\0", "\0", "\x60", "\x5c") "\0\x11\0\0\0\x1c\0\3" RECORD_11(
                        "\1", "6ES7 315-2EH14-0AB0 ", "\0\4\0\1")
                              RECORD_11("\6", "6ES7 315-2EH14-0AB0 ", "\0\4\0\1")
                                  RECORD_11("\7", "                    ", "V\3\2\7"))),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 4, 1);
    assert_said(&talk, FIELD_order_number, "6ES7 315-2EH14-0AB0");
    assert_said(&talk, FIELD_vendor, "Siemens");
    assert_said(&talk, FIELD_hardware, "4");
    assert_said(&talk, FIELD_firmware, "V3.2.7");
    talk_end(&talk);
}

static void an_order_number_of_another_maker_is_not_called_siemens(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_server(&talk,
                BYTES(SZL_ANSWER("\0", "\0", "\x28", "\x24") "\0\x11\0\1\0\x1c\0\1" RECORD_11(
                    "\1", "VIPA 315-4NE12      ", "\0\1\0\1")));
    assert_said(&talk, FIELD_order_number, "VIPA 315-4NE12");
    assert_said(&talk, FIELD_vendor, "");
    talk_end(&talk);
}

static void a_record_cut_between_two_messages_is_put_together(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_client(&talk,
                BYTES(USERDATA("\x08", "\x08", "\0\1\x12\4\x11\x44\1\0\xff\x09\0\4\0\x1c\0\0")));
    talk_server(&talk, BYTES(SZL_ANSWER("\xd5", "\1", "\x1e", "\x1a") "\0\x1c\0\0\0\x22\0\1"
                                                                      "\0\5"
                                                                      "S C-A1B2C3D4E5F6"));
    assert_null(talk.out.first); /* the answer is not complete */
    assert_null(talk.out.statements);
    talk_client(&talk,
                BYTES(USERDATA("\x0c", "\4", "\0\1\x12\x08\x12\x44\1\0\xd5\0\0\0\x0a\0\0\0")));
    assert_null(talk.out.first); /* fetching its rest is no request of its own */
    talk_server(&talk,
                BYTES(SZL_ANSWER("\xd5", "\0", "\x14", "\x10") "7890\0\0\0\0\0\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, 1);
    assert_said(&talk, FIELD_serial, "S C-A1B2C3D4E5F67890");
    talk_end(&talk);
}

static void half_an_answer_found_alone_tells_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    talk_server(&talk,
                BYTES(SZL_ANSWER("\xd5", "\0", "\x14", "\x10") "7890\0\0\0\0\0\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, 1);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void operating_mode_and_mode_switch_are_states(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);
    static const char zeros[28] = { 0 };
    char message[26 + 8 + 40] = SZL_ANSWER("\0", "\0", "\x34", "\x30") "\1\x32\0\4\0\x28\0\1"
                                                                       "\0\4\0\1\0\0\0\2\0\1";

    talk_server(&talk,
                BYTES(SZL_ANSWER("\0", "\0", "\x20",
                                 "\x1c") "\4\x24\0\0\0\x14\0\1"
                                         "\x51\x44\xff\x48\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    assert_said(&talk, FIELD_state, "RUN");
    memcpy(message + sizeof message - sizeof zeros, zeros, sizeof zeros);
    talk_server(&talk, message, sizeof message);
    assert_said(&talk, FIELD_state, "mode switch at RUN");
    assert_said(&talk, FIELD_capability, "protection level 2");
    talk_end(&talk);
}

static void lengths_that_reach_out_of_the_message_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&s7comm_protocol);

    assert_int_equal(talk_client(&talk, BYTES(JOB("\1", "\3\0\0\4\1"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(JOB("\1", "\0\0\0"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x32\4\0\0\0\1\0\1\0\0\4")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x32\1\0\0\0\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&s7comm_protocol, BYTES("\x32\4\0\0\0\1\0\1\0\0\4")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sender_of_a_job_is_the_client),
        cmocka_unit_test(the_controller_fetches_the_blocks_of_a_download),
        cmocka_unit_test(loading_system_data_is_loading_the_hardware_configuration),
        cmocka_unit_test(a_pi_service_is_told_by_its_name_and_answered_on_its_row),
        cmocka_unit_test(a_refusal_without_function_is_counted_on_the_job_it_answers),
        cmocka_unit_test(jobs_of_both_sides_with_one_reference_are_kept_apart),
        cmocka_unit_test(a_read_is_refused_when_no_item_was_read),
        cmocka_unit_test(a_group_and_its_subfunction_are_code_and_sub_code),
        cmocka_unit_test(a_mode_transition_comes_unasked_and_tells_the_state),
        cmocka_unit_test(module_identification_tells_order_number_hardware_and_firmware),
        cmocka_unit_test(an_order_number_of_another_maker_is_not_called_siemens),
        cmocka_unit_test(a_record_cut_between_two_messages_is_put_together),
        cmocka_unit_test(half_an_answer_found_alone_tells_nothing),
        cmocka_unit_test(operating_mode_and_mode_switch_are_states),
        cmocka_unit_test(lengths_that_reach_out_of_the_message_are_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
