#include "proto/cip.h"
#include "proto/registry.h"

#include "dissect.h"

/* What the carrier does: name the conversation before each message. */
static enum verdict ask(struct talk *talk, uint32_t key, const char *bytes, size_t length)
{
    ((struct cip_state *)talk->state)->key = key;
    return talk_client(talk, bytes, length);
}

static enum verdict answer(struct talk *talk, uint32_t key, const char *bytes, size_t length)
{
    ((struct cip_state *)talk->state)->key = key;
    return talk_server(talk, bytes, length);
}

static void connected(struct talk *talk, uint32_t id)
{
    ((struct cip_state *)talk->state)->connected = id != 0;
    ((struct cip_state *)talk->state)->connection_id = id;
}

static void assert_nth(struct talk *talk, unsigned n, enum message_kind kind, uint32_t code,
                       uint32_t sub)
{
    const struct observation *seen = talk->out.first;

    while (seen && n-- > 0)
        seen = seen->next;
    assert_non_null(seen);
    assert_int_equal(seen->kind, kind);
    assert_int_equal(seen->code, code);
    assert_int_equal(seen->sub, sub);
}

#define IDENTITY                                                                                   \
    "\1\0\x0e\0\x36\0\x14\x0b\x60\0\xd1\xa2\xc2\0\x0a"                                             \
    "1756-L61/B"
#define GET_IDENTITY "\1\2\x20\1\x24\1"

static void the_device_tells_its_own_identity(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES(GET_IDENTITY));
    assert_operation(&talk, MESSAGE_REQUEST, 1, 1);
    assert_class(&talk, CLASS_ident);
    answer(&talk, 1, BYTES("\x81\0\0\0" IDENTITY));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 1);
    assert_said(&talk, FIELD_model, "1756-L61/B");
    assert_said(&talk, FIELD_serial, "00C2A2D1");
    assert_said(&talk, FIELD_firmware, "20.011");
    assert_said(&talk, FIELD_state, "I/O connection in run mode");
    talk_end(&talk);
}

#define SEND_TO_SLOT(slot) "\x52\2\x20\6\x24\1\5\x9d\6\0" GET_IDENTITY "\1\0\1" slot

static void a_module_behind_the_backplane_stays_a_module(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    assert_int_equal(ask(&talk, 1, BYTES(SEND_TO_SLOT("\3"))), VERDICT_OK);
    assert_nth(&talk, 0, MESSAGE_REQUEST, 0x52, 6);
    assert_nth(&talk, 1, MESSAGE_REQUEST, 1, 1);
    answer(&talk, 1, BYTES("\x81\0\0\0" IDENTITY));
    assert_nth(&talk, 0, MESSAGE_RESPONSE, 0x52, 6);
    assert_nth(&talk, 1, MESSAGE_RESPONSE, 1, 1);
    assert_part_said(&talk, "slot 3", FIELD_model, "1756-L61/B");
    assert_part_said(&talk, "slot 3", FIELD_serial, "00C2A2D1");
    assert_said(&talk, FIELD_model, "");
    assert_said(&talk, FIELD_serial, "");
    talk_end(&talk);
}

static void a_router_refuses_the_envelope_and_not_the_letter(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES(SEND_TO_SLOT("\x0f")));
    answer(&talk, 1, BYTES("\xd2\0\1\1\x04\2\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x52, 6);
    talk_end(&talk);
}

static void a_plain_request_forgets_an_envelope_with_the_same_context(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES(SEND_TO_SLOT("\3")));
    ask(&talk, 1, BYTES(GET_IDENTITY));
    answer(&talk, 1, BYTES("\x81\0\0\0" IDENTITY));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 1);
    assert_said(&talk, FIELD_model, "1756-L61/B");
    talk_end(&talk);
}

#define OPEN_TO_SLOT                                                                               \
    "\x54\2\x20\6\x24\1\5\x9d\0\0\0\0\1\0\0\0\1\0\1\0\1\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xa3" \
    "\3\1\2\x20\2\x24\1"

static void a_connection_to_a_slot_is_remembered_by_its_id(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    assert_int_equal(ask(&talk, 1, BYTES(OPEN_TO_SLOT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x54, 6);
    answer(&talk, 1, BYTES("\xd4\0\0\0\x77\0\0\0\1\0\0\0\1\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    connected(&talk, 0x77);
    ask(&talk, 2, BYTES(GET_IDENTITY));
    answer(&talk, 2, BYTES("\x81\0\0\0" IDENTITY));
    assert_part_said(&talk, "slot 2", FIELD_model, "1756-L61/B");
    assert_part_said(&talk, "slot 2", FIELD_serial, "00C2A2D1");
    connected(&talk, 0x78); /* opened before the capture began: its end is not known */
    ask(&talk, 3, BYTES(GET_IDENTITY));
    answer(&talk, 3, BYTES("\x81\0\0\0" IDENTITY));
    assert_part_said(&talk, "module on an unseen route", FIELD_model, "1756-L61/B");
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

#define PACKET                                                                                     \
    "\x0a\2\x20\2\x24\1\3\0\x08\0\x0e\0\x14\0\x08\2\x20\x6a\x24\1\x08\2\x20\x6a\x24\2\4\2\x20\xac" \
    "\x24\1"

static void messages_packed_together_are_counted_and_answered_one_by_one(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    assert_int_equal(ask(&talk, 9, BYTES(PACKET)), VERDICT_OK);
    assert_nth(&talk, 0, MESSAGE_REQUEST, 0x0a, 2);
    assert_nth(&talk, 1, MESSAGE_REQUEST, 8, 0x6a);
    assert_nth(&talk, 2, MESSAGE_REQUEST, 8, 0x6a);
    assert_nth(&talk, 3, MESSAGE_REQUEST, 4, 0xac);
    assert_string_equal(class_name(talk.out.first->next->operation->class), "prog_down");
    answer(&talk, 9, BYTES("\x8a\0\x1e\0\3\0\x08\0\x0c\0\x10\0\x88\0\0\0\x88\0\x0d\0\x84\0\0\0"));
    assert_nth(&talk, 0, MESSAGE_RESPONSE, 0x0a, 2);
    assert_nth(&talk, 1, MESSAGE_RESPONSE, 8, 0x6a);
    assert_nth(&talk, 2, MESSAGE_REFUSAL, 8, 0x6a);
    assert_nth(&talk, 3, MESSAGE_RESPONSE, 4, 0xac);
    talk_end(&talk);
}

static void offsets_that_go_back_are_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    assert_int_equal(ask(&talk, 1,
                         BYTES("\x0a\2\x20\2\x24\1\2\0\x0c\0\6\0\1\2\x20\1\x24\1"
                               "\1\2\x20\1\x24\1")),
                     VERDICT_MALFORMED);
    assert_int_equal(ask(&talk, 1, BYTES("\x0a\2\x20\2\x24\1\xff\xff\6\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void packets_within_packets_have_an_end(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);
    char nested[10 * 64] = { 0 };

    for (size_t at = 0; at < sizeof nested; at += 10)
        memcpy(nested + at, "\x0a\2\x20\2\x24\1\1\0\4\0", 10);
    assert_int_equal(ask(&talk, 1, nested, sizeof nested), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void the_same_service_is_another_operation_in_another_class(void **state)
{
    (void)state;
    assert_string_equal(operation_find(&cip_protocol, 0x4e, 6)->name, "forward close");
    assert_string_equal(operation_find(&cip_protocol, 0x4e, 0x6b)->name, "read-modify-write tag");
    assert_null(operation_find(&cip_protocol, 0x4e, 0x300)->name);
    assert_string_equal(operation_find(&cip_protocol, 0x0e, 0x300)->name, "get attribute");
}

static void a_name_addresses_a_tag(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES("\x4d\4\x91\5Level\0\xc4\0\1\0\1\0\0\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 0x4d, 0x6b);
    assert_class(&talk, CLASS_write);
    talk_end(&talk);
}

static void a_partial_transfer_is_no_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES("\x52\4\x91\5Level\0\1\0\0\0\0\0"));
    answer(&talk, 1, BYTES("\xd2\0\6\0\xc4\0\x2a\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x52, 0x6b);
    talk_end(&talk);
}

static struct cip_target path(const char *bytes, size_t length)
{
    return cip_path_read(cursor_over(bytes, length));
}

static void a_path_is_read_segment_by_segment(void **state)
{
    (void)state;
    assert_int_equal(path(BYTES("\x21\0\x34\2\x25\0\1\0\x30\7")).class, 0x234);
    assert_int_equal(path(BYTES("\x21\0\x34\2\x25\0\1\0\x30\7")).attribute, 7);
    assert_int_equal(path(BYTES("\x20\x68\x24\1\x20\x6d\x24\2")).class, 0x6d);
    assert_int_equal(path(BYTES("\x34\4\1\0\x0e\0\x36\0\x94\x0b\x20\4\x24\1")).class, 4);
    assert_int_equal(path(BYTES("\1\5\x20\2")).slot, 5);
    assert_int_equal(path(BYTES("\x20\1\x24\1")).slot, CIP_SLOT_SELF);
    assert_int_equal(path(BYTES("\1\5\2\x0a")).slot, CIP_SLOT_ELSEWHERE);
    assert_int_equal(path(BYTES("\x12\x0a"
                                "10.41.1.20\x20\1"))
                         .slot,
                     CIP_SLOT_ELSEWHERE);
    assert_int_equal(path(BYTES("\x12\x0a"
                                "10.41.1.20\x20\1"))
                         .class,
                     1);
    assert_int_equal(path(BYTES("\x43\1\x20\4")).class, 4);
    assert_int_equal(path(BYTES("\x21\0\x34")).class, 0);
    assert_int_equal(path(BYTES("")).class, CIP_CLASS_NONE);
}

static void single_attributes_tell_what_they_are(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES("\x0e\3\x20\1\x24\1\x30\6"));
    answer(&talk, 1, BYTES("\x8e\0\0\0\xd1\xa2\xc2\0"));
    assert_said(&talk, FIELD_serial, "00C2A2D1");
    ask(&talk, 1, BYTES("\3\2\x20\1\x24\1\2\0\1\0\7\0"));
    answer(&talk, 1,
           BYTES("\x83\0\0\0\2\0\1\0\0\0\xf0\xff\7\0\0\0\3"
                 "ABC"));
    assert_said(&talk, FIELD_vendor, "CIP vendor 65520"); /* nobody's, and not lost */
    assert_said(&talk, FIELD_model, "ABC");
    ask(&talk, 1, BYTES("\x0e\3\x20\xf5\x24\1\x30\6"));
    answer(&talk, 1, BYTES("\x8e\0\0\0\5\0plc-7\0"));
    assert_said(&talk, FIELD_name, "plc-7");
    talk_end(&talk);
}

static void an_ethernet_link_ties_its_mac_to_the_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES("\x0e\3\x20\xf6\x24\1\x30\3"));
    answer(&talk, 1, BYTES("\x8e\0\0\0\0\x1d\x9c\1\2\3"));
    assert_non_null(talk.out.ties);
    assert_true(address_equal(&talk.out.ties->ip, &talk.server));
    assert_int_equal(talk.out.ties->mac.bytes[1], 0x1d);
    talk_end(&talk);
}

static void half_a_value_is_none(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES("\x0e\3\x20\1\x24\1\x30\6"));
    answer(&talk, 1, BYTES("\x8e\0\0\0\xd1\xa2"));
    assert_null(talk.out.statements);
    talk_end(&talk);
}

#define PCCC(command)        "\x4b\2\x20\x67\x24\1\7\1\0\1\2\3\4" command
#define PCCC_ANSWER(command) "\xcb\0\0\0\7\1\0\1\2\3\4" command

static void a_pccc_command_is_counted_by_its_function(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES(PCCC("\x0f\0\x34\x12\x80\1")));
    assert_nth(&talk, 0, MESSAGE_REQUEST, 0x4b, 0x67);
    assert_nth(&talk, 1, MESSAGE_REQUEST, 0x0f, 0x80);
    assert_string_equal(class_name(talk.out.first->next->operation->class), "mode");
    answer(&talk, 1, BYTES(PCCC_ANSWER("\x4f\0\x34\x12")));
    assert_nth(&talk, 1, MESSAGE_RESPONSE, 0x0f, 0x80);
    ask(&talk, 2, BYTES(PCCC("\x0f\0\x35\x12\x52")));
    answer(&talk, 2, BYTES(PCCC_ANSWER("\x4f\xf0\x35\x12\x0b")));
    assert_nth(&talk, 1, MESSAGE_REFUSAL, 0x0f, 0x52);
    talk_end(&talk);
}

static void a_diagnostic_status_tells_the_bulletin_that_names_the_controller(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    ask(&talk, 1, BYTES(PCCC("\6\0\x34\x12\3")));
    answer(&talk, 1,
           BYTES(PCCC_ANSWER("\x46\0\x34\x12\0\xee\x34\x49\x62"
                             "1766-LEC   ")));
    assert_said(&talk, FIELD_model, "1766-LEC");
    assert_said(&talk, FIELD_hardware, "series D, revision C");
    ask(&talk, 2, BYTES(PCCC("\6\0\x35\x12\3"))); /* a PLC-5 has numbers there */
    answer(&talk, 2,
           BYTES(PCCC_ANSWER("\x46\0\x35\x12\0\xeb\x0b\1\0\1\2\3"
                             "abcdefgh")));
    assert_said(&talk, FIELD_model, "");
    ask(&talk, 3, BYTES(PCCC("\6\0\x36\x12\3")));
    answer(&talk, 3,
           BYTES(PCCC_ANSWER("\x46\0\x36\x12\0\xee\x34\x49\x62"
                             "1766-LEC"))); /* three bytes too few */
    assert_said(&talk, FIELD_model, "");
    ask(&talk, 4, BYTES(PCCC("\6\0\x37\x12\1"))); /* counters, not status */
    answer(&talk, 4,
           BYTES(PCCC_ANSWER("\x46\0\x37\x12\0\xee\x34\x49\x62"
                             "1766-LEC   ")));
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

static void requests_beyond_the_memory_lose_only_their_row(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&cip_protocol);

    for (uint32_t key = 1; key <= CIP_ASKED_MOST + 1; key++)
        ask(&talk, key, BYTES(GET_IDENTITY));
    answer(&talk, 1, BYTES("\x81\0\0\0" IDENTITY));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_null(talk.out.statements);
    answer(&talk, 2, BYTES("\x81\0\0\0" IDENTITY));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, 1);
    talk_end(&talk);
}

static void registries_name_who_has_a_number(void **state)
{
    (void)state;
    assert_string_equal(registry_name(&cip_vendors, 1), "Rockwell Automation/Allen-Bradley");
    assert_string_equal(registry_name(&cip_device_types, 0x2c), "Managed Ethernet Switch");
    assert_null(registry_name(&cip_vendors, 0));
    assert_null(registry_name(&cip_vendors, UINT32_MAX));
    for (size_t i = 1; i < cip_vendors.count; i++)
        assert_true(cip_vendors.rows[i - 1].id < cip_vendors.rows[i].id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_device_tells_its_own_identity),
        cmocka_unit_test(a_module_behind_the_backplane_stays_a_module),
        cmocka_unit_test(a_router_refuses_the_envelope_and_not_the_letter),
        cmocka_unit_test(a_plain_request_forgets_an_envelope_with_the_same_context),
        cmocka_unit_test(a_connection_to_a_slot_is_remembered_by_its_id),
        cmocka_unit_test(messages_packed_together_are_counted_and_answered_one_by_one),
        cmocka_unit_test(offsets_that_go_back_are_malformed),
        cmocka_unit_test(packets_within_packets_have_an_end),
        cmocka_unit_test(the_same_service_is_another_operation_in_another_class),
        cmocka_unit_test(a_name_addresses_a_tag),
        cmocka_unit_test(a_partial_transfer_is_no_refusal),
        cmocka_unit_test(a_path_is_read_segment_by_segment),
        cmocka_unit_test(single_attributes_tell_what_they_are),
        cmocka_unit_test(an_ethernet_link_ties_its_mac_to_the_address),
        cmocka_unit_test(half_a_value_is_none),
        cmocka_unit_test(a_pccc_command_is_counted_by_its_function),
        cmocka_unit_test(a_diagnostic_status_tells_the_bulletin_that_names_the_controller),
        cmocka_unit_test(requests_beyond_the_memory_lose_only_their_row),
        cmocka_unit_test(registries_name_who_has_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
