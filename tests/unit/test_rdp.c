#include "dissect.h"

#define REQUEST(value)       "\3\0\0\x13\x0e\xe0\0\0\0\0\0\1\0\x08\0" value "\0\0\0"
#define CONFIRM(kind, value) "\3\0\0\x13\x0e\xd0\0\0\0\0\0" kind "\0\x08\0" value "\0\0\0"
#define ALERT                "\x15\x03\x03\x00\x02\x02\x28"

static void what_both_agree_on_is_what_the_server_chooses(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&rdp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(REQUEST("\3"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xe0, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES(CONFIRM("\2", "\1"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0xe0, SUB_NONE);
    assert_said(&talk, FIELD_profile, "TLS");
    assert_said(&talk, FIELD_security, "RDP without network level authentication");
    talk_end(&talk);
}

static void a_failure_refuses_and_says_nothing_of_protection(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&rdp_protocol);

    talk_server(&talk, BYTES(CONFIRM("\3", "\5")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xe0, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void tls_follows_where_it_was_agreed_on_and_only_there(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&rdp_protocol);

    assert_int_equal(talk_server(&talk, BYTES(ALERT)), VERDICT_MALFORMED);
    talk_server(&talk, BYTES(CONFIRM("\2", "\2")));
    assert_said(&talk, FIELD_security, "");
    assert_int_equal(talk_server(&talk, BYTES(ALERT)), VERDICT_OK);
    assert_non_null(talk.out.first);
    assert_ptr_equal(talk.out.first->protocol, &tls_protocol);
    talk_end(&talk);
}

static void only_the_negotiation_or_the_cookie_makes_it_certain(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&rdp_protocol, BYTES(REQUEST("\3"))), MATCH_YES);
    assert_int_equal(talk_probe(&rdp_protocol, BYTES(CONFIRM("\1", "\1"))), MATCH_MAYBE);
    assert_int_equal(talk_probe(&rdp_protocol, BYTES("\3\0\0\x0b\6\xe0\0\0\0\0\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&rdp_protocol, BYTES("\3\0\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&rdp_protocol, BYTES("\3\0\0\x16\x11\xf0\0\0\0\0\0")), MATCH_NO);
    assert_int_equal(talk_probe(&rdp_protocol, BYTES("GET / HTTP/1.1\r\n")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_both_agree_on_is_what_the_server_chooses),
        cmocka_unit_test(a_failure_refuses_and_says_nothing_of_protection),
        cmocka_unit_test(tls_follows_where_it_was_agreed_on_and_only_there),
        cmocka_unit_test(only_the_negotiation_or_the_cookie_makes_it_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
