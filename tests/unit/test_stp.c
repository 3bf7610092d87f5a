#include "dissect.h"

#define BPDU(flags)                                                                                \
    "\0\0\2\2" flags "\x10\0\0\x80\x63\0\0\x01\0\0\x4e\x20\x80\0\0\x1b\x1b\0\0\x08\x80\1"          \
    "\0\0\x14\0\2\0\x0f\0\0"

static void a_bridge_names_itself_and_the_root(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&stp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\3" BPDU("\x3c"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_said(&talk, FIELD_capability, "bridge");
    assert_said(&talk, FIELD_state, "root of the spanning tree, priority 4096");
    assert_string_equal(talk_said_of(&talk, FIELD_state), "00:80:63:00:00:01");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 00:1b:1b:00:00:08");
    talk_end(&talk);
}

static void a_change_of_topology_is_told_apart(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&stp_protocol);

    talk_client(&talk, BYTES(BPDU("\x3d")));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 1);
    talk_client(&talk, BYTES("\3\0\0\0\x80"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x80, SUB_NONE);
    talk_end(&talk);
}

static void a_configuration_that_is_cut_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&stp_protocol);

    for (size_t length = 0; length < 35; length++)
        assert_int_equal(talk_client(&talk, BPDU("\x3c"), length), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&stp_protocol, BYTES("\3\0\1\2\2")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bridge_names_itself_and_the_root),
        cmocka_unit_test(a_change_of_topology_is_told_apart),
        cmocka_unit_test(a_configuration_that_is_cut_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
