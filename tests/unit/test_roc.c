#include "dissect.h"

/* From unit 3, group 1 to unit 2, group 4, and back. */
#define CLOCK_ASK    "\002\004\003\001\007\000\243\215"
#define CLOCK_ANSWER "\003\001\002\004\007\010\036\055\014\017\003\350\007\003\173\140"
#define ERROR        "\003\001\002\004\377\002\024\006\376\052"
#define LOG_IN       "\002\004\003\001\021\006\117\120\061\064\022\001\237\313"
#define DELETE                                                                                     \
    "\002\004\003\001\313\176\006\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"             \
    "\000\000\000\000\000\000\000\000\000\000\000\000\104\264"
#define SYSTEM                                                                                     \
    "\003\001\002\004\006\023\001\000\002\000\002\001\001\000\000\000\000\000\000\000"             \
    "\000\000\000\000\006\164\256"
#define STATION                                                                                    \
    "\003\001\002\004\264\030\001\133\000\002\127\105\114\114\040\120\101\104\040\067"             \
    "\040\040\040\040\040\040\040\040\040\040\115\364"
#define WRONG "\002\004\003\001\007\000\243\214"

static void a_message_without_data_asks_and_one_with_data_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(CLOCK_ASK)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 7, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    assert_int_equal(talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(CLOCK_ANSWER)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 7, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_station, "unit 2, group 4");
    talk_end(&talk);
}

static void an_error_is_counted_on_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    talk_server(&talk, BYTES(ERROR));
    assert_operation(&talk, MESSAGE_REFUSAL, 255, SUB_NONE);
    talk_client(&talk, BYTES(LOG_IN));
    assert_operation(&talk, MESSAGE_REQUEST, 17, 0);
    assert_class(&talk, CLASS_auth);
    talk_server(&talk, BYTES(ERROR));
    assert_operation(&talk, MESSAGE_REFUSAL, 17, 0);
    talk_end(&talk);
}

static void a_directory_request_of_its_length_deletes_a_file(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    assert_int_equal(talk_client(&talk, BYTES(DELETE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 203, 5);
    assert_class(&talk, CLASS_delete);
    talk_end(&talk);
}

static void the_system_configuration_names_the_model(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    assert_int_equal(talk_server(&talk, BYTES(SYSTEM)), VERDICT_OK);
    assert_said(&talk, FIELD_model, "ROC800-Series");
    assert_said(&talk, FIELD_hardware, "Series 2");
    assert_said(&talk, FIELD_state, "run");
    talk_end(&talk);
}

static void the_system_point_names_the_station(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    assert_int_equal(talk_server(&talk, BYTES(STATION)), VERDICT_OK);
    assert_said(&talk, FIELD_name, "WELL PAD 7");
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    for (size_t length = 0; length < sizeof CLOCK_ANSWER - 1; length++)
        assert_int_equal(talk_server(&talk, CLOCK_ANSWER, length), VERDICT_MORE);
    talk_end(&talk);
}

static void a_wrong_checksum_is_malformed_and_no_match(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&roc_protocol);

    assert_int_equal(talk_client(&talk, BYTES(WRONG)), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&roc_protocol, BYTES(WRONG)), MATCH_NO);
    assert_int_equal(talk_probe(&roc_protocol, BYTES(CLOCK_ANSWER)), MATCH_YES);
    /* Without data it may be a read of Modbus RTU. */
    assert_int_equal(talk_probe(&roc_protocol, BYTES(CLOCK_ASK)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&roc_protocol, CLOCK_ASK, 6), MATCH_MAYBE);
    assert_int_equal(talk_probe(&roc_protocol, BYTES("\1\3\0\0\0\x0a\xc5\xcd")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_without_data_asks_and_one_with_data_answers),
        cmocka_unit_test(an_error_is_counted_on_what_was_asked),
        cmocka_unit_test(a_directory_request_of_its_length_deletes_a_file),
        cmocka_unit_test(the_system_configuration_names_the_model),
        cmocka_unit_test(the_system_point_names_the_station),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(a_wrong_checksum_is_malformed_and_no_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
