#include "dissect.h"

#define NOBODY    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define CALLED(x) "\0\0\0" x "\0\0\0\0\0\0\0\2"
#define NFS_WRITE "\0\1\x86\xa3\0\0\0\3\0\0\0\7"
/* AUTH_SYS of "es-1", user 0. */
#define ES_1                                                                                       \
    "\0\0\0\1\0\0\0\x18\0\0\0\0\0\0\0\4"                                                           \
    "es-1"                                                                                         \
    "\0\0\0\0\0\0\0\0\0\0\0\0"                                                                     \
    "\0\0\0\0\0\0\0\0"
#define REPLIED(x, state) "\0\0\0" x "\0\0\0\1" state
#define ACCEPTED          "\0\0\0\0\0\0\0\0\0\0\0\0"

static void a_write_names_the_client_that_is_believed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&onc_rpc_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CALLED("\7") NFS_WRITE ES_1)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 100003, 307);
    assert_class(&talk, CLASS_file);
    assert_said(&talk, FIELD_name, "es-1");
    assert_said(&talk, FIELD_security, "NFS believes the client who its user is");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    talk_end(&talk);
}

static void a_status_in_the_answer_refuses(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&onc_rpc_protocol);

    talk_client(&talk, BYTES(CALLED("\7") NFS_WRITE NOBODY));
    talk_server(&talk, BYTES(REPLIED("\7", ACCEPTED) "\0\0\0\0"
                                                     "\0\0\0\x0d"));
    assert_operation(&talk, MESSAGE_REFUSAL, 100003, 307);
    talk_client(&talk, BYTES(CALLED("\x08") NFS_WRITE NOBODY));
    talk_server(&talk, BYTES(REPLIED("\x08", ACCEPTED) "\0\0\0\0"
                                                       "\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 100003, 307);
    talk_server(&talk, BYTES(REPLIED("\x09", ACCEPTED) "\0\0\0\0"));
    assert_null(talk.out.first); /* nobody asked */
    talk_end(&talk);
}

static void a_list_of_exports_names_the_shares(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&onc_rpc_protocol);

    talk_client(&talk, BYTES(CALLED("\7") "\0\1\x86\xa5\0\0\0\3\0\0\0\5" NOBODY));
    assert_class(&talk, CLASS_ident);
    talk_server(&talk, BYTES(REPLIED("\7", ACCEPTED) "\0\0\0\0"
                                                     "\0\0\0\1\0\0\0\2/a\0\0\0\0\0\1"
                                                     "\0\0\0\1*\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2/b\0\0"
                                                     "\0\0\0\0\0\0\0\0"));
    assert_string_equal(talk_said(&talk, FIELD_share, 0), "/a");
    assert_string_equal(talk_said(&talk, FIELD_share, 1), "/b");
    talk_end(&talk);
}

static void a_record_over_tcp_waits_for_its_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&onc_rpc_protocol);
    static const char record[] = "\x80\0\0\x28" CALLED("\1") NFS_WRITE NOBODY;

    for (size_t length = 1; length < sizeof record - 1; length++) {
        struct talk fresh = talk_begin(&onc_rpc_protocol);
        assert_int_equal(talk_client(&fresh, record, length), VERDICT_MORE);
        talk_end(&fresh);
    }
    assert_int_equal(talk_client(&talk, record, sizeof record - 1), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 100003, 307);
    talk_end(&talk);
}

static void only_version_2_of_the_protocol_is_one(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&onc_rpc_protocol, BYTES(CALLED("\7") NFS_WRITE NOBODY)),
                     MATCH_YES);
    assert_int_equal(
        talk_probe(&onc_rpc_protocol, BYTES("\0\0\0\7\0\0\0\0\0\0\0\3" NFS_WRITE NOBODY)),
        MATCH_NO);
    assert_int_equal(talk_probe(&onc_rpc_protocol, BYTES(REPLIED("\7", ACCEPTED))), MATCH_MAYBE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_names_the_client_that_is_believed),
        cmocka_unit_test(a_status_in_the_answer_refuses),
        cmocka_unit_test(a_list_of_exports_names_the_shares),
        cmocka_unit_test(a_record_over_tcp_waits_for_its_end),
        cmocka_unit_test(only_version_2_of_the_protocol_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
