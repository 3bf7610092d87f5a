#include "dissect.h"

/* The master's address on the way out, and with the local bit when the frame has come back. */
static void leave(struct talk *talk)
{
    talk->client = address_mac((const uint8_t[]){ 0, 1, 5, 0, 0, 1 });
}

static void come_back(struct talk *talk)
{
    talk->client = address_mac((const uint8_t[]){ 2, 1, 5, 0, 0, 1 });
}

static enum verdict frame(struct talk *talk, const char *bytes, size_t length)
{
    return talk_say(talk, true, DIRECTION_FROM_CLIENT, bytes, length);
}

/* AL control of station 1001: the state, and how many slaves took it. */
#define AL_CONTROL(state, count) "\x0e\x10\x05\0\xe9\3\x20\1\2\0\0\0" state "\0" count "\0"

static void a_state_is_requested_and_taken(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    assert_int_equal(frame(&talk, BYTES(AL_CONTROL("\x08", "\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 5, 8);
    assert_string_equal(talk.out.first->operation->name, "request state OP");
    assert_class(&talk, CLASS_mode);
    come_back(&talk);
    frame(&talk, BYTES(AL_CONTROL("\x08", "\1")));
    assert_operation(&talk, MESSAGE_RESPONSE, 5, 8);
    talk_end(&talk);
}

static void what_no_slave_did_is_refused_when_others_did_theirs(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    /* A broadcast read that one slave answered, then a write that nobody took. */
    assert_int_equal(frame(&talk, BYTES("\x1a\x10\7\0\0\0\0\0\1\x80\0\0\x11\1\0"
                                        "\5\0\xe9\3\x40\0\1\0\0\0\x52\0\0")),
                     VERDICT_OK);
    assert_int_equal(talk.out.first->kind, MESSAGE_RESPONSE);
    assert_int_equal(talk.out.first->next->kind, MESSAGE_REFUSAL);
    assert_int_equal(talk.out.first->next->operation->class, CLASS_restart);
    talk_end(&talk);
}

static void a_returned_frame_is_the_masters_other_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    frame(&talk, BYTES(AL_CONTROL("\x08", "\1")));
    assert_string_equal(talk_tied(&talk, 0), "00:01:05:00:00:01 02:01:05:00:00:01");
    frame(&talk, BYTES(AL_CONTROL("\x08", "\1")));
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

/* A virtual machine's address has the local bit from the start. */
static void an_address_that_sends_itself_is_tied_to_no_other(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    frame(&talk, BYTES(AL_CONTROL("\x08", "\0")));
    frame(&talk, BYTES(AL_CONTROL("\x08", "\1")));
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

/* A mailbox message in a datagram at 1000 of station 1001: command, bytes in all, message. */
#define MAIL_16(command, message, count)                                                           \
    "\x1c\x10" command "\0\xe9\3\0\x10\x10\0\0\0" message count "\0"

#define UPLOAD_VENDOR "\x0a\0\0\0\0\x13\0\x20\x40\x18\x10\1\0\0\0\0"
#define VENDOR        "\x0a\0\0\0\0\x13\0\x30\x43\x18\x10\1\2\0\0\0"
#define DOWNLOAD      "\x0a\0\0\0\0\x23\0\x20\x2b\x12\x1c\0\0\0\0\0"
#define ABORTED       "\x0a\0\0\0\0\x23\0\x20\x80\x12\x1c\0\0\0\2\6"
#define RESTORE       "\x0a\0\0\0\0\x23\0\x20\x23\x11\x10\1\x6c\x6f\x61\x64"

static void an_identity_object_names_the_slave(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    assert_int_equal(frame(&talk, BYTES(MAIL_16("\5", UPLOAD_VENDOR, "\0"))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 259, 0x25);
    assert_class(&talk, CLASS_ident);
    come_back(&talk);
    frame(&talk, BYTES(MAIL_16("\5", UPLOAD_VENDOR, "\1")));
    assert_null(talk.out.first); /* delivered; the answer comes in the other mailbox */
    frame(&talk, BYTES(MAIL_16("\4", VENDOR, "\1")));
    assert_int_equal(talk.out.first->code, 4);
    assert_int_equal(talk.out.first->next->code, 259);
    assert_int_equal(talk.out.first->next->sub, 0x25);
    assert_int_equal(talk.out.first->next->kind, MESSAGE_RESPONSE);
    assert_part_said(&talk, "slave 1001", FIELD_vendor, "Beckhoff Automation");
    talk_end(&talk);
}

static void an_abort_is_counted_on_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    frame(&talk, BYTES(MAIL_16("\5", DOWNLOAD, "\1")));
    frame(&talk, BYTES(MAIL_16("\4", ABORTED, "\1")));
    assert_int_equal(talk.out.first->next->sub, 0x21);
    assert_int_equal(talk.out.first->next->kind, MESSAGE_REFUSAL);
    assert_int_equal(talk.out.first->next->operation->class, CLASS_config);
    talk_end(&talk);
}

static void restoring_defaults_is_told_from_other_downloads(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    frame(&talk, BYTES(MAIL_16("\5", RESTORE, "\0")));
    assert_operation(&talk, MESSAGE_REQUEST, 259, 0x27);
    talk_end(&talk);
}

static void process_data_is_no_mailbox(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    frame(&talk, BYTES(MAIL_16("\5", "\xff\xff\0\0\0\x13\0\x20\x40\x18\x10\1\0\0\0\0", "\0")));
    assert_operation(&talk, MESSAGE_REQUEST, 5, SUB_NONE);
    assert_class(&talk, CLASS_write);
    talk_end(&talk);
}

static void the_eeprom_tells_the_same_four_numbers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    frame(&talk, BYTES("\x1a\x10\4\0\xe9\3\2\5\x0e\0\0\0"
                       "\0\0\x0e\0\0\0\x87\xd6\x12\0\0\0\0\0\1\0"));
    assert_part_said(&talk, "slave 1001", FIELD_serial, "1234567");
    talk_end(&talk);
}

static void an_al_status_gives_the_state(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    come_back(&talk);
    frame(&talk, BYTES("\x0e\x10\4\0\xe9\3\x30\1\2\0\0\0\4\0\1\0"));
    assert_part_said(&talk, "slave 1001", FIELD_state, "SAFEOP");
    talk_end(&talk);
}

static void a_datagram_longer_than_its_frame_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    assert_int_equal(frame(&talk, BYTES("\x0e\x10\5\0\xe9\3\x20\1\xff\0\0\0\1\0\0\0")),
                     VERDICT_MALFORMED);
    /* The first says that another follows. */
    assert_int_equal(frame(&talk, BYTES("\x0e\x10\5\0\xe9\3\x20\1\2\x80\0\0\1\0\0\0")),
                     VERDICT_MALFORMED);
    talk_end(&talk);
}

static void padding_behind_the_frame_is_no_message(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ethercat_protocol);

    leave(&talk);
    assert_int_equal(frame(&talk, BYTES(AL_CONTROL("\1", "\0") "\0\0\0\0\0\0")), VERDICT_OK);
    assert_int_equal(talk.left, 0);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_is_requested_and_taken),
        cmocka_unit_test(what_no_slave_did_is_refused_when_others_did_theirs),
        cmocka_unit_test(a_returned_frame_is_the_masters_other_address),
        cmocka_unit_test(an_address_that_sends_itself_is_tied_to_no_other),
        cmocka_unit_test(an_identity_object_names_the_slave),
        cmocka_unit_test(an_abort_is_counted_on_what_was_asked),
        cmocka_unit_test(restoring_defaults_is_told_from_other_downloads),
        cmocka_unit_test(process_data_is_no_mailbox),
        cmocka_unit_test(the_eeprom_tells_the_same_four_numbers),
        cmocka_unit_test(an_al_status_gives_the_state),
        cmocka_unit_test(a_datagram_longer_than_its_frame_is_malformed),
        cmocka_unit_test(padding_behind_the_frame_is_no_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
