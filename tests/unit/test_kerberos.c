#include "dissect.h"

/* KRB-ERROR with version 5, type 30 and an error code. */
#define ERROR(code) "\x7e\x11\x30\x0f\xa0\3\2\1\5\xa1\3\2\1\x1e\xa6\3\2\1" code
/* AS-REQ for "a" of the realm "R". */
#define REQUEST                                                                                    \
    "\x6a\x26\x30\x24\xa1\3\2\1\5\xa2\3\2\1\x0a\xa4\x18\x30\x16"                                   \
    "\xa1\x0f\x30\x0d\xa0\3\2\1\1\xa1\6\x30\4\x1b\2"                                               \
    "a$"                                                                                           \
    "\xa2\3\x1b\1R"

static void an_account_with_a_dollar_is_a_computer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&kerberos_protocol);

    assert_int_equal(talk_client(&talk, BYTES(REQUEST)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 10, SUB_NONE);
    assert_said(&talk, FIELD_name, "a");
    assert_said(&talk, FIELD_user, "");
    assert_said(&talk, FIELD_domain, "R");
    talk_end(&talk);
}

static void to_be_asked_for_the_password_is_no_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&kerberos_protocol);

    talk_client(&talk, BYTES(REQUEST));
    talk_server(&talk, BYTES(ERROR("\x19")));
    assert_operation(&talk, MESSAGE_RESPONSE, 10, SUB_NONE);
    talk_client(&talk, BYTES(REQUEST));
    talk_server(&talk, BYTES(ERROR("\x18")));
    assert_operation(&talk, MESSAGE_REFUSAL, 10, SUB_NONE);
    talk_server(&talk, BYTES(ERROR("\x18"))); /* nobody asked */
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_stream_says_the_length_first(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&kerberos_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\0\0")), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\x28" REQUEST "\0")), VERDICT_OK);
    assert_int_equal(talk.left, 1);
    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\x29" REQUEST)), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\0\xff\0\0" REQUEST)), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void another_version_or_type_is_none(void **state)
{
    (void)state;
    char message[] = ERROR("\x19");

    assert_int_equal(talk_probe(&kerberos_protocol, message, sizeof message - 1), MATCH_YES);
    message[8] = 4;
    assert_int_equal(talk_probe(&kerberos_protocol, message, sizeof message - 1), MATCH_MAYBE);
    assert_int_equal(talk_probe(&kerberos_protocol, BYTES("chat")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_with_a_dollar_is_a_computer),
        cmocka_unit_test(to_be_asked_for_the_password_is_no_refusal),
        cmocka_unit_test(a_stream_says_the_length_first),
        cmocka_unit_test(another_version_or_type_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
