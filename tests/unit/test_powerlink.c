#include "dissect.h"

static enum verdict from_node(struct talk *talk, const char *bytes, size_t length)
{
    talk->client = talk->client_mac;
    return talk_say(talk, true, DIRECTION_UNKNOWN, bytes, length);
}

static void a_reset_of_a_node_is_a_restart(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&powerlink_protocol);

    assert_int_equal(from_node(&talk, BYTES("\6\5\xf0\4\x28\0\0\0")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 6, 0x428);
    assert_class(&talk, CLASS_restart);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_end(&talk);
}

static void an_identity_answers_the_invitation(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&powerlink_protocol);

    assert_int_equal(
        from_node(&talk, BYTES("\6\xff\5\1\0\0\x5d\0\x20\0\x3f\0\0\0\xdc\5\x24\0\x24\0\x88\x13\0\0"
                               "\0\0\x92\1\2\0\x6c\0\0\1\x34\x12\0\0\3\0\1\0\x67\x12\0\0"
                               "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\5\x64\xa8\xc0\0\xff\xff\xff\xfe\x64\xa8\xc0"
                               "drive-5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 5, 1);
    assert_said(&talk, FIELD_name, "drive-5");
    assert_said(&talk, FIELD_serial, "4711");
    assert_said(&talk, FIELD_vendor, "CANopen vendor 0x0100006c");
    assert_said(&talk, FIELD_device_type, "CiA 402");
    assert_said(&talk, FIELD_state, "PRE-OPERATIONAL 2");
    assert_said(&talk, FIELD_station, "node 5");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 192.168.100.5");
    talk_end(&talk);
}

static void an_aborted_transfer_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&powerlink_protocol);

    from_node(&talk, BYTES("\6\5\xf0\5\1\2\0\0\0\7\0\1\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 6, 0x501);
    assert_class(&talk, CLASS_config);
    from_node(&talk, BYTES("\6\xf0\5\5\1\2\0\0\0\7\xc0\1\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 6, 0x501);
    talk_end(&talk);
}

static void a_type_that_does_not_exist_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&powerlink_protocol);

    assert_int_equal(from_node(&talk, BYTES("\x09\5\xf0\4\x28")), VERDICT_MALFORMED);
    assert_int_equal(from_node(&talk, BYTES("\6\5\xf0")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&powerlink_protocol, BYTES("\x09\5\xf0\4\x28")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reset_of_a_node_is_a_restart),
        cmocka_unit_test(an_identity_answers_the_invitation),
        cmocka_unit_test(an_aborted_transfer_is_a_refusal),
        cmocka_unit_test(a_type_that_does_not_exist_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
