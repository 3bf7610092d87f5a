#include "dissect.h"

#define ASK_TLS "\0\0\0\x08\4\xd2\x16\x2f"
#define START                                                                                      \
    "\0\0\0\x14\0\3\0\0"                                                                           \
    "user\0"                                                                                       \
    "scada\0"                                                                                      \
    "\0"

static void a_session_begins_with_its_user(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&postgresql_protocol);

    assert_int_equal(talk_client(&talk, "\0\0\0\x14\0\3\0\0user\0scada\0", 20), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_user, "scada");
    talk_server(&talk, BYTES("R\0\0\0\x08\0\0\0\3"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_security, "takes passwords in clear text");
    talk_client(&talk, BYTES("p\0\0\0\x0bsecret\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 'p', SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("E\0\0\0\5\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 'p', SUB_NONE);
    talk_end(&talk);
}

static void a_server_tells_its_version(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&postgresql_protocol);

    talk_server(&talk, BYTES("S\0\0\0\x18server_version\0"
                             "15.4\0"));
    assert_said(&talk, FIELD_server_software, "PostgreSQL 15.4");
    talk_end(&talk);
}

static void behind_an_agreed_request_the_stream_is_tls(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&postgresql_protocol);

    talk_client(&talk, BYTES(ASK_TLS));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    talk_server(&talk, BYTES("S"));
    assert_operation(&talk, MESSAGE_RESPONSE, 2, SUB_NONE);
    assert_int_equal(talk_client(&talk, BYTES(START)), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x15\3\3\0\2\1\0")), VERDICT_OK);
    talk_end(&talk);
}

static void a_server_that_has_no_tls_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&postgresql_protocol);

    talk_client(&talk, BYTES(ASK_TLS));
    talk_server(&talk, BYTES("N"));
    assert_operation(&talk, MESSAGE_REFUSAL, 2, SUB_NONE);
    assert_said(&talk, FIELD_security, "PostgreSQL without TLS");
    assert_int_equal(talk_client(&talk, BYTES(START)), VERDICT_OK);
    talk_end(&talk);
}

static void every_shorter_start_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&postgresql_protocol);

    for (size_t length = 1; length < sizeof START - 1; length++)
        assert_int_equal(talk_client(&talk, START, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\x08\0\2\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&postgresql_protocol, BYTES(START)), MATCH_YES);
    assert_int_equal(talk_probe(&postgresql_protocol, BYTES("GET / HTTP")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_begins_with_its_user),
        cmocka_unit_test(a_server_tells_its_version),
        cmocka_unit_test(behind_an_agreed_request_the_stream_is_tls),
        cmocka_unit_test(a_server_that_has_no_tls_says_so),
        cmocka_unit_test(every_shorter_start_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
