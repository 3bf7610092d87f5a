#include "dissect.h"

/* The checksums of these were computed apart from the program. */
#define ASK_FIRMWARE "\x00\x00\x00\x0d\x01\x00\x00\x07\x00\x05\x20\x64\xbf"

static void a_checksum_proves_a_telegram(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sbus_protocol);

    assert_int_equal(talk_client(&talk, BYTES(ASK_FIRMWARE)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 32, SUB_NONE);
    assert_class(&talk, CLASS_ident);
    assert_int_equal(
        talk_client(&talk, BYTES("\x00\x00\x00\x0d\x01\x00\x00\x07\x00\x05\x20\x64\xbe")),
        VERDICT_MALFORMED);
    assert_int_equal(
        talk_client(&talk, BYTES("\x00\x00\x00\x0e\x01\x00\x00\x07\x00\x05\x20\x64\xbf")),
        VERDICT_MALFORMED);
    for (size_t length = 1; length < sizeof(ASK_FIRMWARE) - 1; length++)
        assert_int_equal(talk_client(&talk, ASK_FIRMWARE, length), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&sbus_protocol, BYTES(ASK_FIRMWARE)), MATCH_YES);
    talk_end(&talk);
}

static void an_answer_tells_what_was_asked_for(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sbus_protocol);
    static const char answer[] = "\x00\x00\x00\x14\x00\x00\x00\x07\x01"
                                 "D4M551F7"
                                 "\x00\x04\xc7";

    talk_server(&talk, answer, sizeof answer - 1); /* nobody is seen to have asked */
    assert_operation(&talk, MESSAGE_RESPONSE, 256, SUB_NONE);
    assert_said(&talk, FIELD_model, "");
    talk_client(&talk, BYTES(ASK_FIRMWARE));
    talk_server(&talk, answer, sizeof answer - 1);
    assert_operation(&talk, MESSAGE_RESPONSE, 32, SUB_NONE);
    assert_said(&talk, FIELD_model, "D4M55");
    assert_said(&talk, FIELD_firmware, "1F7");
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_checksum_proves_a_telegram),
        cmocka_unit_test(an_answer_tells_what_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
