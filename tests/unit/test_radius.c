#include "dissect.h"

#define AUTHENTICATOR "0123456789abcdef"
#define REQUEST                                                                                    \
    "\1\7\0\x24" AUTHENTICATOR "\1\5"                                                              \
    "bob"                                                                                          \
    "\2\4pw"                                                                                       \
    "\x20\7"                                                                                       \
    "sw-10"
#define AUTHENTIC                                                                                  \
    "\1\7\0\x26" AUTHENTICATOR "\x50\x12"                                                          \
    "0123456789abcdef"
#define ANSWER(code) code "\7\0\x14" AUTHENTICATOR

static void a_request_names_the_user_and_who_asks(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&radius_protocol);

    assert_int_equal(talk_client(&talk, BYTES(REQUEST)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_auth);
    assert_said(&talk, FIELD_user, "bob");
    assert_said(&talk, FIELD_name, "sw-10");
    for (const struct statement *s = talk.out.statements; s; s = s->next)
        assert_false(text_contains(s->value, "pw"));
    talk_end(&talk);
}

static void a_request_behind_a_proxy_is_of_the_device_that_it_names(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&radius_protocol);

    talk_client(&talk, BYTES("\1\7\0\x1f" AUTHENTICATOR "\1\5"
                             "bob"
                             "\4\6\x0a\x29\1\7"));
    assert_string_equal(talk_said_of(&talk, FIELD_user), "10.41.1.7");
    talk_end(&talk);
}

static void a_request_that_is_not_signed_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&radius_protocol);

    talk_client(&talk, BYTES(REQUEST));
    assert_said(&talk, FIELD_security, "RADIUS without message authenticator");
    talk_client(&talk, BYTES(AUTHENTIC));
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void a_rejection_refuses_and_a_challenge_does_not(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&radius_protocol);

    talk_server(&talk, BYTES(ANSWER("\3")));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_server(&talk, BYTES(ANSWER("\x0b")));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    talk_server(&talk, BYTES(ANSWER("\x2d")));
    assert_operation(&talk, MESSAGE_REFUSAL, 43, SUB_NONE);
    talk_end(&talk);
}

static void attributes_that_do_not_end_with_the_packet_are_none(void **state)
{
    (void)state;
    char packet[] = REQUEST;

    assert_int_equal(talk_probe(&radius_protocol, packet, sizeof packet - 1), MATCH_MAYBE);
    for (size_t length = 0; length < sizeof packet - 1; length++)
        assert_int_equal(talk_probe(&radius_protocol, packet, length), MATCH_NO);
    packet[21] = 1; /* shorter than its own head */
    assert_int_equal(talk_probe(&radius_protocol, packet, sizeof packet - 1), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_names_the_user_and_who_asks),
        cmocka_unit_test(a_request_behind_a_proxy_is_of_the_device_that_it_names),
        cmocka_unit_test(a_request_that_is_not_signed_says_so),
        cmocka_unit_test(a_rejection_refuses_and_a_challenge_does_not),
        cmocka_unit_test(attributes_that_do_not_end_with_the_packet_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
