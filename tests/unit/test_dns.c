/* DNS, and what its relatives on the link (mDNS, LLMNR, NetBIOS) do with the same messages. */
#include "dissect.h"

#include "proto/dns_message.h"

#define PLC      "\5plc-4\5plant\0"
#define QUESTION PLC "\0\1\0\1"
#define ASKED    "\x41\x42\1\0\0\1\0\0\0\0\0\0" QUESTION
#define ANSWERED                                                                                   \
    "\x41\x42\x81\x80\0\1\0\1\0\0\0\0" QUESTION "\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\x0a\x29\1\x14"
#define TRANSFER(flags, counts) "\0\x1d\x41\x42" flags "\0\1" counts "\0\0\0\0" PLC "\0\xfc\0\1"

static void an_answer_names_an_address_of_the_plant(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);

    assert_int_equal(talk_client(&talk, BYTES(ASKED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES(ANSWERED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "plc-4.plant");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "10.41.1.20");
    talk_end(&talk);
}

static void a_public_address_is_nobody_of_the_plant(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);

    talk_server(&talk, BYTES("\x41\x42\x81\x80\0\1\0\1\0\0\0\0" QUESTION
                             "\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xcb\0\x71\7"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void an_error_code_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);

    talk_server(&talk, BYTES("\x41\x42\x81\x85\0\1\0\0\0\0\0\0" QUESTION));
    assert_operation(&talk, MESSAGE_REFUSAL, 0, SUB_NONE);
    talk_server(&talk, BYTES("\x41\x42\x90\4\0\0\0\0\0\0\0\0")); /* repeats no question */
    assert_operation(&talk, MESSAGE_REFUSAL, 2, SUB_NONE);
    talk_end(&talk);
}

static void a_zone_transfer_is_one_answer_in_however_many_messages(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);

    assert_int_equal(talk_client(&talk, BYTES(TRANSFER("\0\0", "\0\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0, 252);
    assert_int_equal(talk_server(&talk, BYTES(TRANSFER("\x84\0", "\0\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0, 252);
    assert_int_equal(talk_server(&talk, BYTES(TRANSFER("\x84\0", "\0\0"))), VERDICT_OK);
    assert_null(talk.out.first);
    talk_end(&talk);
}

static void half_a_message_of_a_stream_waits_for_the_rest(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);
    static const char whole[] = TRANSFER("\0\0", "\0\0");

    for (size_t length = 0; length < sizeof whole - 1; length++) {
        assert_int_equal(talk_client(&talk, whole, length), VERDICT_MORE);
        assert_null(talk.out.first);
    }
    talk_end(&talk);
}

static void only_lookups_of_known_services_are_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dns_protocol);

    talk_client(&talk, BYTES("\0\1\1\0\0\1\0\0\0\0\0\0\2r1\nTeamViewer\3com\0\0\1\0\1"));
    assert_said(&talk, FIELD_lookup, "teamviewer.com");
    talk_client(&talk, BYTES("\0\1\1\0\0\1\0\0\0\0\0\0\013xteamviewer\3com\0\0\1\0\1"));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_name_that_points_at_itself_ends_the_reading(void **state)
{
    (void)state;
    struct dns_message message;
    struct dns_record record;
    static const char itself[] = "\0\1\1\0\0\1\0\0\0\0\0\0\xc0\x0c\0\1\0\1";
    static const char ahead[] = "\0\1\1\0\0\1\0\0\0\0\0\0\xc0\x0e\xc0\x0c\0\1\0\1";

    assert_true(dns_open(cursor_over(itself, sizeof itself - 1), &message));
    assert_false(dns_next(&message, &record));
    assert_false(dns_is_whole(&message));
    assert_true(dns_open(cursor_over(ahead, sizeof ahead - 1), &message));
    assert_false(dns_next(&message, &record));
}

static void a_name_longer_than_255_bytes_fails(void **state)
{
    (void)state;
    char bytes[DNS_HEADER_BYTES + 6 * 64 + 5] = "\0\1\1\0\0\1\0\0\0\0\0\0";
    struct dns_message message;
    struct dns_record record;

    for (size_t at = DNS_HEADER_BYTES; at < sizeof bytes - 5; at += 64) {
        bytes[at] = 63;
        memset(bytes + at + 1, 'a', 63);
    }
    assert_true(dns_open(cursor_over(bytes, sizeof bytes), &message));
    assert_false(dns_next(&message, &record));
}

static void bytes_of_another_protocol_are_no_dns(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&dns_protocol, BYTES(ASKED)), MATCH_YES);
    assert_int_equal(talk_probe(&dns_protocol, BYTES(ASKED "x")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&dns_protocol, BYTES("\0\1\0\0\0\6\1\3\0\0\0\2")), MATCH_NO);
    assert_int_equal(talk_probe(&dns_protocol, BYTES("GET / HTTP/1.0\r\n\r\n")), MATCH_NO);
}

/* ---- on the link ---- */

static void an_mdns_announcement_speaks_for_the_address_in_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mdns_protocol);

    talk_client(
        &talk,
        BYTES("\0\0\x84\0\0\0\0\2\0\0\0\0\5hmi-7\5local\0\0\1\x80\1\0\0\0\x78\0\4\x0a\x29\1\x1e"
              "\1x\5local\0\0\x10\0\1\0\0\0\x78\0\x0c\x0bmodel=TP700"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_name, "hmi-7");
    assert_said(&talk, FIELD_model, "TP700");
    assert_string_equal(talk_said_of(&talk, FIELD_model), "10.41.1.30");
    talk_end(&talk);
}

static void what_mdns_takes_back_is_not_stated(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mdns_protocol);

    talk_client(
        &talk,
        BYTES("\0\0\x84\0\0\0\0\1\0\0\0\0\5hmi-7\5local\0\0\1\x80\1\0\0\0\0\0\4\x0a\x29\1\x1e"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void an_llmnr_question_says_nothing_of_its_asker(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&llmnr_protocol);

    talk_client(&talk, BYTES("\0\7\0\0\0\1\0\0\0\0\0\0" QUESTION));
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES(ANSWERED));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "plc-4.plant");
    talk_end(&talk);
}

/* "HMI-7" and blanks, a workstation's name. */
#define HMI                                                                                        \
    "\x20"                                                                                         \
    "EIENEJCNDHCACACACACACACACACACA"                                                               \
    "AA\0"

static void a_netbios_name_is_its_claimers_and_never_its_askers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&nbns_protocol);

    talk_client(&talk, BYTES("\0\1\1\x10\0\1\0\0\0\0\0\0" HMI "\0\x20\0\1"));
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_said(&talk, FIELD_name, "");
    assert_said(&talk, FIELD_lookup, "HMI-7");
    talk_client(&talk, BYTES("\0\2\x29\x10\0\1\0\0\0\0\0\1" HMI "\0\x20\0\1"
                             "\xc0\x0c\0\x20\0\1\0\0\0\0\0\6\0\0\x0a\x29\1\x1e"));
    assert_operation(&talk, MESSAGE_REQUEST, 5, SUB_NONE);
    assert_said(&talk, FIELD_name, "HMI-7");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "10.41.1.30");
    talk_end(&talk);
}

static void a_node_status_ties_the_network_card(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&nbns_protocol);

    talk_server(&talk, BYTES("\0\1\x84\0\0\0\0\1\0\0\0\0" HMI "\0\x21\0\1\0\0\0\0\0\x19\1"
                             "HMI-7          \0\4\0\0\x0e\x8c\x41\0\x1e"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, 33);
    assert_said(&talk, FIELD_name, "HMI-7");
    assert_string_equal(talk_tied(&talk, 0), "00:0e:8c:41:00:1e 10.41.1.20");
    talk_end(&talk);
}

static void a_datagram_passed_on_says_nothing_of_who_passes_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&nbdgm_protocol);

    talk_client(&talk, BYTES("\x11\2\0\1\x0a\x29\1\x0a\0\x8a\0\x44\0\0" HMI HMI));
    assert_operation(&talk, MESSAGE_REQUEST, 17, SUB_NONE);
    assert_said(&talk, FIELD_name, "HMI-7");
    talk_client(&talk, BYTES("\x11\2\0\1\x0a\x29\1\x63\0\x8a\0\x44\0\0" HMI HMI));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_names_an_address_of_the_plant),
        cmocka_unit_test(a_public_address_is_nobody_of_the_plant),
        cmocka_unit_test(an_error_code_is_a_refusal),
        cmocka_unit_test(a_zone_transfer_is_one_answer_in_however_many_messages),
        cmocka_unit_test(half_a_message_of_a_stream_waits_for_the_rest),
        cmocka_unit_test(only_lookups_of_known_services_are_kept),
        cmocka_unit_test(a_name_that_points_at_itself_ends_the_reading),
        cmocka_unit_test(a_name_longer_than_255_bytes_fails),
        cmocka_unit_test(bytes_of_another_protocol_are_no_dns),
        cmocka_unit_test(an_mdns_announcement_speaks_for_the_address_in_it),
        cmocka_unit_test(what_mdns_takes_back_is_not_stated),
        cmocka_unit_test(an_llmnr_question_says_nothing_of_its_asker),
        cmocka_unit_test(a_netbios_name_is_its_claimers_and_never_its_askers),
        cmocka_unit_test(a_node_status_ties_the_network_card),
        cmocka_unit_test(a_datagram_passed_on_says_nothing_of_who_passes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
