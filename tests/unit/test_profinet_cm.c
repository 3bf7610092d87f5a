#include "dissect.h"
#include "proto/profinet_cm.h"

#define DEVICE "\xde\xa0\0\1\x6c\x97\x11\xd1\x82\x71\0\xa0\x24\x42\xdf\x7d"
#define OBJECT "\xde\xa0\0\0\x6c\x97\x11\xd1\x82\x71\0\1\0\x14\1\x0a"
#define ASKED(opnum, length)                                                                       \
    DEVICE OBJECT "\0" opnum "\0\1\0\x40\0\0" length "\0\0\0\0\x40\0\0\0\0\0\0" length "\0\0\0"
#define ANSWERED(opnum, status, length)                                                            \
    DEVICE OBJECT "\0" opnum "\1\1" status length "\0\0\0\0\x40\0\0\0\0\0\0" length "\0\0\0"
#define ZERO16 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define RECORD(type, slot, index)                                                                  \
    type "\0\x3c\1\0\0\3" ZERO16 "\0\0\0\0\0" slot "\0\1\0\0" index "\0\0\0\x3c" ZERO16            \
         "\0\0\0\0\0\0\0\0"
#define NAMEPLATE                                                                                  \
    "\0\x20\0\x38\1\0\0\x2a"                                                                       \
    "6ES7 131-6BF01-0BA0 S C-M5T12345    \0\5V\1\2\3"                                              \
    "\0\0\xf6\0\0\3\1\1\0\x0e"

static void a_nameplate_is_of_the_module_in_its_slot(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    assert_int_equal(talk_server(&talk, BYTES(ANSWERED("\5", "\0\0\0\0", "\x7c")
                                                  RECORD("\x80\x09", "\2", "\xaf\xf0") NAMEPLATE)),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, CM_READ_IMPLICIT, CM_RECORD_IM0);
    assert_class(&talk, CLASS_ident);
    assert_part_said(&talk, "slot 2", FIELD_vendor, "Siemens");
    assert_part_said(&talk, "slot 2", FIELD_order_number, "6ES7 131-6BF01-0BA0");
    assert_part_said(&talk, "slot 2", FIELD_serial, "S C-M5T12345");
    assert_part_said(&talk, "slot 2", FIELD_hardware, "5");
    assert_part_said(&talk, "slot 2", FIELD_firmware, "V1.2.3");
    assert_said(&talk, FIELD_vendor, "SEW-EURODRIVE"); /* by the object that answers */
    assert_string_equal(talk_said_of(&talk, FIELD_vendor), "10.41.1.20");
    talk_end(&talk);
}

static void slot_0_is_the_device_itself(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    talk_server(&talk, BYTES(ANSWERED("\2", "\0\0\0\0", "\x7c") RECORD("\x80\x09", "\0", "\xaf\xf0")
                                 NAMEPLATE));
    assert_said(&talk, FIELD_serial, "S C-M5T12345");
    assert_operation(&talk, MESSAGE_RESPONSE, CM_READ, CM_RECORD_IM0);
    talk_end(&talk);
}

#define RELATION(type, class, bytes, factor, ratio)                                                \
    "\1\2\0\x2a\1\0\0" type "\0\1\x88\x92\0\0\0" class "\0" bytes "\x80\1\0" factor                \
                                                       "\0" ratio ZERO16 "\0\0\0\0\0\0"

static void a_connection_tells_what_the_device_will_exchange_and_how_often(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    talk_client(&talk, BYTES(ASKED("\0", "\x5c") RELATION("\1", "\1", "\x28", "\x20", "\x08")
                                 RELATION("\2", "\2", "\x29", "\x10", "\1")));
    assert_operation(&talk, MESSAGE_REQUEST, CM_CONNECT, SUB_NONE);
    assert_said(&talk, FIELD_profile, "PROFINET: sends inputs, 40 bytes every 8 ms, class 1");
    assert_string_equal(talk_said(&talk, FIELD_profile, 1),
                        "PROFINET: takes outputs, 41 bytes every 500 us, class 2");
    assert_string_equal(talk_said_of(&talk, FIELD_profile), "10.41.1.20");
    talk_client(&talk, BYTES(ASKED("\0", "\x2e") RELATION("\1", "\3", "\x28", "\1", "\1")));
    assert_said(&talk, FIELD_profile, "PROFINET: sends inputs, 40 bytes every 31.25 us, class 3");
    talk_client(&talk, BYTES(ASKED("\0", "\x2e") RELATION("\5", "\1", "\x28", "\x20", "\x08")));
    assert_said(&talk, FIELD_profile, ""); /* no such direction */
    talk_end(&talk);
}

static void what_is_written_says_nothing_of_who_writes_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    talk_client(&talk, BYTES(ASKED("\3", "\x7c") RECORD("\0\x08", "\0", "\xaf\xf0") NAMEPLATE));
    assert_operation(&talk, MESSAGE_REQUEST, CM_WRITE, CM_RECORD_IM0);
    assert_class(&talk, CLASS_config);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_status_is_a_refusal_and_its_blocks_say_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    talk_server(&talk, BYTES(ANSWERED("\2", "\0\xb0\x80\xde", "\x7c")
                                 RECORD("\x80\x09", "\2", "\xaf\xf0") NAMEPLATE));
    assert_operation(&talk, MESSAGE_REFUSAL, CM_READ, CM_RECORD_IM0);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void who_answers_a_connection_says_its_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    talk_server(&talk, BYTES(ANSWERED("\0", "\0\0\0\0", "\x0e") "\x81\6\0\x0a\1\0\0\6pump-7"));
    assert_said(&talk, FIELD_name, "pump-7");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "10.41.1.20");
    talk_end(&talk);
}

static void records_of_vendors_count_together(void **state)
{
    (void)state;
    assert_int_equal(cm_record_code(0), CM_RECORD_OF_VENDOR);
    assert_int_equal(cm_record_code(0x7fff), CM_RECORD_OF_VENDOR);
    assert_int_equal(cm_record_code(0x8000), CM_RECORD_OF_STANDARD);
    assert_int_equal(cm_record_code(0xffff), CM_RECORD_OF_STANDARD);
    assert_int_equal(cm_record_code(0xf841), 0xf841);
}

static void another_interface_is_not_taken(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&profinet_cm_protocol, BYTES(ASKED("\2", "\0"))), MATCH_YES);
    assert_int_equal(talk_probe(&profinet_cm_protocol, BYTES(OBJECT DEVICE "\0\2\0\1")), MATCH_NO);
    assert_int_equal(talk_probe(&profinet_cm_protocol, BYTES(DEVICE OBJECT "\0\2\0")), MATCH_NO);
}

static void every_shorter_call_ends_well(void **state)
{
    (void)state;
    static const char whole[] =
        ANSWERED("\2", "\0\0\0\0", "\x7c") RECORD("\x80\x09", "\2", "\xaf\xf0") NAMEPLATE;
    struct talk talk = talk_begin(&profinet_cm_protocol);

    for (size_t length = 0; length < sizeof whole - 1; length++)
        assert_int_not_equal(talk_server(&talk, whole, length), VERDICT_MORE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nameplate_is_of_the_module_in_its_slot),
        cmocka_unit_test(slot_0_is_the_device_itself),
        cmocka_unit_test(a_connection_tells_what_the_device_will_exchange_and_how_often),
        cmocka_unit_test(what_is_written_says_nothing_of_who_writes_it),
        cmocka_unit_test(a_status_is_a_refusal_and_its_blocks_say_nothing),
        cmocka_unit_test(who_answers_a_connection_says_its_name),
        cmocka_unit_test(records_of_vendors_count_together),
        cmocka_unit_test(another_interface_is_not_taken),
        cmocka_unit_test(every_shorter_call_ends_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
