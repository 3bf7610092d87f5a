#include "dissect.h"

/* A transfer: telegram id 24, from station 13, 17 bytes of it left out. */
#define HEADER   "ESIO\x00\x01\x00\x00\x00\x14\x00\x07"
#define TRANSFER HEADER "\x00\x00\x00\x18\x00\x00\x00\x0d"
#define BACK     HEADER "\x00\x00\x00\x18\x00\x00\x00\x01"
#define STATUS   "ESIO\x00\x02\x00\x00\x00\x10\x00\x09\x00\x00\x00\x0d"

static void a_transfer_writes_and_tells_the_station_of_its_sender_once(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&esio_protocol);

    assert_int_equal(talk_client(&talk, BYTES(TRANSFER)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_write);
    assert_said(&talk, FIELD_station, "13");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.41.1.10");
    talk_client(&talk, BYTES(TRANSFER));
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void each_end_has_a_station_of_its_own(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&esio_protocol);

    talk_client(&talk, BYTES(TRANSFER));
    talk_server(&talk, BYTES(BACK));
    assert_said(&talk, FIELD_station, "1");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.41.1.20");
    talk_end(&talk);
}

static void a_status_tells_no_station(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&esio_protocol);

    assert_int_equal(talk_server(&talk, BYTES(STATUS)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_class(&talk, CLASS_diag);
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void a_transfer_too_short_for_a_station_tells_none(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&esio_protocol);

    assert_int_equal(talk_client(&talk, BYTES("ESIO\0\1\0\0\0\x10\0\7\0\0\0\x18")), VERDICT_OK);
    assert_said(&talk, FIELD_station, "");
    talk_client(&talk, BYTES(TRANSFER)); /* the short one did not count as told */
    assert_said(&talk, FIELD_station, "13");
    talk_end(&talk);
}

static void the_length_must_be_that_of_the_datagram(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&esio_protocol);

    for (size_t length = 0; length < sizeof TRANSFER - 1; length++)
        assert_int_equal(talk_client(&talk, TRANSFER, length), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(TRANSFER "\0")), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void another_magic_version_or_type_is_not_esio(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&esio_protocol, BYTES(TRANSFER)), MATCH_YES);
    assert_int_equal(talk_probe(&esio_protocol, BYTES("ESIA\0\1\0\0\0\x0c\0\7")), MATCH_NO);
    assert_int_equal(talk_probe(&esio_protocol, BYTES("ESIO\0\1\0\1\0\x0c\0\7")), MATCH_NO);
    assert_int_equal(talk_probe(&esio_protocol, BYTES("ESIO\0\3\0\0\0\x0c\0\7")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transfer_writes_and_tells_the_station_of_its_sender_once),
        cmocka_unit_test(each_end_has_a_station_of_its_own),
        cmocka_unit_test(a_status_tells_no_station),
        cmocka_unit_test(a_transfer_too_short_for_a_station_tells_none),
        cmocka_unit_test(the_length_must_be_that_of_the_datagram),
        cmocka_unit_test(another_magic_version_or_type_is_not_esio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
