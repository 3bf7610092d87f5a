#include "dissect.h"

enum { DATA, HEADER, CFG_1, CFG_2, COMMAND, CFG_3 };

struct frame {
    char bytes[512];
    size_t length;
};

/* Bit by bit, unlike the dissector. */
static void finish(struct frame *f)
{
    unsigned crc = 0xffff;

    f->bytes[2] = (char)((f->length + 2) >> 8);
    f->bytes[3] = (char)(f->length + 2);
    for (size_t i = 0; i < f->length; i++) {
        crc ^= (unsigned)(uint8_t)f->bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    f->bytes[f->length++] = (char)(crc >> 8);
    f->bytes[f->length++] = (char)crc;
}

static struct frame frame(int type, const char *body, size_t length)
{
    static const char head[] = "\xaa\0\0\0\0\x3c\1\2\3\4\0\0\0\0";
    struct frame f = { .length = 14 };

    memcpy(f.bytes, head, 14);
    f.bytes[1] = (char)(type << 4 | 1);
    memcpy(f.bytes + 14, body, length);
    f.length += length;
    finish(&f);
    return f;
}

static enum verdict client(struct talk *talk, struct frame f)
{
    return talk_say(talk, true, DIRECTION_UNKNOWN, f.bytes, f.length);
}

static enum verdict server(struct talk *talk, struct frame f)
{
    return talk_say(talk, false, DIRECTION_UNKNOWN, f.bytes, f.length);
}

/* One unit without channels. */
#define UNIT "\0\0\0\1\0\1Feeder 7        \0\x3d\0\0\0\0\0\0\0\0\0\1\0\7\0\x32"

static void a_configuration_answers_its_command_and_is_an_announcement_otherwise(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);

    assert_int_equal(client(&talk, frame(COMMAND, BYTES("\0\5"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 4, 5);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    server(&talk, frame(CFG_2, BYTES(UNIT)));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, 5);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_station, "60");
    assert_part_said(&talk, "unit 61", FIELD_name, "Feeder 7");
    server(&talk, frame(CFG_2, BYTES(UNIT)));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    talk_end(&talk);
}

static void turning_the_data_off_is_a_control(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);

    client(&talk, frame(COMMAND, BYTES("\0\1")));
    assert_class(&talk, CLASS_operate);
    client(&talk, frame(COMMAND, BYTES("\x12\x34")));
    assert_operation(&talk, MESSAGE_REQUEST, 4, 0x1234);
    assert_class(&talk, CLASS_unknown);
    assert_int_equal(client(&talk, frame(COMMAND, BYTES("\0"))), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_status_is_told_of_a_stream_of_one_unit_and_only_when_it_changes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);

    server(&talk, frame(DATA, BYTES("\x80\0")));
    assert_null(talk.out.statements); /* how many units it has is not known yet */
    server(&talk, frame(CFG_2, BYTES(UNIT)));
    server(&talk, frame(DATA, BYTES("\x80\0")));
    assert_part_said(&talk, "unit 60", FIELD_state, "in test mode, or without data");
    server(&talk, frame(DATA, BYTES("\x80\0")));
    assert_null(talk.out.statements);
    server(&talk, frame(DATA, BYTES("\x20\0")));
    assert_part_said(&talk, "unit 60", FIELD_state, "not synchronized");
    talk_end(&talk);
}

static void a_configuration_3_says_where_a_unit_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);
    static const char body[] = "\0\0\0\0\0\1\0\1\5North\0\x3d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07"
                               "\0\0\0\0\0\1\0\0\4Amps\0\0\0\0\0\0\0\0"
                               "\x42\x40\0\0\x41\x30\0\0\0\0\0\0M\0\0\0\0\0\0\0\0\0\1\0\7\0\x32";

    assert_int_equal(server(&talk, frame(CFG_3, BYTES(body))), VERDICT_OK);
    assert_part_said(&talk, "unit 61", FIELD_name, "North");
    assert_part_said(&talk, "unit 61", FIELD_asset_tag, "00000000000000000000000000000007");
    assert_part_said(&talk, "unit 61", FIELD_location, "latitude 48.00000, longitude 11.00000");
    talk_end(&talk);
}

static void more_units_than_a_frame_holds_are_not_invented(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);
    char body[] = UNIT;

    body[4] = body[5] = (char)0xff;
    assert_int_equal(server(&talk, frame(CFG_2, body, sizeof body - 1)), VERDICT_OK);
    assert_part_said(&talk, "unit 61", FIELD_name, "Feeder 7");
    assert_null(talk.out.statements->next->next);
    body[26] = body[27] = (char)0xff; /* channels that are not there */
    server(&talk, frame(CFG_2, body, sizeof body - 1));
    assert_null(talk.out.statements->next);
    talk_end(&talk);
}

static void only_a_right_checksum_proves_a_frame(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c37118_protocol);
    struct frame f = frame(COMMAND, BYTES("\0\2"));

    assert_int_equal(talk_probe(&c37118_protocol, f.bytes, f.length), MATCH_YES);
    for (size_t length = 4; length < f.length; length++) {
        assert_int_equal(talk_probe(&c37118_protocol, f.bytes, length), MATCH_MAYBE);
        assert_int_equal(talk_client(&talk, f.bytes, length), VERDICT_MORE);
    }
    for (size_t i = 0; i < f.length; i++) {
        struct frame damaged = f;
        damaged.bytes[i] ^= 0x40;
        assert_int_not_equal(talk_probe(&c37118_protocol, damaged.bytes, f.length), MATCH_YES);
        assert_int_not_equal(client(&talk, damaged), VERDICT_OK);
    }
    assert_int_equal(talk_probe(&c37118_protocol, BYTES("")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&c37118_protocol, BYTES("\xab")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_configuration_answers_its_command_and_is_an_announcement_otherwise),
        cmocka_unit_test(turning_the_data_off_is_a_control),
        cmocka_unit_test(the_status_is_told_of_a_stream_of_one_unit_and_only_when_it_changes),
        cmocka_unit_test(a_configuration_3_says_where_a_unit_is),
        cmocka_unit_test(more_units_than_a_frame_holds_are_not_invented),
        cmocka_unit_test(only_a_right_checksum_proves_a_frame),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
