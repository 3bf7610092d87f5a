#include "dissect.h"

#define HEAD2(command, status, flags, following)                                                   \
    "\xfeSMB\x40\0\0\0" status command "\0\1\0" flags "\0\0\0" following                           \
    "\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define OK     "\0\0\0\0"
#define DENIED "\x22\0\0\xc0"
#define LAST   "\0\0\0\0"
#define ECHO   "\4\0\0\0"
#define BEFORE_NAME                                                                                \
    "\x39\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define OPEN_ATSVC                                                                                 \
    "\0\0\0\x82" HEAD2("\5", OK, "\0", LAST) BEFORE_NAME                                           \
        "\x78\0\x0a\0\0\0\0\0\0\0\0\0a\0t\0s\0v\0c\0"

static void a_pipe_that_was_denied_is_a_refusal_of_that_pipe(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&smb_protocol);

    assert_int_equal(talk_client(&talk, BYTES(OPEN_ATSVC)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x5c, 2);
    assert_class(&talk, CLASS_config);
    assert_int_equal(talk_server(&talk, BYTES("\0\0\0\x49" HEAD2("\5", DENIED, "\1",
                                                                 LAST) "\x09\0\0\0\0\0\0\0\0")),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 0x5c, 2);
    talk_end(&talk);
}

static void an_answer_without_its_question_is_a_plain_create(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&smb_protocol);

    talk_server(&talk, BYTES("\0\0\0\x44" HEAD2("\5", OK, "\1", LAST) ECHO));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    talk_end(&talk);
}

static void half_a_message_asks_for_more_and_contents_are_skipped(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&smb_protocol);
    static char large[4 + 20000] = "\0\0\x4e\x20" HEAD2("\x08", OK, "\1", LAST);

    assert_int_equal(talk_server(&talk, large, 16383), VERDICT_MORE);
    assert_int_equal(talk_server(&talk, large, 16384 + 4), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 8, SUB_NONE);
    assert_int_equal(talk_server(&talk, large + 16388, 20000 - 16384), VERDICT_OK);
    assert_null(talk.out.first);
    assert_int_equal(talk.left, 0);
    talk_end(&talk);
}

static void a_compound_that_points_behind_its_end_stops_there(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&smb_protocol);

    talk_client(&talk, BYTES("\0\0\0\x44" HEAD2("\x0d", OK, "\0", "\xff\xff\0\0") ECHO));
    assert_operation(&talk, MESSAGE_REQUEST, 13, SUB_NONE);
    talk_end(&talk);
}

static void only_the_mark_makes_a_message_of_any_port(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&smb_protocol, BYTES("\0\0\0\x44\xfeSMB")), MATCH_YES);
    assert_int_equal(talk_probe(&smb_protocol, BYTES("\0\0\0\x44\xfeSMC")), MATCH_NO);
    assert_int_equal(talk_probe(&smb_protocol, BYTES("\x85\0\0\0")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&smb_protocol, BYTES("\x85\0\0\1")), MATCH_NO);
}

#define SETUP_HEAD "\x19\0\0\1\0\0\0\0\0\0\0\0\x58\0"
#define NTLM_3                                                                                     \
    "NTLMSSP\0\3\0\0\0"                                                                            \
    "\0\0\0\0\0\0\0\0"                                                                             \
    "\x18\0\x18\0\x44\0\0\0"                                                                       \
    "\0\0\0\0\0\0\0\0"                                                                             \
    "\4\0\4\0\x40\0\0\0"                                                                           \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0o\0p\0"                                               \
    "123456789012345678901234"

static void the_old_response_is_told_by_its_length_and_never_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&smb_protocol);

    talk_client(&talk, BYTES("\0\0\0\xb4" HEAD2("\1", OK, "\0", LAST) SETUP_HEAD
                             "\x5c\0\0\0\0\0\0\0\0\0" NTLM_3));
    assert_said(&talk, FIELD_user, "op");
    assert_said(&talk, FIELD_security, "NTLMv1 log-in");
    for (const struct statement *s = talk.out.statements; s; s = s->next)
        assert_false(text_contains(s->value, "1234"));
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_that_was_denied_is_a_refusal_of_that_pipe),
        cmocka_unit_test(an_answer_without_its_question_is_a_plain_create),
        cmocka_unit_test(half_a_message_asks_for_more_and_contents_are_skipped),
        cmocka_unit_test(a_compound_that_points_behind_its_end_stops_there),
        cmocka_unit_test(only_the_mark_makes_a_message_of_any_port),
        cmocka_unit_test(the_old_response_is_told_by_its_length_and_never_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
