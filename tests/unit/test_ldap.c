#include "dissect.h"

#define BIND(password)    "\x30\x12\2\1\1\x60\x0d\2\1\3\4\4cn=a\x80\2" password
#define RESULT(tag, code) "\x30\x0c\2\1\1" tag "\7\x0a\1" code "\4\0\4\0"
#define START_TLS                                                                                  \
    "\x30\x1d\2\1\1\x77\x18\x80\x16"                                                               \
    "1.3.6.1.4.1.1466.20037"
/* A search below "dc=a,DC=b" without a filter or attributes. */
#define SEARCH                                                                                     \
    "\x30\x13\2\1\1\x63\x0e\4\x09"                                                                 \
    "dc=a,DC=b"                                                                                    \
    "\x0a\1\2"

static void a_password_in_clear_text_is_counted_and_never_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    assert_int_equal(talk_client(&talk, BYTES(BIND("pw"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, 0);
    assert_class(&talk, CLASS_auth);
    assert_said(&talk, FIELD_user, "cn=a");
    for (const struct statement *s = talk.out.statements; s; s = s->next)
        assert_false(text_contains(s->value, "pw"));
    talk_end(&talk);
}

static void a_server_that_finds_a_password_wrong_has_taken_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(BIND("pw")));
    talk_server(&talk, BYTES(RESULT("\x61", "\x31")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0, 0);
    assert_said(&talk, FIELD_security, "takes passwords in clear text");
    talk_client(&talk, BYTES(BIND("pw")));
    talk_server(&talk, BYTES(RESULT("\x61", "\x0d")));
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void a_server_that_wants_more_than_a_password_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(BIND("pw")));
    talk_server(&talk, BYTES(RESULT("\x61", "\x08")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0, 0);
    assert_said(&talk, FIELD_security, "LDAP signing required");
    talk_end(&talk);
}

static void a_name_without_a_password_is_no_password_in_clear_text(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES("\x30\x0c\2\1\1\x60\7\2\1\3\4\0\x80\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0, 16);
    talk_server(&talk, BYTES(RESULT("\x61", "\0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, 16);
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void an_answer_of_another_kind_than_was_asked_counts_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(BIND("pw")));
    assert_int_equal(talk_server(&talk, BYTES(RESULT("\x65", "\0"))), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_search_names_the_domain_of_its_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(SEARCH));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_said(&talk, FIELD_domain, "a.b");
    assert_string_equal(talk_said_of(&talk, FIELD_domain), "10.41.1.20");
    talk_end(&talk);
}

static void behind_start_tls_the_stream_is_tls(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(START_TLS));
    assert_operation(&talk, MESSAGE_REQUEST, 23, 1);
    talk_server(&talk, BYTES(RESULT("\x78", "\0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 23, 1);
    assert_int_equal(talk_client(&talk, BYTES(BIND("pw"))), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x15\3\3\0\2\1\0")), VERDICT_OK);
    talk_end(&talk);
}

static void a_refused_start_tls_leaves_the_stream_as_it_was(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    talk_client(&talk, BYTES(START_TLS));
    talk_server(&talk, BYTES(RESULT("\x78", "\2")));
    assert_operation(&talk, MESSAGE_REFUSAL, 23, 1);
    assert_int_equal(talk_client(&talk, BYTES(BIND("pw"))), VERDICT_OK);
    talk_end(&talk);
}

static void protected_messages_are_skipped_by_their_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\6\5\4\2\xff\0\0")), VERDICT_OK);
    assert_said(&talk, FIELD_cipher, "LDAP encryption");
    assert_int_equal(talk.left, 6);
    assert_int_equal(talk_client(&talk, BYTES("\5\4\2\xff\0\0" BIND("pw"))), VERDICT_OK);
    assert_int_equal(talk.left, sizeof BIND("pw") - 1);
    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\0\0\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ldap_protocol);

    for (size_t length = 1; length < sizeof BIND("pw") - 1; length++) {
        assert_int_equal(talk_client(&talk, BIND("pw"), length), VERDICT_MORE);
        assert_null(talk.out.first);
    }
    talk_end(&talk);
}

static void a_sequence_of_something_else_is_none(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&ldap_protocol, BYTES(BIND("pw"))), MATCH_YES);
    assert_int_equal(talk_probe(&ldap_protocol, BYTES("\x30\x0b\2\1\1\x04\6public")), MATCH_NO);
    assert_int_equal(talk_probe(&ldap_protocol, BYTES("\x30\x0b\4\1\1\x63\6public")), MATCH_NO);
    assert_int_equal(talk_probe(&ldap_protocol, BYTES("\x30\x05\2\1\1\x42\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&ldap_protocol, BYTES("GET /")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_in_clear_text_is_counted_and_never_kept),
        cmocka_unit_test(a_server_that_finds_a_password_wrong_has_taken_it),
        cmocka_unit_test(a_server_that_wants_more_than_a_password_says_so),
        cmocka_unit_test(a_name_without_a_password_is_no_password_in_clear_text),
        cmocka_unit_test(an_answer_of_another_kind_than_was_asked_counts_nothing),
        cmocka_unit_test(a_search_names_the_domain_of_its_server),
        cmocka_unit_test(behind_start_tls_the_stream_is_tls),
        cmocka_unit_test(a_refused_start_tls_leaves_the_stream_as_it_was),
        cmocka_unit_test(protected_messages_are_skipped_by_their_length),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(a_sequence_of_something_else_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
