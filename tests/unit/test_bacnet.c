#include "dissect.h"

enum { LINK_HEADER = 4, FRAME_MOST = 512 };

/* A datagram around these bytes, its length filled in. */
static enum verdict say(struct talk *talk, bool client, char function, const char *body,
                        size_t length)
{
    char frame[FRAME_MOST] = { (char)0x81, function, 0, (char)(length + LINK_HEADER) };

    assert_true(length + LINK_HEADER < 256);
    memcpy(frame + LINK_HEADER, body, length);
    return talk_say(talk, client, DIRECTION_UNKNOWN, frame, length + LINK_HEADER);
}

#define ASKS(talk, literal)    say((talk), true, 10, BYTES("\1\4" literal))
#define ANSWERS(talk, literal) say((talk), false, 10, BYTES("\1\0" literal))

static void an_answer_is_counted_on_its_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    assert_int_equal(ASKS(&talk, "\0\5\1\x14\x09\0"), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 20, 0);
    assert_class(&talk, CLASS_restart);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    assert_int_equal(ANSWERS(&talk, "\x20\1\x14"), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 20, 0);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_int_equal(talk.left, 0);
    ANSWERS(&talk, "\x20\1\x14"); /* nothing waits for it any more, but it names its service */
    assert_operation(&talk, MESSAGE_RESPONSE, 20, SUB_NONE);
    talk_end(&talk);
}

static void errors_rejects_and_aborts_are_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } rows[] = {
        { BYTES("\1\0\x50\1\x11\x91\5\x91\x1a") },
        { BYTES("\1\0\x60\1\x09") },
        { BYTES("\1\0\x71\1\4") },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct talk talk = talk_begin(&bacnet_protocol);
        ASKS(&talk, "\0\5\1\x11\x09\5\x19\1");
        assert_operation(&talk, MESSAGE_REQUEST, 17, 1);
        say(&talk, false, 10, rows[i].bytes, rows[i].length);
        assert_operation(&talk, MESSAGE_REFUSAL, 17, 1);
        talk_end(&talk);
    }
}

static void an_abort_by_the_asker_refuses_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ASKS(&talk, "\0\5\1\x0c\x0c\2\0\x10\x90\x19\x46");
    assert_int_equal(ASKS(&talk, "\x70\1\4"), VERDICT_OK);
    assert_null(talk.out.first);
    ANSWERS(&talk, "\x60\1\x09");
    assert_null(talk.out.first); /* a reject without its request names nothing */
    talk_end(&talk);
}

static void both_sides_may_ask_with_the_same_number(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ASKS(&talk, "\0\5\1\x07\xc4\2\x80\0\1");
    say(&talk, false, 10, BYTES("\1\4\0\5\1\1\x09\1")); /* a notification from the device */
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    ASKS(&talk, "\x60\1\x09");
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    ANSWERS(&talk, "\x71\1\4");
    assert_operation(&talk, MESSAGE_REFUSAL, 7, SUB_NONE);
    assert_class(&talk, CLASS_file);
    talk_end(&talk);
}

static void stations_behind_a_router_do_not_answer_for_each_other(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, true, 10, BYTES("\1\x24\0\7\1\5\xff\0\5\1\x14\x09\0"));
    say(&talk, true, 10, BYTES("\1\x24\0\7\1\6\xff\0\5\1\x14\x09\1"));
    say(&talk, false, 10, BYTES("\1\x08\0\7\1\6\x60\1\x09"));
    assert_operation(&talk, MESSAGE_REFUSAL, 20, 1);
    say(&talk, false, 10, BYTES("\1\x08\0\7\1\5\x20\1\x14"));
    assert_operation(&talk, MESSAGE_RESPONSE, 20, 0);
    talk_end(&talk);
}

static void a_device_behind_a_router_is_a_part_of_its_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, false, 11, BYTES("\1\x08\0\7\1\5\x10\0\xc4\2\0\2\xc1\x22\5\xc4\x91\3\x21\x24"));
    assert_operation(&talk, MESSAGE_REQUEST, 256, SUB_NONE);
    assert_part_said(&talk, "station 7:05", FIELD_station, "705");
    assert_part_said(&talk, "station 7:05", FIELD_vendor, "Tridium Inc.");
    assert_said(&talk, FIELD_vendor, "");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.41.1.20");
    talk_end(&talk);
}

static void a_forwarded_announcement_is_of_the_address_inside(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, false, 4,
        BYTES("\x0a\x2a\4\x14\xba\xc0\1\0\x10\0\xc4\2\0\3\x84\x22\5\xc4\x91\3\x22\xff\xfe"));
    assert_said(&talk, FIELD_station, "900");
    assert_said(&talk, FIELD_vendor, "BACnet vendor 65534");
    assert_string_equal(talk_said_of(&talk, FIELD_station), "10.42.4.20");
    talk_end(&talk);
}

static void who_has_its_own_device_object_says_its_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, false, 10, BYTES("\1\0\x10\1\xc4\2\0\0\x3d\xc4\2\0\0\x3d\x75\x08\0AHU-061"));
    assert_said(&talk, FIELD_station, "61");
    assert_said(&talk, FIELD_name, "AHU-061");
    /* The name of an output is not the device's. */
    say(&talk, false, 10, BYTES("\1\0\x10\1\xc4\2\0\0\x3d\xc4\0\x40\0\1\x75\x08\0RELAY-1"));
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void properties_of_the_device_object_are_its_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ANSWERS(&talk, "\x30\1\x0c\x0c\2\0\x10\x90\x19\x46\x3e\x75\x07\0VAV-12\x3f");
    assert_said(&talk, FIELD_model, "VAV-12");
    assert_said(&talk, FIELD_station, "4240");
    /* The name of an input is not the device's. */
    ANSWERS(&talk, "\x30\1\x0c\x0c\0\0\0\1\x19\x4d\x3e\x75\x07\0VAV-12\x3f");
    assert_said(&talk, FIELD_name, "");
    /* Two bytes a character. */
    ANSWERS(&talk, "\x30\1\x0c\x0c\2\0\x10\x90\x19\x4d\x3e\x75\x05\4\0A\0B\x3f");
    assert_said(&talk, FIELD_name, "AB");
    talk_end(&talk);
}

static void several_properties_are_read_past_those_that_failed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ANSWERS(&talk, "\x30\1\x0e\x0c\2\0\x10\x90\x1e"
                   "\x29\x4c\x4e\xc4\2\0\x10\x90\x4f" /* object list: something else */
                   "\x2a\1\x74\x5e\x91\2\x91\x20\x5f" /* serial number: unknown */
                   "\x29\x79\x4e\x75\5\0Acme\x4f"     /* vendor name */
                   "\x1f");
    assert_said(&talk, FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_serial, "");
    talk_end(&talk);
}

static void of_an_answer_in_segments_the_first_one_counts(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ASKS(&talk, "\2\x75\1\x0c\x0c\2\0\x10\x90\x19\x4c");
    ANSWERS(&talk, "\x3c\1\0\1\x0c\x0c\2\0\x10\x90\x19\x4c\x3e\xc4");
    assert_operation(&talk, MESSAGE_RESPONSE, 12, SUB_NONE);
    assert_int_equal(ANSWERS(&talk, "\x38\1\1\1\x0c\2\0\x10\x90\x3f"), VERDICT_OK);
    assert_null(talk.out.first);
    assert_int_equal(ASKS(&talk, "\x40\1\1\1"), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

#define PART(more, number) more "\1" number "\1\x0e"

static void a_value_that_segments_cut_in_two_is_read_whole(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ANSWERS(&talk, PART("\x3c", "\0") "\x0c\2\0\x10\x90\x1e\x29\x79\x4e\x75\5\0A");
    assert_operation(&talk, MESSAGE_RESPONSE, 14, SUB_NONE);
    assert_said(&talk, FIELD_vendor, "");
    ANSWERS(&talk, PART("\x3c", "\1") "cm");
    assert_said(&talk, FIELD_vendor, "");
    ANSWERS(&talk, PART("\x3c", "\1") "cm"); /* sent again */
    ANSWERS(&talk, PART("\x38", "\2") "e\x4f\x29\x46\x4e\x75\3\0X4\x4f\x1f");
    assert_null(talk.out.first); /* counted when it began */
    assert_said(&talk, FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_model, "X4");
    talk_end(&talk);
}

static void a_lost_segment_ends_what_is_read_until_it_is_sent_again(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    ANSWERS(&talk, PART("\x3c", "\0") "\x0c\2\0\x10\x90\x1e\x29\x79\x4e\x75\5\0A");
    ANSWERS(&talk, PART("\x3c", "\2") "\x29\x46\x4e\x75\3\0X4\x4f");
    assert_said(&talk, FIELD_model, "");
    ANSWERS(&talk, PART("\x3c", "\1") "cme\x4f");
    assert_said(&talk, FIELD_vendor, "Acme");
    ANSWERS(&talk, PART("\x38", "\2") "\x29\x46\x4e\x75\3\0X4\x4f\x1f");
    assert_said(&talk, FIELD_model, "X4");
    talk_end(&talk);
}

static void a_value_too_long_to_be_kept_is_stepped_over(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);
    char long_text[200] = PART("\x3c", "\1");

    memset(long_text + 5, 'x', sizeof long_text - 5);
    ANSWERS(&talk, PART("\x3c", "\0") "\x0c\2\0\x10\x90\x1e\x29\x1c\x4e\x75\xfe\1\x8b\0x");
    char first[2 + sizeof long_text] = "\1";
    memcpy(first + 2, long_text, sizeof long_text); /* 195 more of 395, one of which is there */
    say(&talk, false, 10, first, sizeof first);
    first[4] = 2;
    say(&talk, false, 10, first, sizeof first);
    ANSWERS(&talk, PART("\x38", "\3") "xxx\x4f\x29\x46\x4e\x75\3\0X4\x4f\x1f");
    assert_said(&talk, FIELD_model, "X4");
    assert_said(&talk, FIELD_description, "");
    talk_end(&talk);
}

static void a_broadcast_manager_tells_whom_it_sends_to(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, false, 3,
        BYTES("\x0a\x29\1\x14\xba\xc0\xff\xff\xff\xff"
              "\x0a\x2a\4\x14\xba\xc1\xff\xff\xff\xff"));
    assert_operation(&talk, MESSAGE_RESPONSE, 514, SUB_NONE);
    assert_said(&talk, FIELD_capability, "BACnet broadcast manager");
    assert_said(&talk, FIELD_neighbour, "broadcasts to 10.42.4.20:47809");
    say(&talk, false, 7, BYTES("\x0a\x2a\4\x14\xba\xc0\0\x3c\0\x5a"));
    assert_said(&talk, FIELD_neighbour, "foreign device 10.42.4.20:47808");
    say(&talk, true, 5, BYTES("\0\x3c"));
    assert_said(&talk, FIELD_capability, "BACnet foreign device");
    talk_end(&talk);
}

static void a_result_of_the_link_answers_what_was_asked_or_says_what_it_refuses(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&bacnet_protocol);

    say(&talk, true, 5, BYTES("\0\x3c"));
    assert_operation(&talk, MESSAGE_REQUEST, 517, SUB_NONE);
    assert_class(&talk, CLASS_config);
    say(&talk, false, 0, BYTES("\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 517, SUB_NONE);
    say(&talk, false, 0, BYTES("\0\x10"));
    assert_operation(&talk, MESSAGE_REFUSAL, 513, SUB_NONE);
    say(&talk, false, 0, BYTES("\0\0")); /* of nothing */
    assert_null(talk.out.first);
    assert_int_equal(say(&talk, false, 0, BYTES("\0\x70")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void a_length_that_the_datagram_does_not_keep_is_no_proof(void **state)
{
    (void)state;
    static const char error[] = "\x81\x0a\0\x11\1\4\x50\1\x14\x91\5\x91\x1a";
    struct talk talk = talk_begin(&bacnet_protocol);

    assert_int_equal(talk_server(&talk, BYTES(error)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 20, SUB_NONE);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES(error)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES("\x81\x0b\0\x08\1\0\x10\x08")), MATCH_YES);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES("\x81\x0b\0\x08\2\0\x10\x08")), MATCH_NO);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES("\x81\x0d\0\x08\1\0\x10\x08")), MATCH_NO);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES("\x82\x0b\0\x08\1\0\x10\x08")), MATCH_NO);
    assert_int_equal(talk_probe(&bacnet_protocol, BYTES("\x81\5\0\6\0\x3c")), MATCH_MAYBE);
    assert_int_equal(talk_server(&talk, BYTES("\x81\x0a\0\7\1\4\x90")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_on_its_request),
        cmocka_unit_test(errors_rejects_and_aborts_are_refusals),
        cmocka_unit_test(an_abort_by_the_asker_refuses_nothing),
        cmocka_unit_test(both_sides_may_ask_with_the_same_number),
        cmocka_unit_test(stations_behind_a_router_do_not_answer_for_each_other),
        cmocka_unit_test(a_device_behind_a_router_is_a_part_of_its_address),
        cmocka_unit_test(a_forwarded_announcement_is_of_the_address_inside),
        cmocka_unit_test(who_has_its_own_device_object_says_its_name),
        cmocka_unit_test(properties_of_the_device_object_are_its_identity),
        cmocka_unit_test(several_properties_are_read_past_those_that_failed),
        cmocka_unit_test(of_an_answer_in_segments_the_first_one_counts),
        cmocka_unit_test(a_value_that_segments_cut_in_two_is_read_whole),
        cmocka_unit_test(a_lost_segment_ends_what_is_read_until_it_is_sent_again),
        cmocka_unit_test(a_value_too_long_to_be_kept_is_stepped_over),
        cmocka_unit_test(a_broadcast_manager_tells_whom_it_sends_to),
        cmocka_unit_test(a_result_of_the_link_answers_what_was_asked_or_says_what_it_refuses),
        cmocka_unit_test(a_length_that_the_datagram_does_not_keep_is_no_proof),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
