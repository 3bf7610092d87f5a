#include "dissect.h"

#define SEARCH "\6\x10\2\1\0\x0e\x08\1\x0a\x29\4\x0b\x0e\x57"

/* A telegram in a tunnel: message code, first control byte, source, target, length and services. */
#define TUNNEL(length, code, control, source, services)                                            \
    "\6\x10\4\x20\0" length "\4\x15\0\0" code "\0" control "\x60" source "\x11\5" services

static void a_search_is_asked_and_answered(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(SEARCH)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x0201, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, false, DIRECTION_UNKNOWN,
             BYTES("\6\x10\2\2\0\x0e\x08\1\x0a\x29\4\x0b\x0e\x57"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0201, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_description_names_the_device_and_its_card(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\6\x10\2\4\0\x3c\x36\1\2\1\x11\0\0\0\0\xc5\1\2\3\4"
                                              "\xe0\0\x17\x0c\0\x0e\x8c\1\2\3"
                                              "Hall\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                              "\0\0")),
                     VERDICT_OK);
    assert_said(&talk, FIELD_name, "Hall");
    assert_said(&talk, FIELD_serial, "00c5:01020304");
    assert_said(&talk, FIELD_vendor, "Weinzierl Engineering");
    assert_said(&talk, FIELD_station, "1.1.0");
    assert_said(&talk, FIELD_state, "programming mode");
    assert_string_equal(talk_tied(&talk, 0), "00:0e:8c:01:02:03 10.41.1.20");
    talk_end(&talk);
}

static void a_connection_without_room_is_refused(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    talk_server(&talk, BYTES("\6\x10\2\6\0\x08\0\x24"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x0205, SUB_NONE);
    talk_end(&talk);
}

static void memory_written_through_a_tunnel_is_a_download(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    talk_client(&talk, BYTES(TUNNEL("\x18", "\x11", "\xbc", "\0\0", "\4\2\x81\x40\0\1")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x0420, 0x280);
    assert_class(&talk, CLASS_prog_down);
    talk_server(&talk, BYTES(TUNNEL("\x18", "\x2e", "\xbc", "\x11\xfe", "\4\2\x81\x40\0\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0420, 0x280);
    talk_server(&talk, BYTES(TUNNEL("\x18", "\x2e", "\xbd", "\x11\xfe", "\4\2\x81\x40\0\1")));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x0420, 0x280);
    talk_end(&talk);
}

static void an_answer_from_the_bus_tells_of_its_device(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    talk_server(&talk, BYTES(TUNNEL("\x17", "\x29", "\xbc", "\x11\5", "\3\3\x40\7\xb0")));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0420, 0x300);
    assert_part_said(&talk, "device 1.1.5", FIELD_station, "1.1.5");
    assert_part_said(&talk, "device 1.1.5", FIELD_device_type, "mask version 0x07b0");
    talk_server(&talk, BYTES(TUNNEL("\x17", "\x29", "\xbc", "\x11\5", "\3\3\x40\7\xb0")));
    assert_part_said(&talk, "device 1.1.5", FIELD_station, "");
    talk_end(&talk);
}

static void what_other_devices_write_is_not_the_clients_doing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    talk_server(&talk, BYTES(TUNNEL("\x15", "\x29", "\xbc", "\x11\6", "\1\0\x81")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x0420, 0x1000);
    assert_class(&talk, CLASS_read);
    talk_end(&talk);
}

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&knx_protocol);

    for (size_t length = 0; length < sizeof SEARCH - 1; length++)
        assert_int_equal(talk_client(&talk, SEARCH, length), VERDICT_MORE);
    talk_end(&talk);
}

static void the_probe_wants_header_service_and_length(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&knx_protocol, BYTES(SEARCH)), MATCH_YES);
    assert_int_equal(talk_probe(&knx_protocol, SEARCH, 8), MATCH_MAYBE);
    assert_int_equal(talk_probe(&knx_protocol, BYTES("\6\x10\2\x0e\0\6")), MATCH_NO);
    assert_int_equal(talk_probe(&knx_protocol, BYTES("\6\x11\2\1\0\6")), MATCH_NO);
    assert_int_equal(talk_probe(&knx_protocol, "", 0), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_is_asked_and_answered),
        cmocka_unit_test(a_description_names_the_device_and_its_card),
        cmocka_unit_test(a_connection_without_room_is_refused),
        cmocka_unit_test(memory_written_through_a_tunnel_is_a_download),
        cmocka_unit_test(an_answer_from_the_bus_tells_of_its_device),
        cmocka_unit_test(what_other_devices_write_is_not_the_clients_doing),
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(the_probe_wants_header_service_and_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
