#include "dissect.h"

#define READ "\1\xff\x0a\0\x64\0\0\0 D\2\0"

static void a_request_ends_where_its_command_says(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length, code;
    } rows[] = {
        { BYTES(READ), 1 },
        { BYTES("\2\xff\x0a\0\0\0\0\0 Y\3\0\x10\x10"), 2 },
        { BYTES("\3\xff\x0a\0\0\0\0\0 R\2\0\1\0\2\0"), 3 },
        { BYTES("\4\xff\x0a\0\2\0\0\0\0\0 D\1\0\0\0\0 D\0"), 4 },
        { BYTES("\5\xff\x0a\0\1\0\0\0\0\0 D\1\0"), 5 },
        { BYTES("\x13\xff\x0a\0"), 0x13 },
        { BYTES("\x16\xff\x0a\0\3ABC"), 0x16 },
        { BYTES("01FF000A4420000000640200"), 1 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct talk talk = talk_begin(&melsec_protocol);
        for (size_t length = 0; length < rows[i].length; length++)
            assert_int_equal(talk_client(&talk, rows[i].bytes, length), VERDICT_MORE);
        assert_int_equal(talk_client(&talk, rows[i].bytes, rows[i].length), VERDICT_OK);
        assert_int_equal(talk.left, 0);
        assert_operation(&talk, MESSAGE_REQUEST, (uint32_t)rows[i].code, SUB_NONE);
        talk_end(&talk);
    }
}

static void an_answer_ends_where_its_request_says(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsec_protocol);

    talk_client(&talk, BYTES(READ));
    assert_int_equal(talk_server(&talk, BYTES("\x81\0\1\2\3")), VERDICT_MORE);
    assert_int_equal(talk_server(&talk, BYTES("\x81\0\1\2\3\4\x94\0")), VERDICT_OK);
    assert_int_equal(talk.left, 2);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_complete_code_refuses_and_may_have_more_behind_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsec_protocol);

    talk_client(&talk, BYTES(READ));
    assert_int_equal(talk_server(&talk, BYTES("\x81\x5b\x10\0\x94")), VERDICT_OK);
    assert_int_equal(talk.left, 1);
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_client(&talk, BYTES("\x14\xff\x0a\0"));
    assert_class(&talk, CLASS_stop);
    assert_int_equal(talk_server(&talk, BYTES("\x94\x57\x81")), VERDICT_OK);
    assert_int_equal(talk.left, 1);
    assert_operation(&talk, MESSAGE_REFUSAL, 0x14, SUB_NONE);
    talk_end(&talk);
}

static void devices_stations_and_ends_that_are_none_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsec_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\xff\x0a\0\x64\0\0\0\0\0\2\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\1\x41\x0a\0\x64\0\0\0 D\2\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\1\xff\x0a\0\x64\0\0\0 D\2\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\6\xff\x0a\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_server(&talk, BYTES("\x86\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void a_flow_is_taken_by_a_request_with_a_device(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&melsec_protocol, BYTES(READ)), MATCH_YES);
    assert_int_equal(talk_probe(&melsec_protocol, BYTES("\x13\xff\x0a\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&melsec_protocol, BYTES(READ "\1")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&melsec_protocol, BYTES("\x81\0\1\2")), MATCH_NO);
    assert_int_equal(talk_probe(&melsec_protocol, BYTES("\1")), MATCH_NO);
    assert_int_equal(talk_probe(&melsec_protocol, BYTES("0 lines")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_ends_where_its_command_says),
        cmocka_unit_test(an_answer_ends_where_its_request_says),
        cmocka_unit_test(a_complete_code_refuses_and_may_have_more_behind_it),
        cmocka_unit_test(devices_stations_and_ends_that_are_none_are_malformed),
        cmocka_unit_test(a_flow_is_taken_by_a_request_with_a_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
