#include "dissect.h"

#define INITIATE      "\1\0\0\0\0\1\0\x0d\1\0\0\x75\x30"
#define INITIATED     "\1\1\0\0\0\1\0\x0d\1\0\0\xea\x60"
#define ASK_ID        "\1\0\3\0\0\2\0\x0d\2\0\0\0\2"
#define READ_VARIABLE "\1\0\3\0\0\3\0\x11\x82\x26\x4e\0\0\xd2\1\0\x39"

static void a_session_is_initiated_and_granted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(talk_client(&talk, BYTES(INITIATE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES(INITIATED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    talk_end(&talk);
}

static void a_session_without_room_is_refused(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    talk_server(&talk, BYTES("\1\1\0\x0f\0\1\0\x0d\1\0\0\xea\x60"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0, SUB_NONE);
    /* 8: a time-out nearest to what was asked. */
    talk_server(&talk, BYTES("\1\1\0\x08\0\1\0\x0d\1\0\0\xea\x60"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    talk_end(&talk);
}

static void the_message_type_says_who_speaks(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(INITIATED));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(INITIATE));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    for (size_t length = 0; length < sizeof READ_VARIABLE - 1; length++) {
        assert_int_equal(talk_client(&talk, READ_VARIABLE, length), VERDICT_MORE);
        assert_null(talk.out.first);
    }
    assert_int_equal(talk_client(&talk, BYTES(READ_VARIABLE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, 1);
    talk_end(&talk);
}

static void a_wrong_check_byte_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\3\0\0\2\0\x0d\2\0\0\0\3")), VERDICT_MALFORMED);
    talk_end(&talk);
}

/* Command 0 as a device of HART 7 answers it at polling address 0. */
#define UNIQUE_ID                                                                                  \
    "\1\1\3\0\0\2\0\x25\6\0\0\x18\0\0\xfe\x26\x4e\5\7\4\1\x0c\4\0\0\xd2\5\4\0\1\0\0\x26\0\x26\3"   \
    "\x56"

static void the_unique_identifier_names_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    talk_client(&talk, BYTES(ASK_ID));
    assert_operation(&talk, MESSAGE_REQUEST, 3, 0);
    assert_int_equal(talk_server(&talk, BYTES(UNIQUE_ID)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 3, 0);
    assert_said(&talk, FIELD_vendor, "Rosemount");
    assert_said(&talk, FIELD_device_type, "0x264e");
    assert_said(&talk, FIELD_serial, "210");
    assert_said(&talk, FIELD_hardware, "1");
    assert_said(&talk, FIELD_software, "1");
    assert_said(&talk, FIELD_profile, "HART 7, device revision 4");
    assert_said(&talk, FIELD_capability, "HART protocol bridge");
    assert_string_equal(talk_said_of(&talk, FIELD_serial), "10.41.1.20");
    assert_int_equal(talk.out.statements->part.length, 0);
    talk_end(&talk);
}

static void another_unique_identifier_is_a_device_behind_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    talk_server(&talk, BYTES(UNIQUE_ID));
    /* Command 20 of a device whose address is not the server's. */
    assert_int_equal(talk_server(&talk, BYTES("\1\1\3\0\0\3\0\x33\x86\xa6\x4f\0\1\2\x14\x22\0\0"
                                              "TT-101\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                              "\0\0\0\0\x47")),
                     VERDICT_OK);
    assert_part_said(&talk, "device 264f000102", FIELD_name, "TT-101");
    talk_end(&talk);
}

/* Whether the server itself is meant shows only when it has said who it is. */
static void packed_letters_become_tag_and_descriptor(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(
        talk_server(&talk, BYTES("\1\1\3\0\0\3\0\x28\x86\x26\x4e\0\0\xd2\x0d\x17\0\0"
                                 "\x41\x4b\x71\xc3\x18\x20\x50\x54\xe0\x82\x08\x20\x82\x08\x20\x82"
                                 "\x08\x20\1\1\x7e\x96")),
        VERDICT_OK);
    assert_part_said(&talk, "device 264e0000d2", FIELD_name, "PT-101");
    assert_part_said(&talk, "device 264e0000d2", FIELD_description, "TES");
    talk_end(&talk);
}

static void a_tag_of_zeros_was_never_set(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\1\1\3\0\0\3\0\x28\x86\x26\x4e\0\0\xd2\x0d\x17\0\0"
                                              "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x26")),
                     VERDICT_OK);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_response_code_may_be_a_refusal_a_warning_or_a_delay(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);
    static const struct {
        const char *answer;
        enum message_kind kind;
    } answers[] = {
        { "\1\1\3\0\0\4\0\x0f\6\0\x12\2\x10\0\x06", MESSAGE_REFUSAL },  /* access restricted */
        { "\1\1\3\0\0\4\0\x0f\6\0\x12\2\x08\0\x1e", MESSAGE_RESPONSE }, /* nearest value */
        { "\1\1\3\0\0\4\0\x0f\6\0\x12\2\x21\0\x37", MESSAGE_RESPONSE }, /* under way */
        { "\1\1\3\0\0\4\0\x0f\6\0\x12\2\x40\0\x56", MESSAGE_REFUSAL },  /* not implemented */
        { "\1\1\3\0\0\4\0\x0f\6\0\x12\2\x88\0\x9e", MESSAGE_REFUSAL },  /* parity */
    };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        assert_int_equal(talk_server(&talk, answers[i].answer, 15), VERDICT_OK);
        assert_operation(&talk, answers[i].kind, 3, 18);
        assert_class(&talk, CLASS_config);
    }
    talk_end(&talk);
}

static void a_direct_pdu_carries_several_commands(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\4\0\0\5\0\x11\0\0\0\x14\0\0\x2a\1\0")),
                     VERDICT_OK);
    assert_int_equal(talk.out.first->sub, 20);
    assert_int_equal(talk.out.first->next->sub, 42);
    assert_int_equal(talk.out.first->next->operation->class, CLASS_restart);
    assert_null(talk.out.first->next->next);
    talk_end(&talk);
}

static void a_refusal_without_a_body_is_counted_on_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    talk_client(&talk, BYTES(READ_VARIABLE));
    talk_server(&talk, BYTES("\1\x0f\3\x10\0\3\0\x08"));
    assert_operation(&talk, MESSAGE_REFUSAL, 3, 1);
    talk_server(&talk, BYTES("\1\x0f\3\x10\0\x63\0\x08"));
    assert_operation(&talk, MESSAGE_REFUSAL, 3, SUB_NONE);
    talk_end(&talk);
}

static void what_a_gateway_passes_on_is_counted_too(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    /* Command 77 around command 42 for the device at card 1, channel 2. */
    assert_int_equal(talk_client(&talk, BYTES("\1\0\3\0\0\6\0\x1c\x82\x26\x4e\0\0\xd2\x4d\x0b"
                                              "\1\2\5\x82\x26\x4f\0\1\2\x2a\0\xba")),
                     VERDICT_OK);
    assert_int_equal(talk.out.first->sub, 77);
    assert_int_equal(talk.out.first->next->sub, 42);
    talk_end(&talk);
}

static void a_published_answer_is_no_request_of_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hart_ip_protocol);

    assert_int_equal(
        talk_server(&talk, BYTES("\1\2\3\0\0\7\0\x13\x81\x26\x4e\0\0\xd2\1\2\0\0\x38")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x23, 1);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void the_probe_wants_a_body_that_its_message_has(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES(INITIATE)), MATCH_YES);
    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES(READ_VARIABLE)), MATCH_YES);
    assert_int_equal(talk_probe(&hart_ip_protocol, READ_VARIABLE, 12), MATCH_MAYBE);
    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES("\1\0\3\0\0\2\0\x0d\2\0\0\0\3")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES("\1\0\0\0\0\6\1\3\0\0\0\1")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES("\3\0\0\0\0\1\0\x0d\1\0\0\x75\x30")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&hart_ip_protocol, BYTES("\1\0\0\0\0\1\0\7\1\0\0\x75\x30")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&hart_ip_protocol, "", 0), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_initiated_and_granted),
        cmocka_unit_test(a_session_without_room_is_refused),
        cmocka_unit_test(the_message_type_says_who_speaks),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(a_wrong_check_byte_is_malformed),
        cmocka_unit_test(the_unique_identifier_names_the_server),
        cmocka_unit_test(another_unique_identifier_is_a_device_behind_the_server),
        cmocka_unit_test(packed_letters_become_tag_and_descriptor),
        cmocka_unit_test(a_tag_of_zeros_was_never_set),
        cmocka_unit_test(a_response_code_may_be_a_refusal_a_warning_or_a_delay),
        cmocka_unit_test(a_direct_pdu_carries_several_commands),
        cmocka_unit_test(a_refusal_without_a_body_is_counted_on_what_was_asked),
        cmocka_unit_test(what_a_gateway_passes_on_is_counted_too),
        cmocka_unit_test(a_published_answer_is_no_request_of_the_client),
        cmocka_unit_test(the_probe_wants_a_body_that_its_message_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
