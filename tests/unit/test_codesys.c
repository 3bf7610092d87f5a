#include "dissect.h"

#define BLOCK(length)     "\0\1\x17\xe8" length "\0\0\0"
#define DATAGRAM(service) "\xc5\x6b\x40" service "\1\x11\0\x14\0\x0b"
#define SERVICE(flags, protocol, group, command)                                                   \
    "\1" flags "\5\0"                                                                              \
    "\1\0\0\0"                                                                                     \
    "\1\0\0\0"                                                                                     \
    "\x10\0\0\0"                                                                                   \
    "\0\0\0\0" protocol "\x0c\0" group "\0" command "\0"                                           \
    "\x11\0\0\0"                                                                                   \
    "\0\0\0\0"
#define PLAIN "\x55\xcd"
#define STOP  BLOCK("\x38") DATAGRAM("\x40") "\0\0" SERVICE("\x81", PLAIN, "\2", "\x11")

static void a_service_is_counted_by_group_and_command(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    assert_int_equal(talk_client(&talk, BYTES(STOP)), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_operation(&talk, MESSAGE_REQUEST, 2, 0x11);
    assert_class(&talk, CLASS_stop);
    talk_say(&talk, false, DIRECTION_UNKNOWN,
             BYTES(BLOCK("\x38") DATAGRAM("\x40") "\0\0" SERVICE("\1", PLAIN, "\x82", "\x11")));
    assert_operation(&talk, MESSAGE_RESPONSE, 2, 0x11);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void a_datagram_is_aligned_without_its_block(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    /* Ten bytes of header and addresses: two more follow, as behind the block's eight. */
    assert_int_equal(
        talk_client(&talk, BYTES(DATAGRAM("\x40") "\0\0" SERVICE("\x81", PLAIN, "\x13", "\7"))),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x13, 7);
    assert_class(&talk, CLASS_force);
    talk_end(&talk);
}

static void a_later_block_is_no_service_of_its_own(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES(DATAGRAM("\x40") "\0\0" SERVICE("\x80", PLAIN, "\2", "\5"))),
        VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void encryption_is_told_once_of_the_controller(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    talk_client(&talk, BYTES(DATAGRAM("\x40") "\0\0" SERVICE("\x81", "\x57\x75", "\xaa", "\xbb")));
    assert_operation(&talk, MESSAGE_REQUEST, 515, SUB_NONE);
    assert_said(&talk, FIELD_security, "services are encrypted");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    talk_server(&talk, BYTES(DATAGRAM("\x40") "\0\0" SERVICE("\1", "\x57\x75", "\xaa", "\xbb")));
    assert_operation(&talk, MESSAGE_RESPONSE, 515, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

#define NODE(vendor_length)                                                                        \
    DATAGRAM("\4")                                                                                 \
    "\0\0"                                                                                         \
    "\x80\xc2\0\4\7\0\0\0"                                                                         \
    "\x08\0\1\0"                                                                                   \
    "\2\0"                                                                                         \
    "\3\0"                                                                                         \
    "\2\0" vendor_length "\x06\x10\0\0\1\0\xf8\x10"                                                \
    "\x1e\x11\5\3"                                                                                 \
    "\0\0\0\0"                                                                                     \
    "\2"                                                                                           \
    "\0\0\0\0\0\0\0\0\0\0\0"                                                                       \
    "\0\1"                                                                                         \
    "M\0I\0X\0\0\0"                                                                                \
    "P\0L\0\0\0"                                                                                   \
    "E\0x\0\0\0"                                                                                   \
    "42"

static void a_device_answers_the_name_service_with_its_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    assert_int_equal(talk_server(&talk, BYTES(NODE("\2\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 256, 0xc202);
    assert_said(&talk, FIELD_name, "MIX");
    assert_said(&talk, FIELD_model, "PL");
    assert_said(&talk, FIELD_vendor, "Ex");
    assert_said(&talk, FIELD_firmware, "3.5.17.30");
    assert_said(&talk, FIELD_serial, "42");
    assert_int_equal(talk_server(&talk, BYTES(NODE("\xff\xff"))), VERDICT_OK);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void every_shorter_block_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_protocol);

    for (size_t length = 1; length < sizeof(STOP) - 1; length++) {
        assert_int_equal(talk_client(&talk, STOP, length), VERDICT_MORE);
        assert_int_not_equal(talk_probe(&codesys_protocol, STOP, length), MATCH_NO);
    }
    assert_int_equal(talk_client(&talk, BYTES(BLOCK("\x0d") "12345")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\1\x17\xe8\0\x20\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES(BLOCK("\x12") DATAGRAM("\x41"))), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void only_the_magic_number_is_enough_on_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&codesys_protocol, BYTES(STOP)), MATCH_YES);
    assert_int_equal(talk_probe(&codesys_protocol, BYTES(DATAGRAM("\x40") "\0\0\3\0\5\0")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&codesys_protocol, BYTES(DATAGRAM("\x41") "\0\0\3\0\5\0")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&codesys_protocol, BYTES("GET / HTTP/1.1")), MATCH_NO);
}

static void version_2_tells_system_and_product(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_v2_protocol);
    char answer[6 + 58 + 96] = "\xbb\xbb\x9a";

    memcpy(answer + 64, "Nucleus PLUS", 12);
    memcpy(answer + 128, "750-841", 7);
    talk_client(&talk, BYTES("\xbb\xbb\1\0\0\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_int_equal(talk_server(&talk, answer, 100), VERDICT_MORE);
    assert_int_equal(talk_server(&talk, answer, sizeof answer), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_os, "Nucleus PLUS");
    assert_said(&talk, FIELD_description, "");
    assert_said(&talk, FIELD_model, "750-841");
    talk_end(&talk);
}

static void version_2_takes_either_byte_order_and_no_other_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&codesys_v2_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\xbb\xbb\0\0\0\1\1")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_int_equal(talk_client(&talk, BYTES("\xbb\xbb\1\0\0\1\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\xbb\xbb\0\0\0\0\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&codesys_v2_protocol, BYTES("\xbb\xbb\1\0\0\0\1")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&codesys_v2_protocol, BYTES("\xbb")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_is_counted_by_group_and_command),
        cmocka_unit_test(a_datagram_is_aligned_without_its_block),
        cmocka_unit_test(a_later_block_is_no_service_of_its_own),
        cmocka_unit_test(encryption_is_told_once_of_the_controller),
        cmocka_unit_test(a_device_answers_the_name_service_with_its_identity),
        cmocka_unit_test(every_shorter_block_asks_for_more),
        cmocka_unit_test(only_the_magic_number_is_enough_on_any_port),
        cmocka_unit_test(version_2_tells_system_and_product),
        cmocka_unit_test(version_2_takes_either_byte_order_and_no_other_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
