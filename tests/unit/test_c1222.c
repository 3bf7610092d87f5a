#include "asn1.h"
#include "dissect.h"

enum { CLEAR = 0x80, ENCRYPTED = 0x88 };

static struct asn1 number(unsigned tag, unsigned char value)
{
    return asn1_value(tag, asn1_number(2, value));
}

static struct asn1 user(unsigned char control, struct asn1 services)
{
    struct asn1 body = asn1_join(asn1_bytes((const char *)&control, 1), services);

    return asn1_value(0xbe, asn1_value(0x28, asn1_value(0x81, body)));
}

static struct asn1 asked(unsigned char invocation, struct asn1 services)
{
    return asn1_value(0x60, asn1_join(number(0xa8, invocation), user(CLEAR, services)));
}

/* By node .7 */
static struct asn1 answered(unsigned char invocation, unsigned char control, struct asn1 services)
{
    struct asn1 head = asn1_join(number(0xa4, invocation), asn1_value(0xa6, ASN1(0x80, "\7")));

    head = asn1_join(head, number(0xa8, 99));
    return asn1_value(0x60, asn1_join(head, user(control, services)));
}

#define SERVICES(literal) asn1_bytes((literal), sizeof(literal) - 1)

static enum verdict client(struct talk *talk, struct asn1 m)
{
    return talk_say(talk, true, DIRECTION_UNKNOWN, m.bytes, m.length);
}

static enum verdict server(struct talk *talk, struct asn1 m)
{
    return talk_say(talk, false, DIRECTION_UNKNOWN, m.bytes, m.length);
}

static void answers_are_counted_on_the_services_of_their_request_in_order(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c1222_protocol);

    assert_int_equal(client(&talk, asked(1, SERVICES("\x08\x40\0\7\0\1\0\0\1\x20"))),
                     VERDICT_MALFORMED);
    assert_int_equal(client(&talk, asked(1, SERVICES("\x07\x40\0\7\0\1\0\0\1\x20"))), VERDICT_OK);
    assert_int_equal(talk.out.first->code, 0x40);
    assert_int_equal(talk.out.first->sub, 7);
    assert_class(&talk, CLASS_operate);
    assert_int_equal(talk.out.first->next->code, 0x20);
    server(&talk, answered(1, CLEAR, SERVICES("\1\3\1\0")));
    assert_int_equal(talk.out.first->kind, MESSAGE_REFUSAL);
    assert_int_equal(talk.out.first->sub, 7);
    assert_int_equal(talk.out.first->next->kind, MESSAGE_RESPONSE);
    server(&talk, answered(1, CLEAR, SERVICES("\1\0"))); /* nobody asked again */
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    talk_end(&talk);
}

static void a_table_is_believed_only_with_its_checksum_and_told_of_its_node(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c1222_protocol);
    char answer[] = "\x24\0\0\x20OSTWZ3 TX   \1\0\2\5\x30\x30\x30\x30\x30\x30\x30\x30"
                    "41093377\0";

    for (size_t i = 4; i < 36; i++)
        answer[36] = (char)(answer[36] - answer[i]);
    client(&talk, asked(2, SERVICES("\3\x30\0\1")));
    server(&talk, answered(2, CLEAR, asn1_bytes(answer, 37)));
    assert_part_said(&talk, "node .7", FIELD_vendor, "OSTW");
    assert_part_said(&talk, "node .7", FIELD_model, "Z3 TX");
    assert_part_said(&talk, "node .7", FIELD_firmware, "2.5");
    assert_part_said(&talk, "node .7", FIELD_serial, "0000000041093377");
    assert_said(&talk, FIELD_unit, ".7");
    answer[36]++;
    client(&talk, asked(2, SERVICES("\3\x30\0\1")));
    server(&talk, answered(2, CLEAR, asn1_bytes(answer, 37)));
    assert_part_said(&talk, "node .7", FIELD_vendor, "");
    talk_end(&talk);
}

static void a_password_in_clear_is_told_but_not_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c1222_protocol);

    client(&talk, asked(3, SERVICES("\x15\x51open sesame         ")));
    assert_operation(&talk, MESSAGE_REQUEST, 0x51, SUB_NONE);
    assert_said(&talk, FIELD_security, "C12.22 password in clear text");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    assert_null(talk.out.statements->next);
    talk_end(&talk);
}

static void what_is_encrypted_is_counted_as_such(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c1222_protocol);

    assert_int_equal(server(&talk, answered(4, ENCRYPTED, SERVICES("\x41\xd1\1\2\3\4"))),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 0x100, SUB_NONE);
    assert_class(&talk, CLASS_unknown);
    assert_int_equal(server(&talk, answered(4, ENCRYPTED, SERVICES("\1\2"))), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void a_message_is_waited_for_and_proves_itself_whole(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&c1222_protocol);
    struct asn1 m = asked(5, SERVICES("\1\x20"));

    for (size_t length = 0; length < m.length; length++) {
        assert_int_equal(talk_client(&talk, m.bytes, length), VERDICT_MORE);
        assert_int_equal(talk_probe(&c1222_protocol, m.bytes, length), MATCH_MAYBE);
    }
    assert_int_equal(talk_probe(&c1222_protocol, m.bytes, m.length), MATCH_YES);
    assert_int_equal(talk_probe(&c1222_protocol, BYTES("\x60\x03\x02\1\1")), MATCH_NO);
    assert_int_equal(talk_client(&talk, BYTES("\x60\x84\x7f\xff\xff\xff\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("GET / ")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_counted_on_the_services_of_their_request_in_order),
        cmocka_unit_test(a_table_is_believed_only_with_its_checksum_and_told_of_its_node),
        cmocka_unit_test(a_password_in_clear_is_told_but_not_kept),
        cmocka_unit_test(what_is_encrypted_is_counted_as_such),
        cmocka_unit_test(a_message_is_waited_for_and_proves_itself_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
