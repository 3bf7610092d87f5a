/* The small services whose dissectors are a page long: NTP, FTP, Telnet, SSH, syslog. */
#include "dissect.h"

#define ZEROS_46                                                                                   \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static void a_time_server_is_known_by_its_answer(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ntp_protocol);

    talk_client(&talk, BYTES("\x23\x00" ZEROS_46));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_said(&talk, FIELD_capability, "");
    talk_server(&talk, BYTES("\x24\x02" ZEROS_46));
    assert_operation(&talk, MESSAGE_RESPONSE, 3, SUB_NONE);
    assert_said(&talk, FIELD_capability, "time server");
    talk_end(&talk);
}

static void an_unsynchronised_server_is_no_time_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ntp_protocol);

    talk_server(&talk, BYTES("\xe4\x10" ZEROS_46));
    assert_said(&talk, FIELD_capability, "");
    talk_end(&talk);
}

static void a_time_server_is_asked_what_it_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ntp_protocol);

    talk_client(&talk, BYTES("\x16\2\0\1\0\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 6, 2);
    assert_class(&talk, CLASS_ident);
    talk_server(&talk, BYTES("\x16\x82\0\1\0\0\0\0\0\0\0\x2b"
                             "version=\"ntpd 4.2, a\",\r\nsystem=\"Linux/5.10\""));
    assert_operation(&talk, MESSAGE_RESPONSE, 6, 2);
    assert_said(&talk, FIELD_server_software, "ntpd 4.2, a");
    assert_said(&talk, FIELD_os, "Linux/5.10");
    talk_end(&talk);
}

static void a_refused_change_of_a_time_server_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ntp_protocol);

    talk_client(&talk, BYTES("\x16\x08\0\1\0\0\0\0\0\0\0\0"));
    assert_class(&talk, CLASS_config);
    talk_server(&talk, BYTES("\x16\xc8\0\1\1\0\0\0\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 6, 8);
    talk_end(&talk);
}

static void who_lists_its_clients_to_anybody_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ntp_protocol);

    talk_client(&talk, BYTES("\x17\0\3\x2a\0\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 7, 42);
    talk_server(&talk, BYTES("\x97\0\3\x2a\x40\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 7, 42);
    assert_said(&talk, FIELD_security, "");
    talk_server(&talk, BYTES("\x97\0\3\x2a\0\1\0\x48"));
    assert_operation(&talk, MESSAGE_RESPONSE, 7, 42);
    assert_said(&talk, FIELD_security, "NTP lists its clients to anybody");
    talk_end(&talk);
}

static void ftp_greets_and_never_gives_a_password_away(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    talk_server(&talk, BYTES("220 VxWorks (5.4) FTP server ready\r\n"));
    assert_said(&talk, FIELD_server_software, "VxWorks (5.4) FTP server ready");
    talk_client(&talk, BYTES("PASS secret\r\n"));
    assert_class(&talk, CLASS_auth);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("530 Login incorrect\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 2, SUB_NONE);
    talk_end(&talk);
}

static void an_ftp_upload_is_answered_when_it_ends(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    talk_client(&talk, BYTES("stor program.bin\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 5, SUB_NONE);
    assert_class(&talk, CLASS_file);
    talk_server(&talk, BYTES("150 Opening data connection\r\n"));
    assert_null(talk.out.first);
    talk_server(&talk, BYTES("226 Transfer complete\r\n"));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, SUB_NONE);
    talk_end(&talk);
}

static void half_an_ftp_line_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("RETR prog")), VERDICT_MORE);
    assert_int_equal(talk.left, 9);
    talk_end(&talk);
}

static void telnet_greets_behind_its_negotiation(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&telnet_protocol);

    talk_server(&talk,
                BYTES("\xff\xfb\x01\xff\xfa\x18\x01\xff\xf0\r\nNPort 5110 console\r\nlogin:"));
    assert_said(&talk, FIELD_description, "NPort 5110 console");
    talk_server(&talk, BYTES("what somebody sees later\r\n"));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void telnet_keeps_nothing_that_people_type_and_no_prompt(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&telnet_protocol);

    talk_client(&talk, BYTES("supersecret\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES("Password:"));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void ssh_names_the_software_of_both_ends(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ssh_protocol);

    talk_server(&talk, BYTES("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"));
    assert_said(&talk, FIELD_server_software, "OpenSSH_9.2p1 Debian");
    talk_client(&talk, BYTES("SSH-2.0-PuTTY_Release_0.78\r\n"));
    assert_said(&talk, FIELD_client_software, "PuTTY_Release_0.78");
    assert_int_equal(talk_client(&talk, BYTES("\x00\x00\x04\x14\x0b\x14")), VERDICT_MORE);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void ssh_keeps_nothing_of_what_comes_behind_the_new_keys(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ssh_protocol);

    talk_server(&talk, BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"));
    assert_int_equal(talk_server(&talk, BYTES("\x00\x00\x00\x0c\x0a\x15\0\0\0\0\0\0\0\0\0\0")),
                     VERDICT_OK);
    assert_int_equal(talk_server(&talk, BYTES("\x00\x00\x04\x14\x0b\x14")), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void ssh_packets_longer_than_any_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ssh_protocol);

    talk_server(&talk, BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"));
    assert_int_equal(talk_server(&talk, BYTES("\x00\x00\xff\xff\x0a\x14")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void syslog_names_its_sender_in_both_forms(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&syslog_protocol);

    talk_client(&talk, BYTES("<34>Oct 11 22:14:15 ring-sw3 port: link down"));
    assert_said(&talk, FIELD_name, "ring-sw3");
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    talk_client(&talk, BYTES("<165>1 2026-10-11T22:14:15.003Z hist-1 app 7 - - up"));
    assert_said(&talk, FIELD_name, "hist-1");
    talk_client(&talk, BYTES("<34>1 - - app - - - up"));
    assert_said(&talk, FIELD_name, "");
    talk_client(&talk, BYTES("<34>Oct 11 22:14:15 su: no name of its own"));
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void a_syslog_priority_has_at_most_three_digits_and_191(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&syslog_protocol);

    assert_int_equal(talk_client(&talk, BYTES("<192>x")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("<>x")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("<12")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_server_is_known_by_its_answer),
        cmocka_unit_test(an_unsynchronised_server_is_no_time_server),
        cmocka_unit_test(a_time_server_is_asked_what_it_is),
        cmocka_unit_test(a_refused_change_of_a_time_server_is_a_refusal),
        cmocka_unit_test(who_lists_its_clients_to_anybody_says_so),
        cmocka_unit_test(ftp_greets_and_never_gives_a_password_away),
        cmocka_unit_test(an_ftp_upload_is_answered_when_it_ends),
        cmocka_unit_test(half_an_ftp_line_asks_for_more),
        cmocka_unit_test(telnet_greets_behind_its_negotiation),
        cmocka_unit_test(telnet_keeps_nothing_that_people_type_and_no_prompt),
        cmocka_unit_test(ssh_names_the_software_of_both_ends),
        cmocka_unit_test(ssh_keeps_nothing_of_what_comes_behind_the_new_keys),
        cmocka_unit_test(ssh_packets_longer_than_any_are_malformed),
        cmocka_unit_test(syslog_names_its_sender_in_both_forms),
        cmocka_unit_test(a_syslog_priority_has_at_most_three_digits_and_191),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
