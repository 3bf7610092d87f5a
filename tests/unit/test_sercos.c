#include "dissect.h"

static void the_header_tells_master_from_device_telegrams(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sercos_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\4\0\0\0\0")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_client(&talk, BYTES("\x40\4\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    talk_client(&talk, BYTES("\0\x84\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, 1);
    assert_class(&talk, CLASS_mode);
    talk_end(&talk);
}

static void a_phase_that_does_not_exist_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sercos_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\0\5\0\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x3c\4\0\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\0\4\0\0\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_tells_master_from_device_telegrams),
        cmocka_unit_test(a_phase_that_does_not_exist_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
