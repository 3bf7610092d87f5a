#include "dissect.h"

enum { FRAME_LEAST = 28, FRAME_BYTES = 46 };

static void frames_are_counted_by_their_first_byte(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cclink_ie_protocol);
    char frame[FRAME_BYTES] = "\x10\x01";

    assert_int_equal(talk_client(&talk, frame, FRAME_BYTES), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x10, SUB_NONE);
    assert_class(&talk, CLASS_unknown);
    assert_int_equal(talk.left, 0);
    frame[0] = '\xff';
    talk_server(&talk, frame, FRAME_BYTES);
    assert_operation(&talk, MESSAGE_REQUEST, 0xff, SUB_NONE);
    talk_end(&talk);
}

static void a_frame_without_a_type_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cclink_ie_protocol);

    assert_int_equal(talk_client(&talk, "", 0), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void only_frames_of_the_least_length_are_taken_and_on_their_ethertype(void **state)
{
    (void)state;
    static const char frame[FRAME_LEAST];

    assert_true(protocol_has_port(&cclink_ie_protocol, 0x890f));
    assert_false(protocol_has_port(&cclink_ie_protocol, 0x88f7));
    assert_int_equal(talk_probe(&cclink_ie_protocol, frame, FRAME_LEAST), MATCH_MAYBE);
    assert_int_equal(talk_probe(&cclink_ie_protocol, frame, FRAME_LEAST - 1), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_counted_by_their_first_byte),
        cmocka_unit_test(a_frame_without_a_type_is_malformed),
        cmocka_unit_test(only_frames_of_the_least_length_are_taken_and_on_their_ethertype),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
