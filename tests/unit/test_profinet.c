#include "dissect.h"
#include "proto/profinet.h"
#include "proto/registry.h"

#define DCP_HEAD(frame, service, type, length) frame service type "\x0a\0\0\x01\0\0\0" length

#define IDENTIFIED                                                                                 \
    "\2\1\0\x09\0\0S7-1200\0"                                                                      \
    "\2\2\0\x08\0\0pump-7"                                                                         \
    "\2\3\0\6\0\0\0\x2a\1\x0d"                                                                     \
    "\2\4\0\4\0\0\2\0"                                                                             \
    "\1\2\0\x0e\0\1\x0a\x29\1\x14\xff\xff\xff\0\x0a\x29\1\1"

static struct talk profinet(void)
{
    struct talk talk = talk_begin(&profinet_protocol);

    talk.client = talk.client_mac;
    talk.server = talk.server_mac;
    return talk;
}

static enum verdict say(struct talk *talk, bool from_client, const char *bytes, size_t length)
{
    return talk_say(talk, from_client, DIRECTION_UNKNOWN, bytes, length);
}

static void an_answer_to_identify_says_all_that_a_device_is(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(say(&talk, false, BYTES(DCP_HEAD("\xfe\xff", "\5", "\1", "\x3e") IDENTIFIED)),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, DCP_IDENTIFY, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_model, "S7-1200");
    assert_said(&talk, FIELD_name, "pump-7");
    assert_said(&talk, FIELD_vendor, "Siemens");
    assert_said(&talk, FIELD_device_type, "PROFINET device 0x002a/0x010d");
    assert_said(&talk, FIELD_capability, "IO controller");
    assert_said(&talk, FIELD_gateway, "10.41.1.1");
    assert_said(&talk, FIELD_subnet, "10.41.1.0/24");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "00:1b:1b:00:00:02");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:02 10.41.1.20");
    talk_end(&talk);
}

static void a_name_that_is_looked_for_is_not_the_name_of_who_looks(void **state)
{
    (void)state;
    struct talk talk = profinet();

    say(&talk, true, BYTES(DCP_HEAD("\xfe\xfe", "\5", "\0", "\x0a") "\2\2\0\6pump-7"));
    assert_operation(&talk, MESSAGE_REQUEST, DCP_IDENTIFY, SUB_NONE);
    assert_said(&talk, FIELD_name, "");
    assert_said(&talk, FIELD_lookup, "pump-7");
    talk_end(&talk);
}

static void a_device_that_is_its_own_gateway_has_none(void **state)
{
    (void)state;
    struct talk talk = profinet();

    say(&talk, false,
        BYTES(DCP_HEAD("\xfe\xff", "\5", "\1",
                       "\x12") "\1\2\0\x0e\0\1\x0a\x29\1\x14\xff\xff\xff\0\x0a\x29\1\x14"));
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:02 10.41.1.20");
    assert_said(&talk, FIELD_gateway, "");
    talk_end(&talk);
}

static void an_address_in_conflict_ties_nobody(void **state)
{
    (void)state;
    struct talk talk = profinet();

    say(&talk, false,
        BYTES(DCP_HEAD("\xfe\xff", "\5", "\1",
                       "\x12") "\1\2\0\x0e\0\x81\x0a\x29\1\x14\xff\xff\xff\0\0\0\0\0"));
    assert_null(talk.out.ties);
    assert_said(&talk, FIELD_state, "IP address conflict");
    talk_end(&talk);
}

static void every_block_that_is_set_counts_for_itself(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(
        say(&talk, true,
            BYTES(DCP_HEAD("\xfe\xfd", "\4", "\0", "\x10") "\2\2\0\5\0\1abc\0\5\5\0\2\0\0")),
        VERDICT_OK);
    assert_non_null(talk.out.first);
    assert_int_equal(talk.out.first->sub, 2002);
    assert_class(&talk, CLASS_config);
    assert_non_null(talk.out.first->next);
    assert_int_equal(talk.out.first->next->sub, 5005);
    assert_int_equal(talk.out.first->next->operation->class, CLASS_delete);
    talk_end(&talk);
}

static void a_block_error_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = profinet();

    say(&talk, false, BYTES(DCP_HEAD("\xfe\xfd", "\4", "\1", "\x08") "\5\4\0\3\2\2\6\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, DCP_SET, 2002);
    say(&talk, false, BYTES(DCP_HEAD("\xfe\xfd", "\4", "\1", "\x08") "\5\4\0\3\2\2\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, DCP_SET, 2002);
    say(&talk, false, BYTES(DCP_HEAD("\xfe\xfd", "\3", "\1", "\x08") "\5\4\0\3\2\7\2\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, DCP_GET, SUB_NONE);
    talk_end(&talk);
}

static void blocks_longer_than_their_message_are_malformed_and_say_nothing(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(
        say(&talk, false,
            BYTES(DCP_HEAD("\xfe\xff", "\5", "\1", "\x10") "\2\2\0\x08\0\0pump-7\2\1\0\x40")),
        VERDICT_MALFORMED);
    assert_null(talk.out.statements);
    assert_null(talk.out.first);
    talk_end(&talk);
}

#define CYCLE(status) "\x80\1data, and its padding\0\x80" status "\0"

static void a_provider_is_told_when_it_changes(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(say(&talk, true, BYTES(CYCLE("\x35"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, PROFINET_CYCLIC_2, SUB_NONE);
    assert_said(&talk, FIELD_state, "provider running");
    say(&talk, true, BYTES(CYCLE("\x35")));
    assert_null(talk.out.statements);
    say(&talk, false, BYTES(CYCLE("\x15")));
    assert_said(&talk, FIELD_state, "provider running, reports a problem");
    say(&talk, true, BYTES(CYCLE("\x25")));
    assert_said(&talk, FIELD_state, "provider stopped");
    talk_end(&talk);
}

#define RTA(type, number, length) "\xfe\1\0\1\0\2" type "\x11" number "\xff\xff\0" length
#define PLUGGED                   "\0\2\0\x16\1\0\0\4\0\0\0\0\0\3\0\1\0\0\0\x20\0\0\0\1\x80\0"

static void an_alarm_sent_again_counts_once(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(say(&talk, false, BYTES(RTA("\x11", "\0\1", "\x1a") PLUGGED)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, PROFINET_ALARM_LOW, 4);
    assert_int_equal(say(&talk, false, BYTES(RTA("\x11", "\0\1", "\x1a") PLUGGED)), VERDICT_OK);
    assert_null(talk.out.first);
    say(&talk, false, BYTES(RTA("\x11", "\0\2", "\x1a") PLUGGED));
    assert_operation(&talk, MESSAGE_REQUEST, PROFINET_ALARM_LOW, 4);
    talk_end(&talk);
}

static void an_alarm_of_another_version_is_malformed(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(say(&talk, false, BYTES(RTA("\x21", "\0\1", "\x1a") PLUGGED)),
                     VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_master_of_a_subdomain_gives_the_time(void **state)
{
    (void)state;
    struct talk talk = profinet();

    assert_int_equal(say(&talk, true,
                         BYTES("\xff\0"
                               "12345678901234567890"
                               "\2\6\0\x0e\x8c\1\2\3\0\0")),
                     VERDICT_OK);
    assert_string_equal(talk_said_of(&talk, FIELD_capability), "00:0e:8c:01:02:03");
    talk_end(&talk);
}

static void reserved_frames_are_not_taken(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&profinet_protocol, BYTES("\x10\0data")), MATCH_NO);
    assert_int_equal(talk_probe(&profinet_protocol, BYTES("\xff\x7f")), MATCH_NO);
    assert_int_equal(talk_probe(&profinet_protocol, BYTES("\x80")), MATCH_NO);
    assert_int_equal(talk_probe(&profinet_protocol, BYTES("\xbb\xff")), MATCH_MAYBE);
}

static void vendors_have_names_and_the_unknown_their_number(void **state)
{
    (void)state;
    struct arena arena;

    arena_create(&arena, 4096);
    assert_string_equal(registry_text(&profinet_vendors, "PROFINET vendor", 0x2a, &arena).at,
                        "Siemens");
    assert_string_equal(registry_text(&profinet_vendors, "PROFINET vendor", 0x7777, &arena).at,
                        "PROFINET vendor 30583");
    arena_destroy(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_to_identify_says_all_that_a_device_is),
        cmocka_unit_test(a_name_that_is_looked_for_is_not_the_name_of_who_looks),
        cmocka_unit_test(a_device_that_is_its_own_gateway_has_none),
        cmocka_unit_test(an_address_in_conflict_ties_nobody),
        cmocka_unit_test(every_block_that_is_set_counts_for_itself),
        cmocka_unit_test(a_block_error_is_a_refusal),
        cmocka_unit_test(blocks_longer_than_their_message_are_malformed_and_say_nothing),
        cmocka_unit_test(a_provider_is_told_when_it_changes),
        cmocka_unit_test(an_alarm_sent_again_counts_once),
        cmocka_unit_test(an_alarm_of_another_version_is_malformed),
        cmocka_unit_test(the_master_of_a_subdomain_gives_the_time),
        cmocka_unit_test(reserved_frames_are_not_taken),
        cmocka_unit_test(vendors_have_names_and_the_unknown_their_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
