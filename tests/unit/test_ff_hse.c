#include "dissect.h"

#define READ "\1\0\x0c\x82\0\0\0\0\0\0\0\x10\0\0\1\x90"

static void a_read_is_asked_answered_and_refused(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ff_hse_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(READ)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, 0x82);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\1\0\x0d\x82\0\0\0\0\0\0\0\x0c"));
    assert_operation(&talk, MESSAGE_RESPONSE, 3, 0x82);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES("\1\0\x0e\x82\0\0\0\0\0\0\0\x0c"));
    assert_operation(&talk, MESSAGE_REFUSAL, 3, 0x82);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void an_identity_names_vendor_model_and_revision(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ff_hse_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\1\0\x0d\x81\0\0\0\0\0\0\0\x6c"
                                              "Acme                            "
                                              "LD-200                          "
                                              "3.1                             ")),
                     VERDICT_OK);
    assert_said(&talk, FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_model, "LD-200");
    assert_said(&talk, FIELD_software, "3.1");
    talk_end(&talk);
}

static void stopping_a_program_is_a_stop(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ff_hse_protocol);

    talk_client(&talk, BYTES("\1\0\x0c\x94\0\0\0\0\0\0\0\x10\0\0\0\1"));
    assert_class(&talk, CLASS_stop);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ff_hse_protocol);

    for (size_t length = 0; length < sizeof READ - 1; length++)
        assert_int_equal(talk_client(&talk, READ, length), VERDICT_MORE);
    talk_end(&talk);
}

static void the_probe_wants_version_service_and_length(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&ff_hse_protocol, BYTES(READ)), MATCH_YES);
    assert_int_equal(talk_probe(&ff_hse_protocol, READ, 13), MATCH_MAYBE);
    assert_int_equal(talk_probe(&ff_hse_protocol, READ, 11), MATCH_NO);
    assert_int_equal(talk_probe(&ff_hse_protocol, BYTES("\2\0\x0c\x82\0\0\0\0\0\0\0\x0c")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&ff_hse_protocol, BYTES("\1\0\x0c\xf0\0\0\0\0\0\0\0\x0c")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&ff_hse_protocol, BYTES("\1\0\x0d\0\0\0\0\0\0\0\0\x0c")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_is_asked_answered_and_refused),
        cmocka_unit_test(an_identity_names_vendor_model_and_revision),
        cmocka_unit_test(stopping_a_program_is_a_stop),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(the_probe_wants_version_service_and_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
