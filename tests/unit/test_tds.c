#include "dissect.h"

#define HEAD(type, length) type "\1\0" length "\0\0\1\0"
#define VERSION(encryption)                                                                        \
    "\0\0\x0b\0\6\1\0\x11\0\1\xff"                                                                 \
    "\x0f\0\x07\xd0\0\0" encryption
#define PRE_LOGIN            HEAD("\x12", "\x1a") VERSION("\0")
#define ANSWERED(encryption) HEAD("\4", "\x1a") VERSION(encryption)

static void a_server_says_its_version_and_what_it_encrypts(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tds_protocol);

    assert_int_equal(talk_client(&talk, BYTES(PRE_LOGIN)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x12, SUB_NONE);
    assert_class(&talk, CLASS_ident);
    assert_said(&talk, FIELD_server_software, "");
    talk_server(&talk, BYTES(ANSWERED("\0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x12, SUB_NONE);
    assert_said(&talk, FIELD_server_software, "SQL Server 15.0.2000");
    assert_said(&talk, FIELD_security, "SQL Server encrypts only the log-in");
    talk_client(&talk, BYTES(PRE_LOGIN));
    talk_server(&talk, BYTES(ANSWERED("\2")));
    assert_said(&talk, FIELD_security, "SQL Server without encryption");
    talk_client(&talk, BYTES(PRE_LOGIN));
    talk_server(&talk, BYTES(ANSWERED("\1")));
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void statements_are_counted_and_an_error_refuses_them(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tds_protocol);

    talk_client(&talk, BYTES(HEAD("\1", "\x0c") "s\0e\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES(HEAD("\4", "\x0b") "\xaa\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_message_of_several_packets_counts_once(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tds_protocol);

    talk_client(&talk, BYTES("\1\0\0\x0a\0\0\1\0"
                             "ab"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_client(&talk, BYTES("\1\1\0\x0a\0\0\2\0"
                             "cd"));
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void records_of_tls_stand_by_themselves_behind_the_handshake(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tds_protocol);

    assert_int_equal(talk_client(&talk, BYTES(HEAD("\x12", "\x0f") "\x15\3\3\0\2\1\0")),
                     VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES("\x17\3\3\0\2ab")), VERDICT_OK);
    assert_int_equal(talk.left, 2);
    assert_int_equal(talk_client(&talk, BYTES("ab")), VERDICT_OK);
    talk_end(&talk);
}

static void every_shorter_packet_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tds_protocol);

    for (size_t length = 1; length < sizeof PRE_LOGIN - 1; length++)
        assert_int_equal(talk_client(&talk, PRE_LOGIN, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\x09\1\0\x0a\0\0\1\0ab")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&tds_protocol, BYTES(PRE_LOGIN)), MATCH_YES);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_says_its_version_and_what_it_encrypts),
        cmocka_unit_test(statements_are_counted_and_an_error_refuses_them),
        cmocka_unit_test(a_message_of_several_packets_counts_once),
        cmocka_unit_test(records_of_tls_stand_by_themselves_behind_the_handshake),
        cmocka_unit_test(every_shorter_packet_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
