#include "dissect.h"

#define RANDOM "0123456789abcdef0123456789abcdef"
#define SNI    "\x00\x00\x00\x0c\x00\x0a\x00\x00\x07plc.lan"
#define CLIENT                                                                                     \
    "\x16\x03\x01\x00\x3f\x01\x00\x00\x3b\x03\x03" RANDOM "\x00\x00\x02\x13\x01\x01\x00\x00"       \
    "\x10" SNI
#define VERSION_13 "\x00\x2b\x00\x02\x03\x04"
#define SERVER                                                                                     \
    "\x16\x03\x03\x00\x32\x02\x00\x00\x2e\x03\x03" RANDOM "\x00\x13\x01\x00\x00\x06" VERSION_13

static void the_clients_hello_names_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CLIENT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_url, "plc.lan");
    assert_string_equal(talk_said_of(&talk, FIELD_url), "10.41.1.20");
    talk_end(&talk);
}

static void an_extension_longer_than_its_list_ends_the_reading(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);
    char message[] = CLIENT;

    message[sizeof message - 1 - 13] = '\x7f'; /* the length of the only extension */
    assert_int_equal(talk_client(&talk, message, sizeof message - 1), VERDICT_OK);
    assert_said(&talk, FIELD_url, "");
    talk_end(&talk);
}

static void the_version_is_the_one_the_server_selects(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_server(&talk, BYTES(SERVER)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_profile, "TLS 1.3");
    talk_end(&talk);
}

static void encrypted_records_are_skipped_without_waiting_for_their_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x17\x03\x03\x00\x08")), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES("\x16\x03\x01")), VERDICT_OK);
    assert_int_equal(talk_client(&talk, BYTES("\x16"
                                              "efgh" CLIENT)),
                     VERDICT_OK);
    assert_null(talk.out.first);
    assert_int_equal(talk.left, sizeof(CLIENT) - 1);
    talk_end(&talk);
}

static void a_fatal_alert_of_the_server_refuses_the_handshake(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    talk_server(&talk, BYTES("\x15\x03\x03\x00\x02\x02\x28"));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_end(&talk);
}

static void other_bytes_are_not_tls(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_probe(&tls_protocol, BYTES("GET / HTTP/1.1\r\n")), MATCH_NO);
    assert_int_equal(talk_client(&talk, BYTES("\x16\x03\x01\xff\xff\x01")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clients_hello_names_the_server),
        cmocka_unit_test(an_extension_longer_than_its_list_ends_the_reading),
        cmocka_unit_test(the_version_is_the_one_the_server_selects),
        cmocka_unit_test(encrypted_records_are_skipped_without_waiting_for_their_end),
        cmocka_unit_test(a_fatal_alert_of_the_server_refuses_the_handshake),
        cmocka_unit_test(other_bytes_are_not_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
