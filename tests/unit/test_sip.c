#include "dissect.h"

#define REGISTER                                                                                   \
    "REGISTER sip:10.41.1.5 SIP/2.0\r\nFrom: Gate <sip:gate-1@10.41.1.5>;tag=1\r\n"                \
    "CSeq: 1 REGISTER\r\nUser-Agent: Doorphone/3.1\r\nContent-Length: 0\r\n\r\n"

static void a_telephone_registers_with_its_name_and_software(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sip_protocol);

    assert_int_equal(talk_client(&talk, BYTES(REGISTER)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_auth);
    assert_said(&talk, FIELD_user, "gate-1");
    assert_said(&talk, FIELD_client_software, "Doorphone/3.1");
    talk_end(&talk);
}

static void an_answer_says_itself_what_it_is_for(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sip_protocol);

    talk_server(&talk, BYTES("SIP/2.0 403 Forbidden\r\nCSeq: 7 INVITE\r\nServer: Hub/2\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 2, SUB_NONE);
    assert_said(&talk, FIELD_server_software, "Hub/2");
    talk_server(&talk, BYTES("SIP/2.0 180 Ringing\r\nCSeq: 7 INVITE\r\n\r\n"));
    assert_null(talk.out.first); /* the answer itself is still to come */
    talk_end(&talk);
}

static void a_body_is_skipped_by_its_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sip_protocol);

    talk_client(&talk, BYTES("INFO sip:a@b SIP/2.0\r\nl: 8\r\nCSeq: 2 INFO\r\n\r\nSignal=1"));
    assert_class(&talk, CLASS_operate);
    assert_int_equal(talk.left, 8);
    assert_int_equal(talk_client(&talk, BYTES("Signal=1")), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES("Signal=1")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void a_method_of_http_or_rtsp_is_none(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&sip_protocol, BYTES("OPTIONS sip:a@b SIP/2.0")), MATCH_YES);
    assert_int_equal(talk_probe(&sip_protocol, BYTES("OPTIONS * HTTP/1.1")), MATCH_NO);
    assert_int_equal(talk_probe(&sip_protocol, BYTES("OPTIONS rtsp://a RTSP/1.0")), MATCH_NO);
    assert_int_equal(talk_probe(&sip_protocol, BYTES("\r\n\r\n")), MATCH_MAYBE);
}

static void a_head_waits_for_its_blank_line(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&sip_protocol);

    for (size_t length = 16; length < sizeof REGISTER - 1; length++)
        assert_int_equal(talk_client(&talk, REGISTER, length), VERDICT_MORE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_telephone_registers_with_its_name_and_software),
        cmocka_unit_test(an_answer_says_itself_what_it_is_for),
        cmocka_unit_test(a_body_is_skipped_by_its_length),
        cmocka_unit_test(a_method_of_http_or_rtsp_is_none),
        cmocka_unit_test(a_head_waits_for_its_blank_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
