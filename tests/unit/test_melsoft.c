#include "dissect.h"

#define ASK                                                                                        \
    "\x57\0\0\0\0\x11\x11\7\0\0\xff\xff\3\0\0\xfe\3\0\0\x0e\0"                                     \
    "\x1c\x08\x0a\x08\0\0\0\0\0\0\0\4\1\1"
#define ANSWER                                                                                     \
    "\xd7\0\xc8\0\0\x11\x11\7\0\0\0\xe4\3\0\xff\xff\3\0\0\x24\0"                                   \
    "\x9c\0\x0c\x08\0\0\0\0\x10\4\0\0\0\0\1\1\1\0\0\0Q03UDECPU       "

static void a_session_counts_once_and_its_messages_each(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsoft_protocol);

    talk_client(&talk, BYTES(ASK));
    assert_int_equal(talk.out.first->code, 0x10000);
    assert_string_equal(class_name(talk.out.first->operation->class), "auth");
    assert_int_equal(talk.out.first->next->code, 0x0101);
    talk_client(&talk, BYTES(ASK));
    assert_operation(&talk, MESSAGE_REQUEST, 0x0101, SUB_NONE);
    talk_end(&talk);
}

static void the_type_of_the_cpu_is_its_model(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsoft_protocol);

    talk_server(&talk, BYTES(ANSWER)); /* nobody is seen to have asked for it */
    assert_said(&talk, FIELD_model, "");
    assert_operation(&talk, MESSAGE_RESPONSE, 0x10001, SUB_NONE);
    talk_client(&talk, BYTES(ASK));
    talk_server(&talk, BYTES(ANSWER));
    assert_said(&talk, FIELD_model, "Q03UDECPU");
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0101, SUB_NONE);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&melsoft_protocol);

    for (size_t length = 0; length < sizeof(ASK) - 1; length++)
        assert_int_equal(talk_client(&talk, ASK, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\x57\0\0\0\0\x11\x12\7")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x57\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&melsoft_protocol, BYTES("Web")), MATCH_NO);
    assert_int_equal(talk_probe(&melsoft_protocol, BYTES(ANSWER)), MATCH_YES);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_counts_once_and_its_messages_each),
        cmocka_unit_test(the_type_of_the_cpu_is_its_model),
        cmocka_unit_test(every_shorter_message_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
