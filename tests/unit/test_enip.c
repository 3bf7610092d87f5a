#include "dissect.h"

/* Header with a session and a sender context of one byte each. */
#define HEADER(command, length, session, status, context)                                          \
    command "\0" length "\0" session "\0\0\0" status "\0\0\0" context "\0\0\0\0\0\0\0\0\0\0\0"
#define LIST_IDENTITY HEADER("\x63", "\0", "\0", "\0", "\0")
#define IDENTITY_ITEM                                                                              \
    "\1\0\0\2\xaf\x12\x0a\x29\1\x14\0\0\0\0\0\0\0\0\1\0\x0e\0\x36\0\x14\x0b\0\0\xd1\xa2\xc2\0"     \
    "\x0b"                                                                                         \
    "1756-L61/B "                                                                                  \
    "\3"
#define RR(length, context, item, message)                                                         \
    HEADER("\x6f", length, "\7", "\0", context) "\0\0\0\0\0\0\2\0\0\0\0\0\xb2\0" item "\0" message
#define UNIT(length, connection, sequence, item, message)                                          \
    HEADER("\x70", length, "\7", "\0", "\0")                                                       \
    "\0\0\0\0\0\0\2\0\xa1\0\4\0" connection "\0\0\0\xb1\0" item "\0" sequence "\0" message

static struct observation *nth(struct talk *talk, unsigned n)
{
    struct observation *seen = talk->out.first;

    while (seen && n-- > 0)
        seen = seen->next;
    assert_non_null(seen);
    return seen;
}

static void assert_nth(struct talk *talk, unsigned n, const char *protocol, enum message_kind kind,
                       uint32_t code, uint32_t sub)
{
    const struct observation *seen = nth(talk, n);

    assert_string_equal(seen->protocol->name, protocol);
    assert_int_equal(seen->kind, kind);
    assert_int_equal(seen->code, code);
    assert_int_equal(seen->sub, sub);
}

static void a_device_lists_its_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    talk_say(&talk, true, DIRECTION_UNKNOWN, BYTES(LIST_IDENTITY));
    assert_operation(&talk, MESSAGE_REQUEST, 0x63, SUB_NONE);
    assert_class(&talk, CLASS_discover);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_CLIENT);
    talk_say(&talk, false, DIRECTION_UNKNOWN,
             BYTES(HEADER("\x63", "\x33", "\0", "\0", "\0") "\1\0\x0c\0\x2d\0" IDENTITY_ITEM));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x63, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_said(&talk, FIELD_vendor, "Rockwell Automation/Allen-Bradley");
    assert_said(&talk, FIELD_device_type, "Programmable Logic Controller");
    assert_said(&talk, FIELD_model, "1756-L61/B");
    assert_said(&talk, FIELD_firmware, "20.011");
    assert_said(&talk, FIELD_serial, "00C2A2D1");
    assert_said(&talk, FIELD_state, "operational");
    talk_end(&talk);
}

static void a_session_is_asked_for_with_none(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    talk_client(&talk, BYTES(HEADER("\x65", "\4", "\0", "\0", "\0") "\1\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x65, SUB_NONE);
    talk_server(&talk, BYTES(HEADER("\x65", "\4", "\7", "\0", "\0") "\1\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x65, SUB_NONE);
    talk_server(&talk, BYTES(HEADER("\x65", "\4", "\0", "\x69", "\0") "\1\0\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x65, SUB_NONE);
    talk_end(&talk);
}

static void an_answer_is_matched_by_its_sender_context(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    talk_client(&talk, BYTES(RR("\x16", "\1", "\6", "\1\2\x20\1\x24\1")));
    talk_client(&talk, BYTES(RR("\x16", "\2", "\6", "\1\2\x20\2\x24\1")));
    assert_nth(&talk, 0, "enip", MESSAGE_REQUEST, 0x6f, SUB_NONE);
    assert_nth(&talk, 1, "cip", MESSAGE_REQUEST, 1, 2);
    talk_server(&talk, BYTES(RR("\x14", "\1", "\4", "\x81\0\x08\0")));
    assert_nth(&talk, 0, "enip", MESSAGE_RESPONSE, 0x6f, SUB_NONE);
    assert_nth(&talk, 1, "cip", MESSAGE_REFUSAL, 1, 1);
    assert_string_equal(talk.out.label->name, "enip");
    talk_end(&talk);
}

static void an_answer_is_matched_by_its_sequence_count(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    talk_client(&talk, BYTES(UNIT("\x1c", "\x11", "\5", "\x08", "\7\2\x20\x8e\x24\1")));
    assert_nth(&talk, 1, "cip", MESSAGE_REQUEST, 7, 0x8e);
    assert_string_equal(class_name(nth(&talk, 1)->operation->class), "stop");
    talk_server(&talk, BYTES(UNIT("\x1a", "\x22", "\6", "\6", "\x87\0\0\0")));
    assert_nth(&talk, 1, "cip", MESSAGE_RESPONSE, 7, SUB_NONE); /* nobody asked that */
    talk_server(&talk, BYTES(UNIT("\x1a", "\x22", "\5", "\6", "\x87\0\0\0")));
    assert_nth(&talk, 1, "cip", MESSAGE_RESPONSE, 7, 0x8e);
    talk_end(&talk);
}

static void contexts_and_sequence_counts_do_not_meet(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    talk_client(&talk, BYTES(UNIT("\x1c", "\x11", "\5", "\x08", "\1\2\x20\x8e\x24\1")));
    talk_client(&talk, BYTES(RR("\x16", "\5", "\6", "\1\2\x20\2\x24\1")));
    talk_server(&talk, BYTES(UNIT("\x1a", "\x22", "\5", "\6", "\x81\0\0\0")));
    assert_nth(&talk, 1, "cip", MESSAGE_RESPONSE, 1, 0x8e);
    talk_server(&talk, BYTES(RR("\x14", "\5", "\4", "\x81\0\0\0")));
    assert_nth(&talk, 1, "cip", MESSAGE_RESPONSE, 1, 2);
    talk_end(&talk);
}

#define IO "\2\0\2\x80\x08\0\1\0\0\0\5\0\0\0\xb1\0\6\0\1\0\xa5\xa5\xa5\xa5"

static void cyclic_data_to_a_group_is_read_and_to_one_device_may_write(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    assert_int_equal(talk_probe(&enip_protocol, BYTES(IO)), MATCH_YES);
    assert_int_equal(talk_client(&talk, BYTES(IO)), VERDICT_OK);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk.left, 0);
    talk.server = address_ipv4((const uint8_t[]){ 239, 192, 1, 1 });
    talk_client(&talk, BYTES(IO));
    assert_class(&talk, CLASS_read);
    talk_end(&talk);
}

static void a_stream_waits_for_the_whole_message(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);
    static const char message[] = RR("\x16", "\1", "\6", "\1\2\x20\1\x24\1");

    for (size_t length = 0; length < sizeof message - 1; length++)
        assert_int_equal(talk_client(&talk, message, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES(LIST_IDENTITY LIST_IDENTITY)), VERDICT_OK);
    assert_int_equal(talk.left, 24);
    talk_end(&talk);
}

static void unknown_commands_and_statuses_are_not_enip(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    assert_int_equal(talk_probe(&enip_protocol, BYTES(LIST_IDENTITY)), MATCH_YES);
    assert_int_equal(talk_probe(&enip_protocol, BYTES(HEADER("\0", "\0", "\0", "\0", "\0"))),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&enip_protocol, BYTES(HEADER("\x63", "\4", "\0", "\0", "\0"))),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&enip_protocol, BYTES(HEADER("\x13", "\0", "\0", "\0", "\0"))),
                     MATCH_NO);
    assert_int_equal(talk_probe(&enip_protocol, BYTES(HEADER("\x63", "\0", "\0", "\x44", "\0"))),
                     MATCH_NO);
    assert_int_equal(talk_client(&talk, BYTES(HEADER("\x13", "\0", "\0", "\0", "\0"))),
                     VERDICT_MALFORMED);
    talk_end(&talk);
}

static void items_that_reach_out_of_their_packet_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&enip_protocol);

    assert_int_equal(talk_client(&talk, BYTES(RR("\x16", "\1", "\7", "\1\2\x20\1\x24\1"))),
                     VERDICT_MALFORMED);
    assert_int_equal(
        talk_server(&talk, BYTES(HEADER("\x63", "\6", "\0", "\0", "\0") "\1\0\x0c\0\x2d\0")),
        VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_lists_its_identity),
        cmocka_unit_test(a_session_is_asked_for_with_none),
        cmocka_unit_test(an_answer_is_matched_by_its_sender_context),
        cmocka_unit_test(an_answer_is_matched_by_its_sequence_count),
        cmocka_unit_test(contexts_and_sequence_counts_do_not_meet),
        cmocka_unit_test(cyclic_data_to_a_group_is_read_and_to_one_device_may_write),
        cmocka_unit_test(a_stream_waits_for_the_whole_message),
        cmocka_unit_test(unknown_commands_and_statuses_are_not_enip),
        cmocka_unit_test(items_that_reach_out_of_their_packet_are_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
