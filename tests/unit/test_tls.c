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

static void a_hello_to_a_remote_access_service_tells_the_tool_of_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);
    static const char hello[] =
        "\x16\x03\x01\x00\x50\x01\x00\x00\x4c\x03\x03" RANDOM
        "\x00\x00\x02\x13\x01\x01\x00\x00\x21\x00\x00\x00\x1d\x00\x1b\x00\x00"
        "\x18router7.teamviewer.com.x";

    talk_client(&talk, BYTES(hello));
    assert_said(&talk, FIELD_remote_access, "");
    char right[sizeof hello];
    memcpy(right, hello, sizeof right);
    memcpy(right + sizeof right - 25, "ab.router.teamviewer.com", 24);
    talk_client(&talk, right, sizeof right - 1);
    assert_said(&talk, FIELD_remote_access, "TeamViewer");
    assert_string_equal(talk_said_of(&talk, FIELD_remote_access), "10.41.1.10");
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

#define CHROME_CIPHERS                                                                             \
    "\x1a\x1a\x13\x01\x13\x02\x13\x03\xc0\x2b\xc0\x2f\xc0\x2c\xc0\x30\xcc\xa9\xcc\xa8\xc0"         \
    "\x13\xc0\x14\x00\x9c\x00\x9d\x00\x2f\x00\x35"
#define EMPTY(high, low) high low "\x00\x00"
#define CHROME_EXTENSIONS                                                                          \
    EMPTY("\x2a", "\x2a")                                                                          \
    EMPTY("\x00", "\x05")                                                                          \
    EMPTY("\x00", "\x0a") EMPTY("\x00", "\x0b") EMPTY("\x00", "\x12") EMPTY("\x00", "\x15")        \
        EMPTY("\x00", "\x17") EMPTY("\x00", "\x1b") EMPTY("\x00", "\x23") EMPTY("\x00", "\x2d")    \
            EMPTY("\x00", "\x33") EMPTY("\x44", "\x69")                                            \
                EMPTY("\xff", "\x01") "\x00\x2b\x00\x05\x04\x03\x04\x03\x03"                       \
                                      "\x00\x0d\x00\x12\x00\x10\x04\x03\x08\x04\x04\x01\x05\x03"   \
                                      "\x08\x05\x05\x01\x08\x06\x06\x01"                           \
                                      "\x00\x10\x00\x05\x00\x03\x02h2"                             \
                                      "\x00\x00\x00\x0c\x00\x0a\x00\x00\x07plc.lan"

/* The worked example of the fingerprint's own documentation. */
static void the_same_offers_have_the_same_fingerprint(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x16\x03\x01\x00\xb9\x01\x00\x00\xb5\x03\x03" RANDOM
                                              "\x00\x00\x20" CHROME_CIPHERS
                                              "\x01\x00\x00\x6c" CHROME_EXTENSIONS)),
                     VERDICT_OK);
    assert_said(&talk, FIELD_fingerprint, "t13d1516h2_8daaf6152771_e5627efa2ab1");
    assert_said(&talk, FIELD_profile, "TLS 1.2, TLS 1.3");
    talk_end(&talk);
}

static void what_nobody_should_choose_is_said_in_fixed_words(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    talk_server(&talk,
                BYTES("\x16\x03\x00\x00\x2a\x02\x00\x00\x26\x03\x00" RANDOM "\x00\x00\x03\x00"));
    assert_string_equal(talk_said(&talk, FIELD_security, 0), "SSL 3.0");
    assert_string_equal(talk_said(&talk, FIELD_security, 1), "export cipher");
    assert_string_equal(talk_said(&talk, FIELD_security, 2), "RC4 cipher");
    assert_string_equal(talk_said(&talk, FIELD_security, 3), "");
    assert_said(&talk, FIELD_cipher, "TLS_RSA_EXPORT_WITH_RC4_40_MD5");
    talk_end(&talk);
}

static void a_hello_that_ends_early_is_malformed_and_not_counted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);
    char message[] = CLIENT;

    message[5 + 4 + 2 + 32] = '\x7f'; /* the length of the session */
    assert_int_equal(talk_client(&talk, message, sizeof message - 1), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void nothing_is_read_behind_a_change_of_cipher(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);

    assert_int_equal(talk_server(&talk, BYTES("\x14\x03\x03\x00\x01\x01" SERVER)), VERDICT_OK);
    assert_int_equal(talk.left, sizeof(SERVER));
    talk_server(&talk, BYTES("\x01" SERVER));
    talk_server(&talk, BYTES(SERVER));
    assert_null(talk.out.first);
    talk_client(&talk, BYTES(CLIENT)); /* the other direction still talks openly */
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_end(&talk);
}

static void a_message_cut_into_too_many_records_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tls_protocol);
    char message[9 + 16 * 6] = "\x16\x03\x03\x00\x04\x02\x00\x10"; /* of 4096 bytes */

    for (size_t i = 9; i < sizeof message; i += 6)
        memcpy(message + i, "\x16\x03\x03\x00\x01\x00", 6);
    assert_int_equal(talk_server(&talk, message, 9 + 14 * 6), VERDICT_MORE);
    assert_int_equal(talk_server(&talk, message, 9 + 16 * 6), VERDICT_MALFORMED);
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
        cmocka_unit_test(the_same_offers_have_the_same_fingerprint),
        cmocka_unit_test(what_nobody_should_choose_is_said_in_fixed_words),
        cmocka_unit_test(a_hello_that_ends_early_is_malformed_and_not_counted),
        cmocka_unit_test(nothing_is_read_behind_a_change_of_cipher),
        cmocka_unit_test(a_message_cut_into_too_many_records_is_malformed),
        cmocka_unit_test(a_hello_to_a_remote_access_service_tells_the_tool_of_the_client),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
