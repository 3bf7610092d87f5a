#include "dissect.h"

enum { FROM_MASTER = 0xc4, FROM_OUTSTATION = 0x44, MASTER = 1, OUTSTATION = 10, FRAME_MOST = 292 };

struct frame {
    char bytes[FRAME_MOST];
    size_t length;
};

/* Bit by bit, unlike the dissector's rows. */
static void add_block(struct frame *f, const char *bytes, size_t length)
{
    unsigned crc = 0;

    for (size_t i = 0; i < length; i++) {
        f->bytes[f->length++] = bytes[i];
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xa6bc : 0);
    }
    f->bytes[f->length++] = (char)(~crc & 0xff);
    f->bytes[f->length++] = (char)(~crc >> 8 & 0xff);
}

static struct frame framed(int control, int target, int source, const char *user, size_t length)
{
    struct frame f = { .length = 0 };
    const char header[8] = { 5,
                             0x64,
                             (char)(length + 5),
                             (char)control,
                             (char)(target & 0xff),
                             (char)(target >> 8),
                             (char)(source & 0xff),
                             (char)(source >> 8) };

    add_block(&f, header, sizeof header);
    for (size_t at = 0; at < length; at += 16)
        add_block(&f, user + at, length - at < 16 ? length - at : 16);
    return f;
}

static enum verdict master(struct talk *talk, const char *user, size_t length)
{
    struct frame f = framed(FROM_MASTER, OUTSTATION, MASTER, user, length);

    return talk_client(talk, f.bytes, f.length);
}

static enum verdict outstation(struct talk *talk, const char *user, size_t length)
{
    struct frame f = framed(FROM_OUTSTATION, MASTER, OUTSTATION, user, length);

    return talk_server(talk, f.bytes, f.length);
}

static void an_answer_is_counted_on_the_function_that_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    assert_int_equal(master(&talk, BYTES("\xc0\xc3\x01\x3c\x02\x06")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_read);
    assert_int_equal(outstation(&talk, BYTES("\xc0\xc3\x81\0\0")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_int_equal(talk.left, 0);
    outstation(&talk, BYTES("\xc0\xc3\x81\0\0")); /* nobody asked this one */
    assert_operation(&talk, MESSAGE_RESPONSE, 129, SUB_NONE);
    talk_end(&talk);
}

static void stations_behind_one_address_do_not_answer_for_each_other(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame other = framed(FROM_OUTSTATION, MASTER, OUTSTATION + 1, BYTES("\xc0\xc3\x81\0\0"));

    master(&talk, BYTES("\xc0\xc3\x0d"));
    talk_server(&talk, other.bytes, other.length);
    assert_operation(&talk, MESSAGE_RESPONSE, 129, SUB_NONE);
    outstation(&talk, BYTES("\xc0\xc3\x81\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 13, SUB_NONE);
    talk_end(&talk);
}

static void indications_of_an_error_are_a_refusal(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum message_kind kind;
    } rows[] = {
        { "\xc0\xc3\x81\0\1", MESSAGE_REFUSAL },    /* function not supported */
        { "\xc0\xc3\x81\0\2", MESSAGE_REFUSAL },    /* object unknown */
        { "\xc0\xc3\x81\0\4", MESSAGE_REFUSAL },    /* parameter error */
        { "\xc0\xc3\x81\x90\0", MESSAGE_RESPONSE }, /* restarted, needs time */
        { "\xc0\xc3\x81\0\x20", MESSAGE_RESPONSE }, /* configuration corrupt: still an answer */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct talk talk = talk_begin(&dnp3_protocol);
        master(&talk, BYTES("\xc0\xc3\x12"));
        assert_class(&talk, CLASS_stop);
        outstation(&talk, rows[i].answer, 5);
        assert_operation(&talk, rows[i].kind, 18, SUB_NONE);
        talk_end(&talk);
    }
}

static void a_control_that_came_back_with_a_status_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\xc0\xc1\x05\x0c\x01\x28\1\0\7\0\x41\1\xe8\3\0\0\0\0\0\0\0"));
    assert_class(&talk, CLASS_operate);
    outstation(&talk, BYTES("\xc0\xc1\x81\0\0\x0c\x01\x28\1\0\7\0\x41\1\xe8\3\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    master(&talk, BYTES("\xc0\xc2\x03\x29\x02\x17\1\7\x10\x27\0"));
    outstation(&talk, BYTES("\xc0\xc2\x81\0\0\x29\x02\x17\1\7\x10\x27\4"));
    assert_operation(&talk, MESSAGE_REFUSAL, 3, SUB_NONE);
    talk_end(&talk);
}

static void a_write_of_nothing_but_time_is_no_process_write(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\xc0\xc1\x02\x32\x01\x07\x01\1\2\3\4\5\6"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 50);
    assert_class(&talk, CLASS_time);
    outstation(&talk, BYTES("\xc0\xc1\x81\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 2, 50);
    master(&talk, BYTES("\xc0\xc2\x02\x50\x01\0\7\7\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 80);
    master(&talk, BYTES("\xc0\xc3\x02\x22\x02\x17\1\5\1\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 34);
    master(&talk, BYTES("\xc0\xc3\x02\0\xf7\0\0\0\1\3Bay"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 0);
    assert_class(&talk, CLASS_config);
    assert_said(&talk, FIELD_name, ""); /* what a master writes is not its own name */
    talk_end(&talk);
}

static void a_write_of_anything_else_is_a_process_write(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    /* Something hides behind the time: then it is a write like any other. */
    master(&talk, BYTES("\xc0\xc4\x02\x32\x01\x07\x01\1\2\3\4\5\6\x0a\1\0\0\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_class(&talk, CLASS_write);
    /* ... or behind an attribute. */
    master(&talk, BYTES("\xc0\xc5\x02\0\xf7\0\0\0\1\3"
                        "Bay\x0a\1\0\0\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    /* A variation without a row, and packed bits with an index before them. */
    master(&talk, BYTES("\xc0\xc6\x02\x32\x09\x07\x01\1\2\3\4\5\6"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    master(&talk, BYTES("\xc0\xc7\x02\x50\x01\x17\1\7"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    /* What of it came in another segment may be anything. */
    master(&talk, BYTES("\x40\xc8\x02\x32\x01\x07\x01\1\2\3\4\5\6"));
    master(&talk, BYTES("\x81\x0a\1\0\0\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    talk_end(&talk);
}

static void an_unsolicited_response_and_its_confirm_stand_by_themselves(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    outstation(&talk, BYTES("\xc0\xf1\x82\x90\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 130, SUB_NONE);
    master(&talk, BYTES("\xc0\xd1\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    outstation(&talk, BYTES("\xc0\xc1\x81\0\0")); /* no answer to the confirm */
    assert_operation(&talk, MESSAGE_RESPONSE, 129, SUB_NONE);
    talk_end(&talk);
}

static void an_answer_of_several_fragments_is_one_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\xc0\xc3\x01\x3c\x01\x06"));
    outstation(&talk, BYTES("\xc0\xa3\x81\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_int_equal(outstation(&talk, BYTES("\xc1\x64\x81\0\0")), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_header_spread_over_segments_is_still_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\x40\xc3"));
    assert_null(talk.out.first);
    master(&talk, BYTES("\x81\x0e"));
    assert_operation(&talk, MESSAGE_REQUEST, 14, SUB_NONE);
    assert_class(&talk, CLASS_restart);
    outstation(&talk, BYTES("\x41\xc3\x81"));
    assert_null(talk.out.first);
    outstation(&talk, BYTES("\x82\0\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 14, SUB_NONE);
    talk_end(&talk);
}

static void a_fragment_that_never_ends_is_not_counted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\x40\xc3\x05\x0c\x01\x28\1\0\7\0\x41\1"));
    assert_null(talk.out.first);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    master(&talk, BYTES("\xc2\xc3\x01\x3c\x02\x06"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    /* A status in the first segment of the answer is still known at its end. */
    master(&talk, BYTES("\xc0\xc2\x03\x29\x02\x17\1\7\x10\x27\0"));
    outstation(&talk, BYTES("\x40\xc2\x81\0\0\x29\x02\x17\1\7\x10\x27\4"));
    assert_null(talk.out.first);
    outstation(&talk, BYTES("\x81\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 3, SUB_NONE);
    talk_end(&talk);
}

static void a_segment_out_of_sequence_ends_its_fragment(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\x40\xc3"));
    assert_int_equal(master(&talk, BYTES("\x82\x0e")), VERDICT_OK);
    assert_null(talk.out.first);
    master(&talk, BYTES("\x81\x0e")); /* too late */
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void a_segment_of_another_station_ends_the_fragment(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame other = framed(FROM_MASTER, OUTSTATION, MASTER + 1, BYTES("\x81\x0e"));

    master(&talk, BYTES("\x40\xc3"));
    talk_client(&talk, other.bytes, other.length);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void every_shorter_frame_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame f =
        framed(FROM_MASTER, OUTSTATION, MASTER,
               BYTES("\xc0\xc3\x01\x3c\x02\x06\x3c\x03\x06\x3c\x04\x06\x3c\x01\x06\0\0\0\0"));

    for (size_t length = 0; length < f.length; length++) {
        assert_int_equal(talk_client(&talk, f.bytes, length), VERDICT_MORE);
        assert_null(talk.out.first);
    }
    assert_int_equal(talk_client(&talk, f.bytes, f.length), VERDICT_OK);
    talk_end(&talk);
}

static void any_flipped_bit_is_malformed_or_incomplete(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame f =
        framed(FROM_MASTER, OUTSTATION, MASTER,
               BYTES("\xc0\xc3\x01\x3c\x02\x06\x3c\x03\x06\x3c\x04\x06\x3c\x01\x06\0\0\0\0"));

    for (size_t bit = 0; bit < f.length * 8; bit++) {
        f.bytes[bit / 8] = (char)(f.bytes[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(talk_client(&talk, f.bytes, f.length), VERDICT_MALFORMED);
        assert_null(talk.out.first);
        f.bytes[bit / 8] = (char)(f.bytes[bit / 8] ^ 1 << bit % 8);
    }
    talk_end(&talk);
}

static void link_frames_are_messages_without_operations(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame f = framed(0xc9, OUTSTATION, MASTER, "", 0); /* request link status */

    assert_int_equal(talk_say(&talk, true, DIRECTION_UNKNOWN, f.bytes, f.length), VERDICT_OK);
    assert_null(talk.out.first);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    f = framed(0x0b, MASTER, OUTSTATION, "", 0); /* link status */
    assert_int_equal(talk_say(&talk, false, DIRECTION_UNKNOWN, f.bytes, f.length), VERDICT_OK);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_secondary_frame_carries_no_user_data(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame f = framed(0x84, OUTSTATION, MASTER, BYTES("\xc0\xc3\x0d"));

    assert_int_equal(talk_client(&talk, f.bytes, f.length), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void the_function_outranks_the_direction_bit(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame f = framed(FROM_OUTSTATION, OUTSTATION, MASTER, BYTES("\xc0\xc3\x01"));

    talk_say(&talk, true, DIRECTION_UNKNOWN, f.bytes, f.length);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_end(&talk);
}

static void each_side_states_its_station_once(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    master(&talk, BYTES("\xc0\xc3\x01"));
    assert_said(&talk, FIELD_station, "1");
    assert_true(address_equal(&talk.out.statements->about, &talk.client));
    outstation(&talk, BYTES("\xc0\xc3\x81\0\0"));
    assert_said(&talk, FIELD_station, "10");
    assert_true(address_equal(&talk.out.statements->about, &talk.server));
    master(&talk, BYTES("\xc0\xc4\x01"));
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void a_broadcast_waits_for_no_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    struct frame all = framed(FROM_MASTER, 0xffff, MASTER, BYTES("\xc0\xc3\x15"));

    talk_client(&talk, all.bytes, all.length);
    assert_operation(&talk, MESSAGE_REQUEST, 21, SUB_NONE);
    assert_class(&talk, CLASS_alarm);
    all = framed(FROM_OUTSTATION, MASTER, 0xffff, BYTES("\xc0\xc3\x81\0\0"));
    talk_server(&talk, all.bytes, all.length);
    assert_operation(&talk, MESSAGE_RESPONSE, 129, SUB_NONE);
    assert_said(&talk, FIELD_station, "");
    talk_end(&talk);
}

static void a_device_that_is_not_as_it_should_be_says_so_when_that_begins(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    outstation(&talk, BYTES("\xc0\xc3\x81\x90\0")); /* restarted, needs the time */
    assert_said(&talk, FIELD_state, "restart not yet acknowledged");
    outstation(&talk, BYTES("\xc1\xc4\x81\xc0\x20"));
    assert_said(&talk, FIELD_state, "device trouble");
    assert_string_equal(talk_said(&talk, FIELD_state, 1), "configuration is corrupt");
    assert_string_equal(talk_said(&talk, FIELD_state, 2), "");
    outstation(&talk, BYTES("\xc2\xc5\x81\0\0"));
    assert_said(&talk, FIELD_state, "");
    outstation(&talk, BYTES("\xc3\xc6\x82\x20\x08")); /* unsolicited */
    assert_said(&talk, FIELD_state, "outputs are under local control");
    assert_string_equal(talk_said(&talk, FIELD_state, 1), "event buffer overflow");
    talk_end(&talk);
}

static void authentication_is_told_of_the_outstation_whoever_is_seen_first(void **state)
{
    (void)state;

    for (int by_master = 0; by_master < 2; by_master++) {
        struct talk talk = talk_begin(&dnp3_protocol);
        if (by_master)
            master(&talk, BYTES("\xc0\xc3\x20\x78\2\x5b\1"));
        else
            outstation(&talk, BYTES("\xc0\xc3\x83\0\0\x78\1\x5b\1"));
        assert_said(&talk, FIELD_security, "DNP3 secure authentication");
        assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
        master(&talk, BYTES("\xc1\xc4\x20\x78\2\x5b\1"));
        assert_said(&talk, FIELD_security, "");
        talk_end(&talk);
    }
}

static void device_attributes_become_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    outstation(&talk, BYTES("\xc0\xc3\x81\0\0"
                            "\0\xfc\0\0\0\1\4Acme"
                            "\0\xfa\0\0\0\1\3R-7"
                            "\0\xf2\0\0\0\1\3"
                            "3.2"
                            "\0\xf0\0\0\0\2\2\0\4" /* a number: largest fragment */
                            "\0\xf3\0\0\0\2\1\x41" /* a hardware version that is no text */
                            "\0\xf8\x17\1\0\1\4S-99"
                            "\0\xf5\1\0\0\0\0\1\5Hut 3"));
    assert_said(&talk, FIELD_vendor, "Acme");
    assert_said(&talk, FIELD_model, "R-7");
    assert_said(&talk, FIELD_firmware, "3.2");
    assert_said(&talk, FIELD_hardware, "");
    assert_said(&talk, FIELD_serial, "S-99");
    assert_said(&talk, FIELD_location, "Hut 3");
    talk_end(&talk);
}

static void attributes_cut_anywhere_by_segments_are_joined(void **state)
{
    (void)state;
    static const char answer[] = "\xc3\x81\0\0"
                                 "\0\xfc\0\0\0\1\4Acme"
                                 "\0\xf7\0\0\0\1\6Bay 12";

    for (size_t cut = 4; cut < sizeof answer - 1; cut++) {
        struct talk talk = talk_begin(&dnp3_protocol);
        char first[64] = "\x40", second[64] = "\x81";
        memcpy(first + 1, answer, cut);
        memcpy(second + 1, answer + cut, sizeof answer - 1 - cut);

        outstation(&talk, first, 1 + cut);
        unsigned seen = strcmp(talk_said(&talk, FIELD_vendor, 0), "Acme") == 0;
        outstation(&talk, second, sizeof answer - cut);
        seen += strcmp(talk_said(&talk, FIELD_vendor, 0), "Acme") == 0;
        assert_int_equal(seen, 1);
        assert_said(&talk, FIELD_name, "Bay 12");
        talk_end(&talk);
    }
}

static void a_new_answer_forgets_what_an_unfinished_one_began(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);

    outstation(&talk, BYTES("\x40\xc3\x81\0\0\0\xfc\0\0\0\1\4"
                            "Ac"));
    outstation(&talk, BYTES("\xc5\xc4\x81\0\0\0\xfa\0\0\0\1\3R-7"));
    assert_said(&talk, FIELD_vendor, "");
    assert_said(&talk, FIELD_model, "R-7");
    /* That answer was final: nothing belongs to it any more. */
    outstation(&talk, BYTES("\x86\0\xfc\0\0\0\1\4"
                            "Acme"));
    assert_said(&talk, FIELD_vendor, "");
    /* And what the master writes says nothing of the master. */
    master(&talk, BYTES("\xc0\xc5\x02\0\xf7\0\0\0\1\3"
                        "Bay"));
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void an_attribute_too_long_to_keep_ends_the_reading(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dnp3_protocol);
    char first[240] = "\x40\xc3\x81\0\0\0\xfc\x17\xff\0\1\1A", more[240] = "\1";

    outstation(&talk, first, sizeof first);
    outstation(&talk, more, sizeof more); /* 255 attributes announced: more than is kept */
    more[0] = '\x82';
    assert_int_equal(outstation(&talk, more, sizeof more), VERDICT_OK);
    assert_said(&talk, FIELD_vendor, "");
    talk_end(&talk);
}

static void the_probe_trusts_a_right_checksum_on_any_port(void **state)
{
    (void)state;
    struct frame f = framed(FROM_MASTER, OUTSTATION, MASTER, BYTES("\xc0\xc3\x01"));

    assert_int_equal(talk_probe(&dnp3_protocol, f.bytes, f.length), MATCH_YES);
    assert_int_equal(talk_probe(&dnp3_protocol, f.bytes, 10), MATCH_YES);
    assert_int_equal(talk_probe(&dnp3_protocol, f.bytes, 9), MATCH_MAYBE);
    assert_int_equal(talk_probe(&dnp3_protocol, f.bytes, 0), MATCH_NO);
    assert_int_equal(talk_probe(&dnp3_protocol, BYTES("\x05\x63")), MATCH_NO);
    assert_int_equal(talk_probe(&dnp3_protocol, BYTES("\x05\x64\x04")), MATCH_NO);
    f.bytes[9] ^= 1;
    assert_int_equal(talk_probe(&dnp3_protocol, f.bytes, f.length), MATCH_NO);
}

static void the_published_checksum_example_holds(void **state)
{
    (void)state;

    /* Reset of link states from 1024 to 1, in the reference frames of most implementations. */
    assert_int_equal(talk_probe(&dnp3_protocol, BYTES("\x05\x64\x05\xc0\x01\x00\x00\x04\xe9\x21")),
                     MATCH_YES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_on_the_function_that_asked),
        cmocka_unit_test(stations_behind_one_address_do_not_answer_for_each_other),
        cmocka_unit_test(indications_of_an_error_are_a_refusal),
        cmocka_unit_test(a_control_that_came_back_with_a_status_is_a_refusal),
        cmocka_unit_test(a_write_of_nothing_but_time_is_no_process_write),
        cmocka_unit_test(a_write_of_anything_else_is_a_process_write),
        cmocka_unit_test(an_unsolicited_response_and_its_confirm_stand_by_themselves),
        cmocka_unit_test(an_answer_of_several_fragments_is_one_answer),
        cmocka_unit_test(a_header_spread_over_segments_is_still_read),
        cmocka_unit_test(a_fragment_that_never_ends_is_not_counted),
        cmocka_unit_test(a_segment_out_of_sequence_ends_its_fragment),
        cmocka_unit_test(a_segment_of_another_station_ends_the_fragment),
        cmocka_unit_test(every_shorter_frame_asks_for_more),
        cmocka_unit_test(any_flipped_bit_is_malformed_or_incomplete),
        cmocka_unit_test(link_frames_are_messages_without_operations),
        cmocka_unit_test(a_secondary_frame_carries_no_user_data),
        cmocka_unit_test(the_function_outranks_the_direction_bit),
        cmocka_unit_test(each_side_states_its_station_once),
        cmocka_unit_test(a_broadcast_waits_for_no_answer),
        cmocka_unit_test(a_device_that_is_not_as_it_should_be_says_so_when_that_begins),
        cmocka_unit_test(authentication_is_told_of_the_outstation_whoever_is_seen_first),
        cmocka_unit_test(device_attributes_become_identity),
        cmocka_unit_test(attributes_cut_anywhere_by_segments_are_joined),
        cmocka_unit_test(a_new_answer_forgets_what_an_unfinished_one_began),
        cmocka_unit_test(an_attribute_too_long_to_keep_ends_the_reading),
        cmocka_unit_test(the_probe_trusts_a_right_checksum_on_any_port),
        cmocka_unit_test(the_published_checksum_example_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
