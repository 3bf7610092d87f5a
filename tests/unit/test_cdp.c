#include "dissect.h"

#define HEAD "\2\xb4\0\0"

static void a_device_describes_itself_and_its_port(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cdp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(HEAD "\0\1\0\x0asw-041\0\3\0\x09Gi0/1\0\6\0\x0d"
                                                   "WS-C2960\0"
                                                   "\0\4\0\x08\0\0\0\x29\0\x0a\0\6\0\x29")),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "sw-041");
    assert_said(&talk, FIELD_port, "Gi0/1");
    assert_said(&talk, FIELD_model, "WS-C2960");
    assert_said(&talk, FIELD_capability, "router, switch");
    assert_said(&talk, FIELD_vlan, "41");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "00:1b:1b:00:00:01");
    talk_end(&talk);
}

static void the_line_with_the_version_is_the_software(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cdp_protocol);

    talk_client(&talk, BYTES(HEAD "\0\5\0\x1dSoftware\nIOS Version 12\nC"));
    assert_said(&talk, FIELD_software, "IOS Version 12");
    assert_said(&talk, FIELD_description, "Software IOS Version 12 C");
    talk_client(&talk, BYTES(HEAD "\0\5\0\x08NX-1"));
    assert_said(&talk, FIELD_software, "NX-1");
    talk_end(&talk);
}

static void addresses_are_tied_however_many_are_promised(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cdp_protocol);

    talk_client(&talk, BYTES(HEAD "\0\2\0\x11\xff\xff\xff\xff\1\1\xcc\0\4\x0a\x29\0\3"));
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 10.41.0.3");
    assert_string_equal(talk_tied(&talk, 1), "");
    talk_end(&talk);
}

static void a_part_that_does_not_fit_is_malformed_and_says_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cdp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(HEAD "\0\1\0\x0asw-041\0\3\0\x19Gi0/1")),
                     VERDICT_MALFORMED);
    assert_null(talk.out.statements);
    assert_int_equal(talk_client(&talk, BYTES(HEAD "\0\1\0\3sw-041")), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_describes_itself_and_its_port),
        cmocka_unit_test(the_line_with_the_version_is_the_software),
        cmocka_unit_test(addresses_are_tied_however_many_are_promised),
        cmocka_unit_test(a_part_that_does_not_fit_is_malformed_and_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
