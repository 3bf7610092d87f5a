#include "dissect.h"

#define CLOCK "\0\x1b\x1b\xff\xfe\0\0\1"
#define HEAD(type, length)                                                                         \
    type "\2\0" length "\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0" CLOCK "\0\1\0\1\5\0"
#define ANNOUNCE(grandmaster)                                                                      \
    HEAD("\x0b", "\x40")                                                                           \
    "\0\0\0\0\0\0\0\0\0\0\0\x25\0\x80\x06\x21\x4e\x5d\x7f" grandmaster "\0\0\x20"
#define MANAGEMENT(action, kind)                                                                   \
    HEAD("\x0d", "\x36") "\0\0\0\0\0\0\0\1\0\1\1\1" action "\0\0" kind "\0\2\x20\5"

static void a_grandmaster_says_how_good_its_time_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ptp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(ANNOUNCE(CLOCK))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 11, SUB_NONE);
    assert_said(&talk, FIELD_state,
                "PTP grandmaster, class 6, accuracy 0x21, priorities 128 and 127");
    assert_said(&talk, FIELD_station, "clock 001b1bfffe000001");
    assert_said(&talk, FIELD_capability, "time server");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 10.41.1.10");
    talk_end(&talk);
}

static void a_boundary_clock_names_its_grandmaster(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ptp_protocol);

    talk_client(&talk, BYTES(ANNOUNCE("\0\x80\x63\xff\xfe\0\0\7")));
    assert_said(&talk, FIELD_state, "PTP grandmaster");
    assert_string_equal(talk_said_of(&talk, FIELD_state), "00:80:63:00:00:07");
    talk_end(&talk);
}

static void an_answer_counts_for_the_action_that_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ptp_protocol);

    talk_client(&talk, BYTES(MANAGEMENT("\1", "\1")));
    assert_operation(&talk, MESSAGE_REQUEST, 13, 1);
    assert_class(&talk, CLASS_config);
    talk_server(&talk, BYTES(MANAGEMENT("\2", "\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 13, 1);
    talk_server(&talk, BYTES(MANAGEMENT("\2", "\2")));
    assert_operation(&talk, MESSAGE_REFUSAL, 13, 1);
    talk_end(&talk);
}

static void a_length_that_does_not_fit_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ptp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(HEAD("\0", "\x2d") "\0\0\0\0\0\0\0\0\0\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(HEAD("\0", "\x21"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(HEAD("\x0b", "\x22"))), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&ptp_protocol, BYTES(HEAD("\7", "\x22"))), MATCH_NO);
    assert_int_equal(talk_probe(&ptp_protocol, BYTES(HEAD("\1", "\x22"))), MATCH_MAYBE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grandmaster_says_how_good_its_time_is),
        cmocka_unit_test(a_boundary_clock_names_its_grandmaster),
        cmocka_unit_test(an_answer_counts_for_the_action_that_was_asked),
        cmocka_unit_test(a_length_that_does_not_fit_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
