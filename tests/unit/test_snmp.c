#include "dissect.h"

#define SYS_NAME "\x06\x08\x2b\x06\x01\x02\x01\x01\x05\x00"
#define GET                                                                                        \
    "\x30\x26\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x07\x02\x01\x00\x02\x01\x00"               \
    "\x30\x0e\x30\x0c" SYS_NAME "\x05\x00"
#define ANSWER(error)                                                                              \
    "\x30\x2b\x02\x01\x01\x04\x06public\xa2\x1e\x02\x01\x07\x02\x01" error "\x02\x01\x00"          \
    "\x30\x13\x30\x11" SYS_NAME "\x04\x05rtu-4"

static void a_request_gives_the_community_of_its_receiver_away(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(GET)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_said(&talk, FIELD_community, "public");
    assert_string_equal(talk_said_of(&talk, FIELD_community), "10.41.1.20");
    talk_end(&talk);
}

static void an_answer_is_counted_on_what_was_asked_and_names_the_sender(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    talk_client(&talk, BYTES(GET));
    assert_int_equal(talk_server(&talk, BYTES(ANSWER("\x00"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "rtu-4");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "10.41.1.20");
    assert_said(&talk, FIELD_community, "");
    talk_end(&talk);
}

static void an_error_status_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    talk_client(&talk, BYTES(GET));
    talk_server(&talk, BYTES(ANSWER("\x10")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void a_binding_that_is_none_ends_the_reading(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    assert_int_equal(
        talk_server(&talk, BYTES("\x30\x1a\x02\x01\x01\x04\x06public\xa2\x0d\x02\x01\x07"
                                 "\x02\x01\x00\x02\x01\x00\x30\x02\x30\x7f")),
        VERDICT_OK);
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void a_set_is_a_configuration(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    talk_client(&talk, BYTES("\x30\x2b\x02\x01\x01\x04\x06secret\xa3\x1e\x02\x01\x07\x02\x01\x00"
                             "\x02\x01\x00\x30\x13\x30\x11" SYS_NAME "\x04\x05rtu-5"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_class(&talk, CLASS_config);
    assert_said(&talk, FIELD_name, ""); /* what somebody wants to set is not what it is */
    talk_end(&talk);
}

static void an_encrypted_message_is_counted_without_its_content(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES("\x30\x18\x02\x01\x03\x30\x0d\x02\x01\x01\x02\x02\x05"
                                 "\xdc\x04\x01\x07\x02\x01\x03\x04\x00\x04\x02\xaa\xbb")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 16, SUB_NONE);
    talk_end(&talk);
}

static void every_shorter_message_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    for (size_t length = 0; length < sizeof(GET) - 1; length++) {
        assert_int_equal(talk_client(&talk, GET, length), VERDICT_MALFORMED);
        assert_null(talk.out.first);
    }
    talk_end(&talk);
}

/* A good answer with one binding: the object's bytes, and its value with tag and length. */
#define TOLD(size, pdu, list, one, object, value)                                                  \
    "\x30" size "\x02\x01\x01\x04\x06public\xa2" pdu                                               \
    "\x02\x01\x07\x02\x01\x00\x02\x01\x00\x30" list "\x30" one object value

static void an_object_identifier_names_the_vendor(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    talk_server(&talk, BYTES(TOLD("\x2e", "\x21", "\x16", "\x14",
                                  "\x06\x08\x2b\x06\x01\x02\x01\x01\x02\x00",
                                  "\x06\x08\x2b\x06\x01\x04\x01\x81\x78\x0e")));
    assert_said(&talk, FIELD_vendor, "Hirschmann");
    assert_said(&talk, FIELD_profile, "1.3.6.1.4.1.248.14");
    assert_said(&talk, FIELD_security, "answers to the default community public");
    talk_end(&talk);
}

static void a_module_is_a_part_and_no_serial_number_of_the_device(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    talk_server(&talk, BYTES(TOLD("\x2c", "\x1f", "\x14", "\x12",
                                  "\x06\x0c\x2b\x06\x01\x02\x01\x2f\x01\x01\x01\x01\x0b\x07",
                                  "\x04\x02S7")));
    assert_part_said(&talk, "module 7", FIELD_serial, "S7");
    assert_said(&talk, FIELD_serial, "");
    talk_end(&talk);
}

static void a_trap_tells_what_it_reports(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&snmp_protocol);

    assert_int_equal(
        talk_client(
            &talk,
            BYTES("\x30\x28\x02\x01\x00\x04\x06public\xa4\x1b\x06\x07\x2b\x06\x01\x04\x01\x81\x78"
                  "\x40\x04\x0a\x29\x01\x02\x02\x01\x06\x02\x01\x09\x43\x02\x00\x09\x30\x00")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 4, 6);
    assert_said(&talk, FIELD_vendor, "Hirschmann");
    assert_string_equal(talk_said_of(&talk, FIELD_vendor), "10.41.1.2");
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_gives_the_community_of_its_receiver_away),
        cmocka_unit_test(an_answer_is_counted_on_what_was_asked_and_names_the_sender),
        cmocka_unit_test(an_error_status_is_a_refusal),
        cmocka_unit_test(a_binding_that_is_none_ends_the_reading),
        cmocka_unit_test(a_set_is_a_configuration),
        cmocka_unit_test(an_encrypted_message_is_counted_without_its_content),
        cmocka_unit_test(an_object_identifier_names_the_vendor),
        cmocka_unit_test(a_module_is_a_part_and_no_serial_number_of_the_device),
        cmocka_unit_test(a_trap_tells_what_it_reports),
        cmocka_unit_test(every_shorter_message_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
