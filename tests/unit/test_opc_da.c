#include "dissect.h"
#include "proto/dce_rpc.h"

#define NOBODY     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define OPC(first) "\x39\xc1\x3a" first "\1\x1e\x11\xd0\x96\x75\0\x20\xaf\xd8\xad\xb3" NOBODY
#define SERVER     OPC("\x4d")
#define SYNC       OPC("\x52")
#define REQUESTED  "\0\1"
#define ANSWERED   "\1\1"
#define STATUS                                                                                     \
    "\0\0\0\0\0\0\0\0\0\0\2\0"                                                                     \
    "111111112222222233333333"                                                                     \
    "\1\0\0\0\2\0\0\0\0\0\0\0\3\0\1\0\x2a\0\0\0"                                                   \
    "\4\0\2\0\4\0\0\0\0\0\0\0\4\0\0\0A\0b\0\x20\x26\0\0"                                           \
    "\0\0\0\0"

static void a_status_says_whose_server_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opc_da_protocol);

    assert_int_equal(talk_server(&talk, BYTES(SERVER "\0\6" ANSWERED STATUS)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 6);
    assert_class(&talk, CLASS_ident);
    assert_said(&talk, FIELD_software, "OPC server 3.1.42");
    assert_said(&talk, FIELD_server_software, "Ab?");
    talk_end(&talk);
}

static void a_write_is_a_write_and_a_failed_one_refused(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opc_da_protocol);

    talk_client(&talk, BYTES(SYNC "\0\4" REQUESTED "body"));
    assert_operation(&talk, MESSAGE_REQUEST, 6, 4);
    assert_class(&talk, CLASS_write);
    talk_server(&talk, BYTES(SYNC "\0\4" ANSWERED "\0\0\0\0\0\0\0\0\4\0\4\xc0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 6, 4);
    talk_server(&talk, BYTES(SYNC "\0\4" ANSWERED "\0\0\0\0\0\0\0\0\1\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 6, 4);
    talk_end(&talk);
}

static void a_call_that_cannot_be_read_is_counted_all_the_same(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opc_da_protocol);

    assert_int_equal(talk_server(&talk, BYTES(SERVER "\0\6" ANSWERED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 6);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void another_interface_is_not_taken(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&opc_da_protocol, BYTES(SERVER "\0\6" REQUESTED)), MATCH_YES);
    assert_int_equal(talk_probe(&opc_da_protocol, BYTES(OPC("\x4c") "\0\6" REQUESTED)), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_says_whose_server_it_is),
        cmocka_unit_test(a_write_is_a_write_and_a_failed_one_refused),
        cmocka_unit_test(a_call_that_cannot_be_read_is_counted_all_the_same),
        cmocka_unit_test(another_interface_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
