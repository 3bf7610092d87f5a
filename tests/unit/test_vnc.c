#include "dissect.h"

#define GREETING_3_8 "RFB 003.008\n"
#define GREETING_3_3 "RFB 003.003\n"
#define SIXTEEN      "0123456789abcdef"

static void a_screen_without_a_password_is_told(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vnc_protocol);

    assert_int_equal(talk_server(&talk, BYTES(GREETING_3_8)), VERDICT_OK);
    assert_said(&talk, FIELD_server_software, "RFB 003.008");
    talk_client(&talk, BYTES(GREETING_3_8));
    assert_int_equal(talk_server(&talk, BYTES("\2\1\2")), VERDICT_OK);
    talk_client(&talk, BYTES("\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 257, SUB_NONE);
    assert_said(&talk, FIELD_security, "VNC without a password");
    talk_server(&talk, BYTES("\0\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 257, SUB_NONE);
    talk_client(&talk, BYTES("\1"));
    talk_server(&talk, BYTES("\4\0\3\0" SIXTEEN "\0\0\0\5hmi-a"));
    assert_said(&talk, FIELD_description, "hmi-a");
    talk_end(&talk);
}

static void a_wrong_password_is_a_refusal_and_is_not_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vnc_protocol);

    talk_server(&talk, BYTES(GREETING_3_8));
    talk_client(&talk, BYTES(GREETING_3_8));
    talk_server(&talk, BYTES("\1\2"));
    talk_client(&talk, BYTES("\2"));
    assert_int_equal(talk_server(&talk, BYTES(SIXTEEN)), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES(SIXTEEN)), VERDICT_OK);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("\0\0\0\1"));
    assert_operation(&talk, MESSAGE_REFUSAL, 257, SUB_NONE);
    talk_end(&talk);
}

static void an_old_server_decides_alone(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vnc_protocol);

    talk_server(&talk, BYTES(GREETING_3_3));
    talk_client(&talk, BYTES(GREETING_3_3));
    talk_server(&talk, BYTES("\0\0\0\1"));
    assert_said(&talk, FIELD_security, "VNC without a password");
    talk_client(&talk, BYTES("\1"));
    talk_server(&talk, BYTES("\4\0\3\0" SIXTEEN "\0\0\0\3old"));
    assert_said(&talk, FIELD_description, "old");
    talk_end(&talk);
}

static void what_the_viewer_does_is_counted_by_kind(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vnc_protocol);

    talk_server(&talk, BYTES(GREETING_3_3));
    talk_client(&talk, BYTES(GREETING_3_3));
    talk_server(&talk, BYTES("\0\0\0\1"));
    talk_client(&talk, BYTES("\1"));
    talk_client(&talk, BYTES("\3\0\0\0\0\0\4\0\3\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_class(&talk, CLASS_read);
    talk_client(&talk, BYTES("\4\1\0\0\0\0\0\x41"));
    assert_operation(&talk, MESSAGE_REQUEST, 4, SUB_NONE);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk_client(&talk, BYTES("\2\0\0\2\0\0\0\0")), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\2\0\0\2\0\0\0\0\0\0\0\1")), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES("\6\0\0\0\0\0\0\3abc")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 6, SUB_NONE);
    talk_end(&talk);
}

static void behind_encryption_nothing_is_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vnc_protocol);

    talk_server(&talk, BYTES(GREETING_3_8));
    talk_client(&talk, BYTES(GREETING_3_8));
    talk_server(&talk, BYTES("\1\x13"));
    talk_client(&talk, BYTES("\x13"));
    assert_int_equal(talk_client(&talk, BYTES("\4\1\0\0\0\0\0\x41")), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_screen_without_a_password_is_told),
        cmocka_unit_test(a_wrong_password_is_a_refusal_and_is_not_kept),
        cmocka_unit_test(an_old_server_decides_alone),
        cmocka_unit_test(what_the_viewer_does_is_counted_by_kind),
        cmocka_unit_test(behind_encryption_nothing_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
