#include "proto/cip.h"
#include "proto/cotp.h"

#include "dissect.h"

#define CONNECT  "\3\0\0\x16\x11\xe0\0\0\0\1\0\xc1\2\1\0\xc2\2\1\x62\xc0\1\x0a"
#define CONFIRM  "\3\0\0\x0b\x06\xd0\0\1\0\2\0"
#define REFUSE   "\3\0\0\x0b\x06\x80\0\1\0\2\1"
#define KEEPING  "\3\0\0\7\2\xf0\0"
#define READ_JOB "\x32\1\0\0\0\7\0\2\0\0\4\1"

static void an_accepted_connection_is_asked_and_answered(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CONNECT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xe0, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES(CONFIRM)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0xe0, SUB_NONE);
    talk_end(&talk);
}

static void a_disconnect_refuses_only_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    talk_client(&talk, BYTES(CONNECT));
    talk_server(&talk, BYTES(REFUSE));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xe0, SUB_NONE);
    talk_server(&talk, BYTES(REFUSE));
    assert_operation(&talk, MESSAGE_REQUEST, 0x80, SUB_NONE);
    talk_end(&talk);
}

static void the_called_tsap_is_told_once_s7_is_spoken(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    talk_client(&talk, BYTES(CONNECT));
    talk_server(&talk, BYTES(CONFIRM));
    assert_null(talk.out.statements);
    talk_client(&talk, BYTES("\3\0\0\x13\2\xf0\x80" READ_JOB));
    assert_said(&talk, FIELD_slot, "rack 3 slot 2");
    assert_said(&talk, FIELD_capability, "S7 PG");
    assert_true(address_equal(&talk.out.statements->about, &talk.client));
    assert_true(address_equal(&talk.out.statements->next->about, &talk.server));
    talk_client(&talk, BYTES("\3\0\0\x13\2\xf0\x80" READ_JOB));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_text_tsap_names_the_role_of_the_caller(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    talk_client(&talk, BYTES("\3\0\0\x1c\x17\xe0\0\0\0\1\0\xc2\x0f"
                             "SIMATIC-ROOT-ES"));
    talk_client(&talk, BYTES("\3\0\0\x13\2\xf0\x80" READ_JOB));
    assert_said(&talk, FIELD_capability, "SIMATIC-ROOT-ES");
    assert_said(&talk, FIELD_slot, "");
    talk_end(&talk);
}

static void a_message_in_two_units_is_read_when_the_second_is_there(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);
    static const char two[] = "\3\0\0\x0d\2\xf0\0\x32\1\0\0\0\7"
                              "\3\0\0\x0d\2\xf0\x80\0\2\0\0\4\1";

    assert_int_equal(talk_client(&talk, two, 13), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, two, sizeof two - 2), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES(two)), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_operation(&talk, MESSAGE_REQUEST, 4, SUB_NONE);
    talk_end(&talk);
}

static void an_empty_unit_without_end_mark_holds_nothing_up(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(KEEPING)), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_message_of_units_without_end_is_malformed_before_it_fills_the_memory(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);
    enum { UNIT = 8192, UNITS = 9 };
    char *units = calloc(UNITS, UNIT);
    assert_non_null(units);
    for (int i = 0; i < UNITS; i++)
        memcpy(units + i * UNIT, "\3\0\x20\0\2\xf0\0\x32", 8);

    assert_int_equal(talk_client(&talk, units, (UNITS - 1) * UNIT), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, units, UNITS * UNIT), VERDICT_MALFORMED);
    assert_true((UNITS - 1) * UNIT < cotp_protocol.message_most);
    free(units);
    talk_end(&talk);
}

static void another_passenger_does_not_inherit_the_state_of_the_first(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    talk_client(&talk, BYTES("\3\0\0\x13\2\xf0\x80" READ_JOB));
    assert_memory_not_equal(talk.state, (char[COTP_PASSENGER_STATE]){ 0 }, COTP_PASSENGER_STATE);
    talk_client(&talk, BYTES("\3\0\0\x0b\2\xf0\x80\x0d\0\0\0"));
    assert_memory_equal(talk.state, (char[COTP_PASSENGER_STATE]){ 0 }, COTP_PASSENGER_STATE);
    talk_end(&talk);
}

static void no_passenger_needs_more_state_than_its_carrier_lends(void **state)
{
    (void)state;
    for (const struct protocol *const *p = protocols; *p; p++) {
        if ((*p)->carriers & CARRIER_COTP)
            assert_true((*p)->state_bytes <= COTP_PASSENGER_STATE);
        if ((*p)->carriers & CARRIER_ENIP)
            assert_true((*p)->state_bytes <= sizeof(struct cip_state));
        if ((*p)->carriers & CARRIER_CIP)
            assert_true((*p)->state_bytes <= CIP_PASSENGER_STATE);
    }
}

static void tsaps_of_both_ends_or_a_known_passenger_are_certain_on_any_port(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0\0\x13\2\xf0\x80" READ_JOB)), MATCH_YES);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES(CONNECT)), MATCH_YES);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0\0\x0f\x0a\xe0\0\0\0\1\0\xc1\2\1\0")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0\0\x15\2\xf0\x80\1\0\1\0\x61\x08\x30\6"
                                                      "\2\1\3\xa0\1\0")),
                     MATCH_YES);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0\0\x0b\2\xf0\x80\x0d\0\0\0")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0\0\x13\x08\x02\x80" READ_JOB)),
                     MATCH_NO);
    assert_int_equal(talk_probe(&cotp_protocol, BYTES("\3\0")), MATCH_NO);
}

static void a_wrong_header_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cotp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\4\0\0\7\2\xf0\x80")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\3\0\0\6\2\xf0\x80")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\3\0\0\7\x09\xf0\x80")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\3\0\0\7\2\x30\x80")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_accepted_connection_is_asked_and_answered),
        cmocka_unit_test(a_disconnect_refuses_only_what_was_asked),
        cmocka_unit_test(the_called_tsap_is_told_once_s7_is_spoken),
        cmocka_unit_test(a_text_tsap_names_the_role_of_the_caller),
        cmocka_unit_test(a_message_in_two_units_is_read_when_the_second_is_there),
        cmocka_unit_test(an_empty_unit_without_end_mark_holds_nothing_up),
        cmocka_unit_test(a_message_of_units_without_end_is_malformed_before_it_fills_the_memory),
        cmocka_unit_test(another_passenger_does_not_inherit_the_state_of_the_first),
        cmocka_unit_test(no_passenger_needs_more_state_than_its_carrier_lends),
        cmocka_unit_test(tsaps_of_both_ends_or_a_known_passenger_are_certain_on_any_port),
        cmocka_unit_test(a_wrong_header_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
