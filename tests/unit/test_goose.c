#include "asn1.h"
#include "dissect.h"

static struct asn1 frame(char flags, struct asn1 unit)
{
    char head[] = {
        0x30, 7, (char)((unit.length + 8) >> 8), (char)(unit.length + 8), flags, 0, 0, 0
    };

    return asn1_join(asn1_bytes(head, sizeof head), unit);
}

static struct asn1 goose(const char *block, unsigned char state, unsigned char simulated)
{
    struct asn1 unit = asn1_value(0x80, asn1_bytes(block, strlen(block)));

    unit = asn1_join(unit, asn1_join(ASN1(0x83, "TRIP"), asn1_number(0x85, state)));
    unit = asn1_join(unit, asn1_join(asn1_number(0x87, simulated), ASN1(0xab, "")));
    return asn1_value(0x61, unit);
}

static struct asn1 samples(const char *id, unsigned char clock)
{
    struct asn1 asdu = asn1_value(0x80, asn1_bytes(id, strlen(id)));

    asdu = asn1_join(asdu, asn1_join(asn1_number(0x85, clock), ASN1(0x87, "\0\0\0\1")));
    asdu = asn1_value(0xa2, asn1_value(0x30, asdu));
    return asn1_value(0x60, asn1_join(asn1_number(0x80, 1), asdu));
}

static enum verdict publish(struct talk *talk, struct asn1 frame)
{
    return talk_client(talk, frame.bytes, frame.length);
}

static void another_state_number_is_a_new_state_of_that_control_block_alone(void **state)
{
    (void)state;
    static const struct {
        const char *block;
        unsigned char state;
        uint32_t sub;
    } rows[] = {
        { "A/LLN0$GO$x", 4, SUB_NONE }, { "A/LLN0$GO$y", 9, SUB_NONE },
        { "A/LLN0$GO$x", 4, SUB_NONE }, { "A/LLN0$GO$x", 5, 1 },
        { "A/LLN0$GO$y", 9, SUB_NONE }, { "A/LLN0$GO$x", 5, SUB_NONE },
    };
    struct talk talk = talk_begin(&goose_protocol);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(publish(&talk, frame(0, goose(rows[i].block, rows[i].state, 0))),
                         VERDICT_OK);
        assert_operation(&talk, MESSAGE_REQUEST, 1, rows[i].sub);
    }
    talk_end(&talk);
}

static void a_publisher_is_told_once_with_the_device_its_name_begins_with(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&goose_protocol);

    publish(&talk, frame(0, goose("B5Q1LD0/LLN0$GO$x", 1, 0)));
    assert_said(&talk, FIELD_name, "B5Q1LD0");
    assert_part_said(&talk, "GOOSE B5Q1LD0/LLN0$GO$x", FIELD_application, "TRIP");
    publish(&talk, frame(0, goose("B5Q1LD0/LLN0$GO$x", 2, 0)));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void simulation_shows_in_the_header_or_in_the_message(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&goose_protocol);

    publish(&talk, frame((char)0x80, goose("A/LLN0$GO$x", 1, 0)));
    assert_operation(&talk, MESSAGE_REQUEST, 1, 2);
    assert_class(&talk, CLASS_force);
    assert_part_said(&talk, "GOOSE A/LLN0$GO$x", FIELD_state, "simulated");
    publish(&talk, frame(0, goose("A/LLN0$GO$x", 1, 1)));
    assert_operation(&talk, MESSAGE_REQUEST, 1, 2);
    publish(&talk, frame(0, goose("A/LLN0$GO$x", 1, 0)));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_lost_clock_is_told_of_the_stream_that_lost_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sv_protocol);

    publish(&talk, frame(0, samples("MU01", 2)));
    assert_part_said(&talk, "samples MU01", FIELD_state, "synchronized by a global clock");
    publish(&talk, frame(0, samples("MU01", 2)));
    assert_null(talk.out.statements);
    publish(&talk, frame(0, samples("MU01", 0)));
    assert_part_said(&talk, "samples MU01", FIELD_state, "not synchronized");
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    talk_end(&talk);
}

static void more_streams_than_a_flow_remembers_are_still_counted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sv_protocol);

    for (unsigned i = 0; i < 100; i++) {
        char id[] = { 'M', (char)('0' + i / 10), (char)('0' + i % 10), 0 };
        assert_int_equal(publish(&talk, frame(0, samples(id, 2))), VERDICT_OK);
        assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    }
    talk_end(&talk);
}

static void half_a_frame_is_malformed(void **state)
{
    (void)state;
    const struct protocol *const both[] = { &goose_protocol, &sv_protocol };
    struct asn1 whole[] = { frame(0, goose("A/LLN0$GO$x", 1, 0)), frame(0, samples("MU01", 2)) };

    for (size_t i = 0; i < 2; i++) {
        struct talk talk = talk_begin(both[i]);
        for (size_t length = 0; length < whole[i].length; length++) {
            assert_int_equal(talk_client(&talk, whole[i].bytes, length), VERDICT_MALFORMED);
            assert_int_equal(talk_probe(both[i], whole[i].bytes, length), MATCH_NO);
        }
        assert_int_equal(talk_probe(both[i], whole[i].bytes, whole[i].length), MATCH_YES);
        assert_int_equal(publish(&talk, asn1_join(whole[i], asn1_bytes("\0\0", 2))), VERDICT_OK);
        assert_int_equal(talk.left, 0); /* padding of the shortest frame */
        talk_end(&talk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_state_number_is_a_new_state_of_that_control_block_alone),
        cmocka_unit_test(a_publisher_is_told_once_with_the_device_its_name_begins_with),
        cmocka_unit_test(simulation_shows_in_the_header_or_in_the_message),
        cmocka_unit_test(a_lost_clock_is_told_of_the_stream_that_lost_it),
        cmocka_unit_test(more_streams_than_a_flow_remembers_are_still_counted),
        cmocka_unit_test(half_a_frame_is_malformed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
