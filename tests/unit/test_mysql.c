#include "dissect.h"

#define GREETING(version, capabilities)                                                            \
    "\x20\0\0\0"                                                                                   \
    "\x0a" version "\0"                                                                            \
    "\1\0\0\0"                                                                                     \
    "12345678"                                                                                     \
    "\0" capabilities "\x21\2\0\0\0\0\0"
#define LOG_IN                                                                                     \
    "\x2c\0\0\1"                                                                                   \
    "\0\x82\0\0"                                                                                   \
    "\0\0\0\1"                                                                                     \
    "\x21"                                                                                         \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"                                               \
    "scada\0"                                                                                      \
    "\5"                                                                                           \
    "proof"

static void a_server_greets_with_its_version(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mysql_protocol);

    assert_int_equal(talk_server(&talk, BYTES(GREETING("8.0.36-a", "\0\x0a"))), VERDICT_OK);
    assert_said(&talk, FIELD_server_software, "MySQL 8.0.36-a");
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void a_server_without_tls_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mysql_protocol);

    talk_server(&talk, BYTES(GREETING("8.0.36-a", "\0\2")));
    assert_said(&talk, FIELD_security, "MySQL without TLS");
    talk_end(&talk);
}

static void a_log_in_names_its_user_and_never_the_proof(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mysql_protocol);

    talk_server(&talk, BYTES(GREETING("8.0.36-a", "\0\2")));
    assert_int_equal(talk_client(&talk, BYTES(LOG_IN)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x100, SUB_NONE);
    assert_said(&talk, FIELD_user, "scada");
    assert_null(talk.out.statements->next);
    talk_server(&talk, BYTES("\2\0\0\2\xff\x15"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x100, SUB_NONE);
    talk_end(&talk);
}

static void a_question_in_between_is_no_answer_to_a_log_in(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mysql_protocol);

    talk_server(&talk, BYTES(GREETING("8.0.36-a", "\0\2")));
    talk_client(&talk, BYTES(LOG_IN));
    talk_server(&talk, BYTES("\2\0\0\2\1\4"));
    assert_null(talk.out.first);
    talk_client(&talk, BYTES("\3\0\0\3"
                             "pw\0"));
    assert_null(talk.out.first);
    talk_server(&talk, BYTES("\2\0\0\4\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x100, SUB_NONE);
    talk_client(&talk, BYTES("\1\0\0\0\x08"));
    assert_class(&talk, CLASS_stop);
    talk_end(&talk);
}

static void behind_a_request_for_tls_the_stream_is_tls(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mysql_protocol);

    talk_server(&talk, BYTES(GREETING("8.0.36-a", "\0\x0a")));
    talk_client(&talk, BYTES("\x20\0\0\1"
                             "\0\x0a\0\0"
                             "\0\0\0\1"
                             "\x21"
                             "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    assert_null(talk.out.first);
    assert_int_equal(talk_client(&talk, BYTES("\x15\3\3\0\2\1\0")), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES(LOG_IN)), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void only_a_greeting_is_sure(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&mysql_protocol, BYTES(GREETING("8.0.36-a", "\0\2"))), MATCH_YES);
    assert_int_equal(talk_probe(&mysql_protocol, BYTES("\1\0\0\0\x0e")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&mysql_protocol, BYTES("\0\0\0\0")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_greets_with_its_version),
        cmocka_unit_test(a_server_without_tls_says_so),
        cmocka_unit_test(a_log_in_names_its_user_and_never_the_proof),
        cmocka_unit_test(a_question_in_between_is_no_answer_to_a_log_in),
        cmocka_unit_test(behind_a_request_for_tls_the_stream_is_tls),
        cmocka_unit_test(only_a_greeting_is_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
