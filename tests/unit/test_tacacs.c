#include "dissect.h"

#define HEAD(type, number, flags, length) "\xc0" type number flags "\1\2\3\4\0\0\0" length
/* A log-in on "tty0" of "bob", from "10.1". */
#define START                                                                                      \
    HEAD("\1", "\1", "\1", "\x13")                                                                 \
    "\1\0\1\1\3\4\4\0"                                                                             \
    "bobtty0"                                                                                      \
    "10.1"

static void a_log_in_in_clear_text_names_its_user(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tacacs_protocol);

    assert_int_equal(talk_client(&talk, BYTES(START)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_user, "bob");
    assert_said(&talk, FIELD_security, "TACACS+ in clear text");
    talk_server(&talk, BYTES(HEAD("\1", "\2", "\1", "\6") "\2\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_command_has_the_lengths_of_its_words_before_the_user(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tacacs_protocol);

    talk_client(&talk, BYTES(HEAD("\2", "\1", "\1", "\x11") "\6\1\1\1\3\0\0\2\2\2"
                                                            "bob"
                                                            "c=d="));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_said(&talk, FIELD_user, "bob");
    talk_client(&talk, BYTES(HEAD("\3", "\1", "\1", "\x0e") "\2\6\1\1\1\3\0\0\1\1"
                                                            "bob"
                                                            "c"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_said(&talk, FIELD_user, "bob");
    talk_end(&talk);
}

static void a_password_that_follows_is_never_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tacacs_protocol);

    talk_client(&talk, BYTES(HEAD("\1", "\3", "\1", "\x0b") "\0\6\0\0\0"
                                                            "secret"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void of_a_hidden_body_only_the_type_is_known(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tacacs_protocol);

    talk_client(&talk, BYTES(HEAD("\1", "\1", "\0", "\4") "\1\0\1\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES(HEAD("\1", "\2", "\0", "\6") "\2\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    talk_end(&talk);
}

static void every_shorter_packet_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tacacs_protocol);

    for (size_t length = 1; length < sizeof START - 1; length++)
        assert_int_equal(talk_client(&talk, START, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\xd0\1\1\1\1\2\3\4\0\0\0\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_in_in_clear_text_names_its_user),
        cmocka_unit_test(a_command_has_the_lengths_of_its_words_before_the_user),
        cmocka_unit_test(a_password_that_follows_is_never_read),
        cmocka_unit_test(of_a_hidden_body_only_the_type_is_known),
        cmocka_unit_test(every_shorter_packet_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
