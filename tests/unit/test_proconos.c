#include "dissect.h"

#define ASK "\xcc\x01\x00\x0b\x40\x02\x00\x00\x47\xee"

enum { RUNTIME_AT = 12, TYPE_BEHIND = 32, PROJECT_BEHIND = 65, ANSWER_BYTES = 120 };

/* The answer with the name of the runtime `later` bytes behind its usual place. */
static enum verdict answer(struct talk *talk, enum direction known, size_t later, size_t length)
{
    char message[ANSWER_BYTES] = "\xcc\x01\x00\x66";
    char *runtime = message + RUNTIME_AT + later;

    strcpy(runtime, "ProConOS V3.0.1040 Oct 29 2002");
    strcpy(runtime + TYPE_BEHIND, "ADAM5510KW 1.24 Build 005");
    strcpy(runtime + PROJECT_BEHIND, "mixing");
    return talk_say(talk, false, known, message, length);
}

static void the_first_request_asks_who_is_there(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&proconos_protocol);

    assert_int_equal(talk_client(&talk, BYTES(ASK)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_ident);
    assert_int_equal(talk.left, 0);
    talk_end(&talk);
}

static void the_answer_tells_runtime_model_and_project(void **state)
{
    (void)state;

    for (size_t later = 0; later < 2; later++) {
        struct talk talk = talk_begin(&proconos_protocol);

        assert_int_equal(answer(&talk, DIRECTION_FROM_SERVER, later, ANSWER_BYTES), VERDICT_OK);
        assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
        assert_said(&talk, FIELD_software, "ProConOS V3.0.1040 Oct 29 2002");
        assert_said(&talk, FIELD_model, "ADAM5510KW 1.24 Build 005");
        assert_said(&talk, FIELD_application, "mixing");
        assert_string_equal(talk_said_of(&talk, FIELD_model), "10.41.1.20");
        talk_end(&talk);
    }
}

static void an_answer_settles_who_is_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&proconos_protocol);

    answer(&talk, DIRECTION_UNKNOWN, 0, ANSWER_BYTES);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_name_two_bytes_late_is_not_the_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&proconos_protocol);

    assert_int_equal(answer(&talk, DIRECTION_UNKNOWN, 2, ANSWER_BYTES), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_software, "");
    talk_end(&talk);
}

static void an_answer_that_ends_early_tells_what_it_holds(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&proconos_protocol);

    answer(&talk, DIRECTION_FROM_SERVER, 0, RUNTIME_AT + TYPE_BEHIND + 10);
    assert_said(&talk, FIELD_model, "ADAM5510KW");
    assert_said(&talk, FIELD_application, "");
    talk_end(&talk);
}

static void commands_without_a_name_are_counted_by_their_number(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&proconos_protocol);

    talk_client(&talk, BYTES("\xcc\x20\0\4"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x20, SUB_NONE);
    assert_class(&talk, CLASS_unknown);
    talk_server(&talk, BYTES("\xcc\x20\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x20, SUB_NONE);
    assert_int_equal(talk_client(&talk, BYTES("\xcd\x20\0\4")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void only_the_name_of_the_runtime_proves_it(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcc\1\0\x66________ProConOS")),
                     MATCH_YES);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcc\1\0\x66_________ProConOS")),
                     MATCH_YES);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcc\1\0\x66__________ProConOS")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES(ASK)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcc\2\0\x0b")), MATCH_NO);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcc\1\0")), MATCH_NO);
    assert_int_equal(talk_probe(&proconos_protocol, BYTES("\xcd\1\0\x0b")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_request_asks_who_is_there),
        cmocka_unit_test(the_answer_tells_runtime_model_and_project),
        cmocka_unit_test(an_answer_settles_who_is_the_server),
        cmocka_unit_test(a_name_two_bytes_late_is_not_the_answer),
        cmocka_unit_test(an_answer_that_ends_early_tells_what_it_holds),
        cmocka_unit_test(commands_without_a_name_are_counted_by_their_number),
        cmocka_unit_test(only_the_name_of_the_runtime_proves_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
