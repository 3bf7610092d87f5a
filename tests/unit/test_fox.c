#include "dissect.h"

#define HELLO                                                                                      \
    "fox a 0 -1 fox hello\n{\nfox.version=s:1.0\nhostName=s:jace-4\napp.name=s:Station\n"          \
    "app.version=s:3.8.111\nos.name=s:QNX\nos.version=s:6.5.0\nstation.name=s:AHU\n"               \
    "hostId=s:Qnx-NPM6-0000-0042-ABCD\nbrandId=s:example\n};;\n"

static void a_hello_tells_who_greets(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fox_protocol);

    assert_int_equal(talk_server(&talk, BYTES(HELLO "fox")), VERDICT_OK);
    assert_int_equal(talk.left, 3);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_name, "jace-4");
    assert_said(&talk, FIELD_software, "Station 3.8.111");
    assert_said(&talk, FIELD_os, "QNX 6.5.0");
    assert_said(&talk, FIELD_application, "AHU");
    assert_said(&talk, FIELD_model, "NPM6");
    assert_said(&talk, FIELD_serial, "Qnx-NPM6-0000-0042-ABCD");
    assert_said(&talk, FIELD_vendor, "example");
    talk_client(&talk, BYTES(HELLO));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_message_ends_with_its_own_line(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fox_protocol);

    for (size_t length = 0; length < sizeof(HELLO) - 1; length++)
        assert_int_equal(talk_server(&talk, HELLO, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("foxtrot\n{\n};;\n")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("fox a\n{\n};;\n")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void what_answers_names_the_message_it_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&fox_protocol);

    talk_client(&talk, BYTES("fox s 3 -1 sys ping\n{\n};;\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    talk_server(&talk, BYTES("fox s 4 3 sys ping\n{\n};;\n"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    talk_end(&talk);
}

static void only_a_hello_is_enough_on_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&fox_protocol, BYTES(HELLO)), MATCH_YES);
    assert_int_equal(talk_probe(&fox_protocol, BYTES("fox s 3 -1 sys ping\n")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&fox_protocol, BYTES("fo")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&fox_protocol, BYTES("foxtrot\n")), MATCH_NO);
    assert_int_equal(talk_probe(&fox_protocol, BYTES("")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hello_tells_who_greets),
        cmocka_unit_test(a_message_ends_with_its_own_line),
        cmocka_unit_test(what_answers_names_the_message_it_answers),
        cmocka_unit_test(only_a_hello_is_enough_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
