#include "dissect.h"

enum { IDENTITY_BYTES = 184, MODEL_AT = 30, FIRMWARE_AT = 66, ORDER_AT = 152 };

/* An answer to "read device information", cut at `length`. */
static enum verdict answer(struct talk *talk, size_t length)
{
    char frame[IDENTITY_BYTES] = "\x81\x06";

    frame[3] = (char)(uint8_t)length;
    strcpy(frame + MODEL_AT, "ILC 171 ETH 2TX");
    strcpy(frame + FIRMWARE_AT, "4.42");
    strcpy(frame + ORDER_AT, "2700975");
    return talk_server(talk, frame, length);
}

static void a_session_is_opened_and_confirmed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\1\0\6ab")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_auth);
    talk_server(&talk, BYTES("\x81\1\0\4"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    talk_end(&talk);
}

static void the_type_settles_who_is_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES("\x81\5\0\4"));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES("\1\5\0\4"));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_end(&talk);
}

static void device_information_tells_model_firmware_and_order_number(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    talk_client(&talk, BYTES("\1\6\0\4"));
    assert_class(&talk, CLASS_ident);
    assert_int_equal(answer(&talk, IDENTITY_BYTES), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 6, SUB_NONE);
    assert_said(&talk, FIELD_model, "ILC 171 ETH 2TX");
    assert_said(&talk, FIELD_firmware, "4.42");
    assert_said(&talk, FIELD_order_number, "2700975");
    assert_string_equal(talk_said_of(&talk, FIELD_model), "10.41.1.20");
    talk_end(&talk);
}

static void an_answer_that_ends_early_tells_what_it_holds(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    answer(&talk, FIRMWARE_AT + 4);
    assert_said(&talk, FIELD_firmware, "4.42");
    assert_said(&talk, FIELD_order_number, "");
    answer(&talk, MODEL_AT - 1);
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

static void the_answer_to_another_command_tells_no_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    talk_server(&talk, BYTES("\x81\5\0\x28"
                             "123456789012345678901234567890123456"));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    assert_class(&talk, CLASS_unknown);
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

static void frames_are_split_and_joined_by_their_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    for (size_t length = 1; length < 6; length++)
        assert_int_equal(talk_client(&talk, "\1\1\0\6ab", length), VERDICT_MORE);
    assert_null(talk.out.first);
    assert_int_equal(talk_client(&talk, BYTES("\1\1\0\6ab\1\6\0\4")), VERDICT_OK);
    assert_int_equal(talk.left, 4);
    talk_end(&talk);
}

static void no_frame_has_another_type_or_such_a_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&pcworx_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\2\1\0\4")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("G")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\1\1\0\3")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\1\1\x10\1")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void one_whole_frame_is_a_maybe(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&pcworx_protocol, BYTES("\1\1\0\6ab")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&pcworx_protocol, BYTES("\1\1\0\6a")), MATCH_NO);
    assert_int_equal(talk_probe(&pcworx_protocol, BYTES("\1\1\0\6abc")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_opened_and_confirmed),
        cmocka_unit_test(the_type_settles_who_is_the_client),
        cmocka_unit_test(device_information_tells_model_firmware_and_order_number),
        cmocka_unit_test(an_answer_that_ends_early_tells_what_it_holds),
        cmocka_unit_test(the_answer_to_another_command_tells_no_identity),
        cmocka_unit_test(frames_are_split_and_joined_by_their_length),
        cmocka_unit_test(no_frame_has_another_type_or_such_a_length),
        cmocka_unit_test(one_whole_frame_is_a_maybe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
