#include "dissect.h"

/* As tests/golden/make/bsap.py encodes them. */
#define WRITE                                                                                      \
    "\016\000\001\000\006\000\145\000\000\000\000\000\000\000\022\000\000\000\014\145"             \
    "\000\000\000\240\000\200\001\002\000\001\000\000"
#define WRITTEN                                                                                    \
    "\016\000\001\000\005\000\063\000\000\000\146\000\000\000\013\000\000\000\014\145"             \
    "\000\000\000\000\000"
#define IN_ERROR                                                                                   \
    "\016\000\001\000\005\000\063\000\000\000\146\000\000\000\014\000\000\000\014\145"             \
    "\000\000\000\200\001\004"
#define SERIAL_READ                                                                                \
    "\020\002\001\020\020\240\020\020\010\003\000\004\001\100\017\001\100\101\000\020"             \
    "\003\133\306"
#define SERIAL_ANSWER "\020\002\000\020\020\003\020\020\010\240\000\000\001\202\020\003\023\046"
#define SERIAL_WRONG  "\020\002\001\001\241\001\000\003\000\004\001\020\003\164\112"
#define LONG                                                                                       \
    "\016\000\001\000\006\000\001\000\000\000\000\000\000\000\377\377\377\377\014\001"             \
    "\000\000\000\240\000\004\001\100\101\000"

static void an_answer_is_counted_on_the_request_of_its_sequence(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bsap_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(WRITE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xa0, 0x80);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    assert_int_equal(talk_server(&talk, BYTES(WRITTEN)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0xa0, 0x80);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_server(&talk, BYTES(WRITTEN));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xa0, SUB_NONE);
    talk_end(&talk);
}

static void signals_in_error_are_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bsap_protocol);

    talk_client(&talk, BYTES(WRITE));
    talk_server(&talk, BYTES(IN_ERROR));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xa0, 0x80);
    talk_end(&talk);
}

static void a_serial_frame_names_the_station_that_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bsap_protocol);

    assert_int_equal(talk_client(&talk, BYTES(SERIAL_READ)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xa0, 4);
    assert_int_equal(talk_server(&talk, BYTES(SERIAL_ANSWER)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0xa0, 4);
    assert_part_said(&talk, "station 1", FIELD_station, "1");
    talk_end(&talk);
}

static void a_length_beyond_the_datagram_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bsap_protocol);

    assert_int_equal(talk_client(&talk, BYTES(LONG)), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&bsap_protocol, BYTES(LONG)), MATCH_NO);
    for (size_t length = 1; length < sizeof WRITE - 1; length++)
        assert_int_not_equal(talk_probe(&bsap_protocol, WRITE, length), MATCH_YES);
    talk_end(&talk);
}

static void a_frame_with_a_wrong_checksum_is_nobodys(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bsap_protocol);

    assert_int_equal(talk_probe(&bsap_protocol, BYTES(SERIAL_READ)), MATCH_YES);
    assert_int_equal(talk_probe(&bsap_protocol, BYTES(SERIAL_WRONG)), MATCH_NO);
    assert_int_equal(talk_client(&talk, BYTES(SERIAL_WRONG)), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_on_the_request_of_its_sequence),
        cmocka_unit_test(signals_in_error_are_a_refusal),
        cmocka_unit_test(a_serial_frame_names_the_station_that_answers),
        cmocka_unit_test(a_length_beyond_the_datagram_is_malformed),
        cmocka_unit_test(a_frame_with_a_wrong_checksum_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
