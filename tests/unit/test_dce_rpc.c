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

#define FIRST_FRAGMENT HEAD("\0", "\1", "\x1c", "\2") "\4\0\0\0\0\0\x13\0body"
#define LAST_FRAGMENT  HEAD("\0", "\2", "\x1c", "\2") "\4\0\0\0\0\0\x13\0more"

static void a_call_of_several_fragments_waits_for_them_and_counts_once(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    talk_client(&talk, BYTES(BIND));
    assert_int_equal(talk_client(&talk, BYTES(FIRST_FRAGMENT)), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES(FIRST_FRAGMENT LAST_FRAGMENT "\5")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, 19);
    assert_int_equal(talk.left, 1);
    talk_end(&talk);
}

static void another_call_between_fragments_leaves_the_first_one_as_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    talk_client(&talk, BYTES(BIND));
    assert_int_equal(talk_client(&talk, BYTES(FIRST_FRAGMENT BIND LAST_FRAGMENT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, 19);
    assert_int_equal(talk.left, sizeof BIND LAST_FRAGMENT - 1);
    talk_client(&talk, BYTES(LAST_FRAGMENT));
    assert_null(talk.out.first); /* it goes on with what was counted */
    talk_end(&talk);
}

static void fragments_without_end_are_not_waited_for(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);
    static const char fragment[] = FIRST_FRAGMENT;
    static char many[40000];

    talk_client(&talk, BYTES(BIND));
    for (size_t at = 0; at + sizeof fragment - 1 <= sizeof many; at += sizeof fragment - 1) {
        memcpy(many + at, fragment, sizeof fragment - 1);
        many[at + 3] = at ? 0 : 1; /* the first, then others in the middle */
    }
    assert_int_equal(talk_client(&talk, many, 20000), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, many, 39984), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, 19);
    assert_int_equal(talk.left, 39984 - 28);
    talk_end(&talk);
}

/* An NTLM message that says its version, in the verifier of what agrees on interfaces. */
static void a_log_in_stands_in_the_verifier_of_a_bind(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dce_rpc_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES("\5\0\x10\3\x10\0\0\0\x44\0\x28\0\1\0\0\0\0\0\0\0"
                                 "\x0a\5\0\0\1\0\0\0"
                                 "NTLMSSP\0\1\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                 "\x0a\0\x63\x45\0\0\0\x0f")),
        VERDICT_OK);
    assert_said(&talk, FIELD_os, "Windows 10.0 build 17763");
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
        cmocka_unit_test(a_call_of_several_fragments_waits_for_them_and_counts_once),
        cmocka_unit_test(another_call_between_fragments_leaves_the_first_one_as_it_is),
        cmocka_unit_test(fragments_without_end_are_not_waited_for),
        cmocka_unit_test(a_log_in_stands_in_the_verifier_of_a_bind),
        cmocka_unit_test(a_call_without_its_bind_says_that_the_interface_is_not_known),
        cmocka_unit_test(a_bind_that_is_cut_agrees_on_nothing),
        cmocka_unit_test(a_message_waits_for_its_rest),
        cmocka_unit_test(a_length_below_the_header_is_malformed),
        cmocka_unit_test(what_proves_itself_is_taken_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
