#include "dissect.h"

#define ZEROS_7 "\0\0\0\0\0\0\0"
#define START(packet, sequence, length)                                                            \
    packet "\0" sequence "\0" length "\0\0\0\0\1" ZEROS_7 "\1" ZEROS_7 "\0\x31\x59\x23\0" sequence
#define MAILBOXES "\0\0\0\0\x10\x0e\0\0\1\1"
#define ASK(sequence, service)                                                                     \
    START("\2", sequence, "\0") "\xc0" MAILBOXES service "\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define DONE(sequence, error, status)                                                              \
    START("\3", sequence, "\0") "\xd4" MAILBOXES error "\0" ZEROS_7 "\xff\2\x1e" status

static void a_service_is_counted_and_so_is_its_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&gesrtp_protocol);

    assert_int_equal(sizeof(ASK("\1", "\x23")) - 1, 56);
    assert_int_equal(talk_client(&talk, BYTES(ASK("\1", "\x23"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x23, SUB_NONE);
    assert_class(&talk, CLASS_mode);
    talk_client(&talk, BYTES(ASK("\2", "\x40")));
    talk_server(&talk, BYTES(DONE("\2", "\5", "\0\1")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x40, SUB_NONE);
    talk_server(&talk, BYTES(DONE("\1", "\0", "\0\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x23, SUB_NONE);
    talk_end(&talk);
}

static void the_service_of_a_text_stands_behind_its_packet_numbers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&gesrtp_protocol);

    talk_client(&talk,
                BYTES(START("\2", "\7", "\4") "\x80" MAILBOXES "\4\0\0\0\0\0\1\1\x07\x08\0\0\2\0"
                                              "text"));
    assert_operation(&talk, MESSAGE_REQUEST, 7, SUB_NONE);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk.left, 0);
    talk_end(&talk);
}

static void a_state_is_told_when_it_changes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&gesrtp_protocol);

    talk_server(&talk, BYTES(DONE("\1", "\0", "\0\1")));
    assert_said(&talk, FIELD_state, "running");
    talk_server(&talk, BYTES(DONE("\2", "\0", "\x30\1"))); /* faults are in the tables now */
    assert_said(&talk, FIELD_state, "");
    talk_server(&talk, BYTES(DONE("\3", "\0", "\x40\x22")));
    assert_said(&talk, FIELD_state, "stopped, I/O disabled, programmer attached");
    assert_said(&talk, FIELD_security, "OEM protection enabled");
    talk_server(&talk, BYTES(DONE("\4", "\0", "\0\x70")));
    assert_said(&talk, FIELD_state, "");
    talk_server(&talk, BYTES(DONE("\4", "\0", "\0\x0c")));
    assert_said(&talk, FIELD_state, "");
    talk_end(&talk);
}

static void the_controller_id_is_its_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&gesrtp_protocol);

    talk_client(&talk, BYTES(ASK("\1", "\x43")));
    talk_server(&talk, BYTES(START("\3", "\1", "\x09") "\x94" MAILBOXES
                                                       "\x09\0\0\0\0\0\1\1\xff\2\x1e\0\0\1"
                                                       "PUMP7\0\0\0\x28"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x43, SUB_NONE);
    assert_said(&talk, FIELD_name, "PUMP7");
    assert_said(&talk, FIELD_state, "running");
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&gesrtp_protocol);

    for (size_t length = 0; length < 56; length++)
        assert_int_equal(talk_client(&talk, ASK("\1", "\4"), length), VERDICT_MORE);
    assert_int_equal(
        talk_client(&talk,
                    BYTES(START("\2", "\1", "\1") "\xc0" MAILBOXES "\4\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        VERDICT_MORE);
    talk_end(&talk);
}

static void only_a_mailbox_is_enough_on_any_port(void **state)
{
    (void)state;
    static const char zeros[56];

    assert_int_equal(talk_probe(&gesrtp_protocol, BYTES(ASK("\1", "\4"))), MATCH_YES);
    assert_int_equal(talk_probe(&gesrtp_protocol, zeros, sizeof zeros), MATCH_MAYBE);
    assert_int_equal(talk_probe(&gesrtp_protocol, zeros, 5), MATCH_NO);
    assert_int_equal(talk_probe(&gesrtp_protocol, BYTES("\2\0\1\0\xff\xff")), MATCH_NO);
    assert_int_equal(talk_probe(&gesrtp_protocol, BYTES("\4\0\1\0\0\0")), MATCH_NO);
    assert_int_equal(
        talk_probe(&gesrtp_protocol,
                   BYTES(START("\3", "\1", "\0") "\xc0" MAILBOXES "\4\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_is_counted_and_so_is_its_answer),
        cmocka_unit_test(the_service_of_a_text_stands_behind_its_packet_numbers),
        cmocka_unit_test(a_state_is_told_when_it_changes),
        cmocka_unit_test(the_controller_id_is_its_name),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(only_a_mailbox_is_enough_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
