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
    assert_said(&talk, FIELD_security, "takes passwords in clear text");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    assert_null(talk.out.statements->next);
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

static void answers_belong_to_requests_in_their_order(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("PUT /a HTTP/1.1\r\n\r\n"));
    talk_client(&talk, BYTES("GET /a HTTP/1.1\r\n\r\n"));
    talk_server(&talk, BYTES("HTTP/1.1 100 Continue\r\n\r\n"));
    assert_null(talk.out.first);
    talk_server(&talk, BYTES("HTTP/1.1 507 Full\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 4, SUB_NONE);
    talk_server(&talk, BYTES("HTTP/1.1 200 OK\r\n\r\n"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_page_is_waited_for_and_gives_its_title(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("GET / HTTP/1.1\r\n\r\n"));
    talk_server(&talk,
                BYTES("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\n\r\n"));
    assert_int_equal(talk_server(&talk, BYTES("<title>NPort 51")), VERDICT_MORE);
    assert_int_equal(talk_server(&talk, BYTES("<title>NPort 51</title>!")), VERDICT_OK);
    assert_said(&talk, FIELD_description, "NPort 51");
    assert_int_equal(talk.left, 0);
    talk_end(&talk);
}

static void a_page_longer_than_is_waited_for_is_read_as_it_comes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("GET / HTTP/1.1\r\n\r\n"));
    talk_server(
        &talk,
        BYTES("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 16385\r\n\r\n"));
    assert_int_equal(talk_server(&talk, BYTES("<title>big</title>")), VERDICT_OK);
    assert_said(&talk, FIELD_description, "big");
    talk_end(&talk);
}

static void a_file_is_counted_by_what_it_is_named(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("PUT /flash/v2.bin HTTP/1.1\r\n\r\n"));
    assert_non_null(talk.out.first->next);
    assert_int_equal(talk.out.first->next->operation->class, CLASS_firmware);
    talk_client(&talk, BYTES("POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                             "Content-Length: 19\r\n\r\n"));
    talk_client(&talk, BYTES("filename=\"plc.cfg\"\r"));
    assert_class(&talk, CLASS_config);
    talk_end(&talk);
}

static void who_passes_requests_on_is_a_proxy_with_others_behind_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("GET / HTTP/1.1\r\nX-Forwarded-For: 10.41.1.11, 10.41.1.12\r\n\r\n"));
    assert_said(&talk, FIELD_capability, "proxy");
    assert_string_equal(talk_said_of(&talk, FIELD_capability), "10.41.1.10");
    assert_string_equal(talk_said(&talk, FIELD_neighbour, 1), "10.41.1.12");
    talk_end(&talk);
}

static void a_refused_connect_proves_no_proxy(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_client(&talk, BYTES("CONNECT a:443 HTTP/1.1\r\n\r\n"));
    talk_server(&talk, BYTES("HTTP/1.1 405 No\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 8, SUB_NONE);
    assert_null(talk.out.statements);
    talk_client(&talk, BYTES("CONNECT a:443 HTTP/1.1\r\n\r\n"));
    talk_server(&talk, BYTES("HTTP/1.1 200 Connected\r\n\r\n"));
    assert_said(&talk, FIELD_capability, "proxy");
    talk_end(&talk);
}

static void only_a_upnp_description_describes_a_device(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&http_protocol);

    talk_server(&talk,
                BYTES("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 24\r\n\r\n"));
    talk_server(&talk, BYTES("<modelName>x</modelName>"));
    assert_null(talk.out.statements);
    talk_server(&talk,
                BYTES("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 56\r\n\r\n"));
    talk_server(&talk, BYTES("'urn:schemas-upnp-org:device-1-0'<modelName>x</modelName"));
    assert_said(&talk, FIELD_model, "x");
    talk_end(&talk);
}

static void ssdp_announcements_describe_and_searches_and_goodbyes_do_not(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ssdp_protocol);

    talk_client(&talk, BYTES("M-SEARCH * HTTP/1.1\r\nST: urn:a:device:B:1\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("HTTP/1.1 200 OK\r\nST: urn:a:device:B:1\r\n\r\n"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_device_type, "B");
    talk_client(&talk,
                BYTES("NOTIFY * HTTP/1.1\r\nNTS: ssdp:byebye\r\nNT: urn:a:device:B:1\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_null(talk.out.statements);
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
        cmocka_unit_test(answers_belong_to_requests_in_their_order),
        cmocka_unit_test(a_page_is_waited_for_and_gives_its_title),
        cmocka_unit_test(a_page_longer_than_is_waited_for_is_read_as_it_comes),
        cmocka_unit_test(a_file_is_counted_by_what_it_is_named),
        cmocka_unit_test(who_passes_requests_on_is_a_proxy_with_others_behind_it),
        cmocka_unit_test(a_refused_connect_proves_no_proxy),
        cmocka_unit_test(only_a_upnp_description_describes_a_device),
        cmocka_unit_test(ssdp_announcements_describe_and_searches_and_goodbyes_do_not),
        cmocka_unit_test(binary_bytes_are_not_http),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
