#include "asn1.h"
#include "dissect.h"

/* Behind the wrapper; client 16, logical device 1. */
#define ASK(length, literal)    BYTES("\0\1\0\x10\0\1\0" length literal)
#define ANSWER(length, literal) BYTES("\0\1\0\1\0\x10\0" length literal)

#define GET_ID   "\xc0\1\xc1\0\1\0\0\x60\1\0\xff\2\0"
#define DLMS_OID "\x60\x85\x74\5\x08"

static void an_answer_is_counted_on_its_request_by_the_half_byte_that_numbers_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    talk_client(&talk, ASK("\x0f", "\xc3\1\xc1\0\x46\0\0\x60\3\x0a\xff\1\1\x0f\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0xc3, 70);
    assert_class(&talk, CLASS_operate);
    talk_client(&talk, ASK("\x0d", "\xc0\1\xc2\0\3\1\0\1\x08\0\xff\2\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0xc0, SUB_NONE);
    talk_server(&talk, ANSWER("\5", "\xc7\1\xc1\3\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xc3, 70);
    talk_server(&talk, ANSWER("\5", "\xc4\1\xc2\1\4"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xc0, SUB_NONE);
    talk_end(&talk);
}

static void an_exception_refuses_what_was_asked_last(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    talk_server(&talk, ANSWER("\3", "\xd8\1\2"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x0e, SUB_NONE);
    talk_client(&talk, ASK("\x0d", "\xc0\1\xc1\0\x08\0\0\1\0\0\xff\2\0"));
    talk_server(&talk, ANSWER("\3", "\xd8\1\2"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xc0, 8);
    talk_end(&talk);
}

static void the_management_device_speaks_for_the_meter_and_others_for_themselves(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    talk_client(&talk, ASK("\x0d", GET_ID));
    talk_server(&talk, ANSWER("\x0a", "\xc4\1\xc1\0\x09\4"
                                      "4109"));
    assert_said(&talk, FIELD_serial, "4109");
    talk_client(&talk, BYTES("\0\1\0\x10\0\x11\0\x0d" GET_ID));
    talk_server(&talk, BYTES("\0\1\0\x11\0\x10\0\x0a\xc4\1\xc1\0\x09\4"
                             "4110"));
    assert_part_said(&talk, "logical device 17", FIELD_serial, "4110");
    talk_server(&talk, ANSWER("\x0a", "\xc4\1\xc1\0\x09\x7f"
                                      "4109")); /* longer than it is */
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_value_in_blocks_is_told_when_the_last_has_come(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    talk_client(&talk, ASK("\x0d", GET_ID));
    talk_server(&talk, ANSWER("\x0e", "\xc4\2\xc1\0\0\0\0\1\0\4\x09\6"
                                      "41"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xc0, SUB_NONE);
    assert_said(&talk, FIELD_serial, "");
    talk_client(&talk, ASK("\7", "\xc0\2\xc1\0\0\0\1"));
    talk_server(&talk, ANSWER("\x0d", "\xc4\2\xc1\1\0\0\0\2\0\x81\4"
                                      "09"));
    assert_said(&talk, FIELD_serial, ""); /* the text says that it is longer */
    talk_client(&talk, ASK("\x0d", GET_ID));
    talk_server(&talk, ANSWER("\x0e", "\xc4\2\xc1\0\0\0\0\1\0\4\x09\4"
                                      "41"));
    talk_server(&talk, ANSWER("\x0c", "\xc4\2\xc1\1\0\0\0\2\0\2"
                                      "09"));
    assert_said(&talk, FIELD_serial, "4109");
    talk_client(&talk, ASK("\x0d", GET_ID));
    talk_server(&talk, ANSWER("\x0c", "\xc4\2\xc1\1\0\0\0\2\0\2"
                                      "09")); /* the first was lost */
    assert_said(&talk, FIELD_serial, "");
    talk_server(&talk, ANSWER("\x0a", "\xc4\2\xc1\1\0\0\0\1\1\x02"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0xc0, SUB_NONE);
    talk_end(&talk);
}

static void the_first_block_of_a_long_unit_tells_what_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    talk_client(&talk, ASK("\x0d", GET_ID));
    assert_int_equal(talk_server(&talk, ANSWER("\x10", "\xe0\0\0\1\0\0\x0a"
                                                       "\xc4\1\xc1\0\x09\4"
                                                       "410")),
                     VERDICT_OK);
    assert_non_null(talk.out.first);
    assert_int_equal(talk.out.first->code, 0xe0);
    assert_int_equal(talk.out.first->kind, MESSAGE_RESPONSE);
    assert_int_equal(talk.out.first->next->code, 0xc0);
    assert_said(&talk, FIELD_serial, ""); /* of which the rest is in the next block */
    talk_server(&talk, ANSWER("\x08", "\xe0\x80\0\2\0\0\1"
                                      "9"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xe0, SUB_NONE);
    /* A block within a block is not looked into. */
    talk_server(&talk, ANSWER("\x0e", "\xe0\x80\0\1\0\0\7\xe0\x80\0\1\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xe0, SUB_NONE);
    talk_client(&talk, ASK("\4", "\xdb\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0xdb, SUB_NONE);
    talk_end(&talk);
}

static struct asn1 wrapped(struct asn1 unit)
{
    char head[] = { 0, 1, 0, 16, 0, 1, 0, (char)unit.length };

    return asn1_join(asn1_bytes(head, sizeof head), unit);
}

static struct asn1 context(void)
{
    return asn1_value(0xa1, ASN1(6, DLMS_OID "\1\1"));
}

static void a_password_in_clear_is_told_of_the_meter_that_takes_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);
    struct asn1 proof =
        asn1_join(ASN1(0x8b, DLMS_OID "\2\1"), asn1_value(0xac, ASN1(0x80, "1234")));
    struct asn1 ask = wrapped(asn1_value(0x60, asn1_join(context(), proof)));
    struct asn1 title = asn1_value(0xa4, ASN1(4, "OSW\0\0\4\x12\x33"));
    struct asn1 accept = asn1_join(asn1_value(0xa2, asn1_number(2, 0)), title);

    assert_int_equal(talk_probe(&dlms_protocol, ask.bytes, ask.length), MATCH_YES);
    talk_client(&talk, ask.bytes, ask.length);
    assert_operation(&talk, MESSAGE_REQUEST, 0x60, 1);
    assert_class(&talk, CLASS_auth);
    accept = wrapped(asn1_value(0x61, asn1_join(context(), accept)));
    accept.bytes[3] = 1;
    talk_server(&talk, accept.bytes, accept.length);
    assert_operation(&talk, MESSAGE_RESPONSE, 0x60, 1);
    assert_said(&talk, FIELD_security, "DLMS association with a password in clear text");
    assert_said(&talk, FIELD_vendor, "OSW");
    assert_said(&talk, FIELD_asset_tag, "OSW 0000041233");
    talk_end(&talk);
}

/* Connect: address 1 of the meter, 16 of the client. */
#define CONNECT "\x7e\xa0\x07\x03\x21\x93\x0f\x01\x7e"

static void a_frame_of_a_serial_line_proves_itself_by_its_checksum(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);
    char frame[] = CONNECT;

    assert_int_equal(talk_probe(&dlms_protocol, BYTES(CONNECT)), MATCH_YES);
    assert_int_equal(talk_client(&talk, BYTES(CONNECT)), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    for (size_t length = 0; length < sizeof frame - 1; length++)
        assert_int_equal(talk_client(&talk, frame, length), VERDICT_MORE);
    frame[4] ^= 2;
    assert_int_equal(talk_client(&talk, frame, sizeof frame - 1), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&dlms_protocol, frame, sizeof frame - 1), MATCH_NO);
    talk_end(&talk);
}

static void a_wrapper_needs_its_version_its_length_and_a_unit(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dlms_protocol);

    assert_int_equal(talk_probe(&dlms_protocol, ASK("\x0d", GET_ID)), MATCH_YES);
    assert_int_equal(talk_probe(&dlms_protocol, ASK("\x0e", GET_ID)), MATCH_MAYBE);
    assert_int_equal(talk_probe(&dlms_protocol, ASK("\2", "\xc0\x08")), MATCH_NO);
    assert_int_equal(talk_probe(&dlms_protocol, ASK("\2", "\xff\1")), MATCH_NO);
    assert_int_equal(talk_probe(&dlms_protocol, BYTES("\0\2\0\x10\0\1\0\2\xc0\1")), MATCH_NO);
    assert_int_equal(talk_client(&talk, ASK("\0", "")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, ASK("\4", "\xc0\1\xc1\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_on_its_request_by_the_half_byte_that_numbers_it),
        cmocka_unit_test(an_exception_refuses_what_was_asked_last),
        cmocka_unit_test(the_management_device_speaks_for_the_meter_and_others_for_themselves),
        cmocka_unit_test(a_value_in_blocks_is_told_when_the_last_has_come),
        cmocka_unit_test(the_first_block_of_a_long_unit_tells_what_it_is),
        cmocka_unit_test(a_password_in_clear_is_told_of_the_meter_that_takes_it),
        cmocka_unit_test(a_frame_of_a_serial_line_proves_itself_by_its_checksum),
        cmocka_unit_test(a_wrapper_needs_its_version_its_length_and_a_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
