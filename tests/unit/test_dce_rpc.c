#include "dissect.h"
#include "proto/dce_rpc.h"

/* Connection-oriented: type, flags, length and call are what varies. */
#define HEAD(type, flags, length, call) "\5\0" type flags "\x10\0\0\0" length "\0\0\0" call "\0\0\0"
#define SVCCTL                                                                                     \
    "\x81\xbb\x7a\x36\x44\x98\xf1\x35\xad\x32\x98\xf0\x38\0\x10\3"                                 \
    "\2\0\0\0"
#define NDR                                                                                        \
    "\x04\x5d\x88\x8a\xeb\x1c\xc9\x11\x9f\xe8\x08\0\x2b\x10\x48\x60"                               \
    "\2\0\0\0"
#define BIND          HEAD("\x0b", "\3", "\x48", "\1") "\xd0\x16\xd0\x16\0\0\0\0\1\0\0\0\0\0\1\0" SVCCTL NDR
#define START_SERVICE HEAD("\0", "\3", "\x1c", "\2") "\4\0\0\0\0\0\x13\0body"
#define STARTED       HEAD("\2", "\3", "\x1c", "\2") "\4\0\0\0\0\0\0\0\0\0\0\0"

static void an_answer_is_counted_under_the_interface_and_operation_of_its_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(BIND)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, RPC_CONNECTION, RPC_BIND);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_client(&talk, BYTES(START_SERVICE));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 19);
    assert_class(&talk, CLASS_start);
    assert_int_equal(talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(STARTED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 2, 19);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_server(&talk, BYTES(STARTED));
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_fault_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    talk_client(&talk, BYTES(BIND));
    talk_client(&talk, BYTES(START_SERVICE));
    talk_server(&talk, BYTES(HEAD("\3", "\3", "\x20", "\2") "\0\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 2, 19);
    talk_end(&talk);
}

static void only_the_first_fragment_counts(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    talk_client(&talk, BYTES(BIND));
    talk_client(&talk, BYTES(HEAD("\0", "\1", "\x1c", "\2") "\4\0\0\0\0\0\x13\0body"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 19);
    assert_int_equal(
        talk_client(&talk, BYTES(HEAD("\0", "\2", "\x1c", "\2") "\4\0\0\0\0\0\x13\0body")),
        VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_call_without_its_bind_says_that_the_interface_is_not_known(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    talk_client(&talk, BYTES(START_SERVICE));
    assert_operation(&talk, MESSAGE_REQUEST, RPC_UNSEEN, 19);
    assert_class(&talk, CLASS_unknown);
    talk_end(&talk);
}

static void a_bind_that_is_cut_agrees_on_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES(HEAD("\x0b", "\3", "\x48",
                                      "\1") "\xd0\x16\xd0\x16\0\0\0\0\2\0\0\0\0\0\1\0" SVCCTL NDR)),
        VERDICT_MALFORMED);
    talk_client(&talk, BYTES(START_SERVICE));
    assert_operation(&talk, MESSAGE_REQUEST, RPC_UNSEEN, 19);
    talk_end(&talk);
}

static void a_message_waits_for_its_rest(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    for (size_t length = 1; length < sizeof(BIND) - 1; length++)
        assert_int_equal(talk_client(&talk, BIND, length), VERDICT_MORE);
    talk_end(&talk);
}

static void a_length_below_the_header_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    assert_int_equal(talk_client(&talk, BYTES(HEAD("\0", "\3", "\x0f", "\2") "\4\0\0\0\0\0\x13\0")),
                     VERDICT_MALFORMED);
    talk_end(&talk);
}

static void what_proves_itself_is_taken_on_any_port(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES(BIND)), MATCH_YES);
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES("\5\0\x0b")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES("\5\1\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES("\5\0\x04")), MATCH_NO);
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES("\5\2\0\1")), MATCH_NO); /* SOCKS */
    assert_int_equal(talk_probe(&dce_rpc_protocol, BYTES("\4\0 text, and more of it")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_under_the_interface_and_operation_of_its_request),
        cmocka_unit_test(a_fault_is_a_refusal),
        cmocka_unit_test(only_the_first_fragment_counts),
        cmocka_unit_test(a_call_without_its_bind_says_that_the_interface_is_not_known),
        cmocka_unit_test(a_bind_that_is_cut_agrees_on_nothing),
        cmocka_unit_test(a_message_waits_for_its_rest),
        cmocka_unit_test(a_length_below_the_header_is_malformed),
        cmocka_unit_test(what_proves_itself_is_taken_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
