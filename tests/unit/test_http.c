#include "dissect.h"

static void requests_and_answers_name_their_software(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES("GET / HTTP/1.1\r\nHost: plc\r\nUser-Agent: panel/2\r\n\r\n")),
        VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_client_software, "panel/2");
    talk_server(&talk, BYTES("HTTP/1.1 200 OK\r\nserver: Example-PLC/1.4\r\n\r\n"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_server_software, "Example-PLC/1.4");
    talk_end(&talk);
}

static void an_error_refuses_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("DELETE /program HTTP/1.1\r\n\r\n"));
    assert_class(&talk, CLASS_delete);
    talk_server(&talk, BYTES("HTTP/1.1 403 Forbidden\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, SUB_NONE);
    talk_end(&talk);
}

static void basic_credentials_are_counted_and_not_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("GET / HTTP/1.1\r\nAuthorization: Basic YWRtaW46YWRtaW4=\r\n\r\n"));
    assert_non_null(talk.out.first->next);
    assert_string_equal(talk.out.first->next->operation->name, "clear-text credentials");
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_body_is_skipped_by_its_length_even_when_it_looks_like_a_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("POST /x HTTP/1.1\r\nContent-Length: 14\r\n\r\nPUT /a HTTP/1."));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_int_equal(talk.left, 14);
    talk_client(&talk, BYTES("PUT /a HTTP/1.GET / HTTP/1.1\r\n\r\n"));
    assert_null(talk.out.first);
    talk_client(&talk, BYTES("GET / HTTP/1.1\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_head_waits_for_its_blank_line(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    assert_int_equal(talk_client(&talk, BYTES("GET / HTTP/1.1\r\nHost: plc\r\n")), VERDICT_MORE);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void binary_bytes_are_not_http(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&http_protocol, BYTES("\x00\x01\x00\x00\x00\x06")), MATCH_NO);
    assert_int_equal(talk_probe(&http_protocol, BYTES("GETS / H")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_and_answers_name_their_software),
        cmocka_unit_test(an_error_refuses_what_was_asked),
        cmocka_unit_test(basic_credentials_are_counted_and_not_kept),
        cmocka_unit_test(a_body_is_skipped_by_its_length_even_when_it_looks_like_a_request),
        cmocka_unit_test(a_head_waits_for_its_blank_line),
        cmocka_unit_test(binary_bytes_are_not_http),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
