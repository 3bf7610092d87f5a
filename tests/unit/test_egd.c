#include "dissect.h"

#define DATA(exchange, signature)                                                                  \
    "\x0d\1\7\0\x0a\x29\1\x14" exchange "\0\0\0"                                                   \
    "\0\0\0\0\0\0\0\0"                                                                             \
    "\1\0\0\0" signature "\0\0"                                                                    \
    "\0\0\0\0"                                                                                     \
    "data"

static void an_exchange_is_told_once_until_its_signature_changes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&egd_protocol);

    assert_int_equal(talk_client(&talk, BYTES(DATA("\5", "\0\1"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 13, SUB_NONE);
    assert_said(&talk, FIELD_station, "EGD producer 10.41.1.20");
    assert_part_said(&talk, "exchange 5", FIELD_profile, "signature 1.0");
    talk_client(&talk, BYTES(DATA("\5", "\0\1")));
    assert_null(talk.out.statements);
    talk_client(&talk, BYTES(DATA("\5", "\0\2")));
    assert_part_said(&talk, "exchange 5", FIELD_profile, "signature 2.0");
    talk_client(&talk, BYTES(DATA("\6", "\0\2")));
    assert_part_said(&talk, "exchange 6", FIELD_profile, "signature 2.0");
    talk_end(&talk);
}

static void more_exchanges_than_are_remembered_are_told_again(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&egd_protocol);
    char data[] = DATA("\0", "\0\1");

    for (int exchange = 0; exchange < 100; exchange++) {
        data[8] = (char)exchange;
        assert_int_equal(talk_client(&talk, data, sizeof data - 1), VERDICT_OK);
        assert_non_null(talk.out.statements);
    }
    talk_end(&talk);
}

static void a_producer_on_the_port_itself_is_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&egd_protocol);

    talk.client_port = talk.server_port;
    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(DATA("\5", "\0\1")));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void only_fields_that_fit_are_enough_on_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&egd_protocol, BYTES(DATA("\5", "\0\1"))), MATCH_YES);
    assert_int_equal(talk_probe(&egd_protocol, DATA("\5", "\0\1"), 31), MATCH_NO);
    assert_int_equal(talk_probe(&egd_protocol, BYTES("\x0d\2"
                                                     "0123456789012345678901234567890")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&egd_protocol, BYTES("\x0d\1"
                                                     "0123456789012345678901234567890")),
                     MATCH_MAYBE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exchange_is_told_once_until_its_signature_changes),
        cmocka_unit_test(more_exchanges_than_are_remembered_are_told_again),
        cmocka_unit_test(a_producer_on_the_port_itself_is_the_server),
        cmocka_unit_test(only_fields_that_fit_are_enough_on_any_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
