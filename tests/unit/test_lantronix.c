#include "dissect.h"

#define FIRMWARE "\0\0\0\xf7\0\x10\x4c\0X1\5\0\1\2\3\4\5\6\7\x08\1\2\x2a\x12"
#define MAC      "\0\x20\x4a\x14\1\x18"

enum { SETUP_BYTES = 124 };

static enum verdict setup(struct talk *talk, bool by_client, char function, const char *password)
{
    char record[SETUP_BYTES] = { 0, 0, 0, function };

    memcpy(record + 12, password, strlen(password));
    return talk_say(talk, by_client, DIRECTION_UNKNOWN, record, sizeof record);
}

static void firmware_tells_software_serial_number_and_mac(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lantronix_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\0\0\xf6")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0xf6, SUB_NONE);
    assert_class(&talk, CLASS_ident);
    talk_say(&talk, false, DIRECTION_UNKNOWN, BYTES(FIRMWARE MAC));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xf6, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_vendor, "Lantronix");
    assert_said(&talk, FIELD_device_type, "Lantronix device server, software X1");
    assert_said(&talk, FIELD_serial, "42-18");
    assert_string_equal(talk_tied(&talk, 0), "00:20:4a:14:01:18 10.41.1.20");
    talk_server(&talk, BYTES(FIRMWARE)); /* older ones end there */
    assert_said(&talk, FIELD_serial, "42-18");
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void a_version_is_a_text_at_its_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lantronix_protocol);

    talk_server(&talk, BYTES("\0\0\0\xf5____________6.10.0.1\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xf4, SUB_NONE);
    assert_said(&talk, FIELD_firmware, "6.10.0.1");
    talk_end(&talk);
}

static void a_setup_record_tells_that_its_password_passes_and_not_which(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lantronix_protocol);

    assert_int_equal(setup(&talk, false, (char)0xf9, "abcd"), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0xf8, SUB_NONE);
    assert_said(&talk, FIELD_security, "Lantronix setup password passes in clear text");
    assert_null(talk.out.statements->next);
    setup(&talk, false, (char)0xf9, "");
    assert_said(&talk, FIELD_security, "Lantronix setup without a password");
    talk_end(&talk);
}

static void who_writes_and_resets_does_so_without_saying_who_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lantronix_protocol);

    setup(&talk, true, (char)0xfa, "abcd");
    assert_operation(&talk, MESSAGE_REQUEST, 0xfa, SUB_NONE);
    assert_class(&talk, CLASS_config);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("\0\0\0\xfb"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0xfa, SUB_NONE);
    talk_client(&talk, BYTES("\0\0\0\3X1"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_class(&talk, CLASS_restart);
    talk_client(&talk, BYTES("\0\0\0\xfcIP-SETUP\0\0\x2a\x12\x0a\x29\1\x32"));
    assert_operation(&talk, MESSAGE_REQUEST, 0xfc, SUB_NONE);
    talk_end(&talk);
}

static void each_function_has_its_length(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } wrong[] = {
        { BYTES("\0\0\0") },
        { BYTES("\0\0\0\xf6\0") },
        { BYTES("\0\0\0\3X") },
        { BYTES("\0\0\0\3X12") },
        { BYTES("\0\0\1\xf6") },
        { BYTES("\0\0\0\xf9") },
        { FIRMWARE, sizeof FIRMWARE - 2 },
        { BYTES("\0\0\0\x04") },
    };
    struct talk talk = talk_begin(&lantronix_protocol);

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(talk_client(&talk, wrong[i].bytes, wrong[i].length), VERDICT_MALFORMED);
        assert_int_equal(talk_probe(&lantronix_protocol, wrong[i].bytes, wrong[i].length),
                         MATCH_NO);
    }
    assert_int_equal(talk_probe(&lantronix_protocol, BYTES(FIRMWARE)), MATCH_MAYBE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firmware_tells_software_serial_number_and_mac),
        cmocka_unit_test(a_version_is_a_text_at_its_end),
        cmocka_unit_test(a_setup_record_tells_that_its_password_passes_and_not_which),
        cmocka_unit_test(who_writes_and_resets_does_so_without_saying_who_it_is),
        cmocka_unit_test(each_function_has_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
